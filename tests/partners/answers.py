"""What somebody types into the forms of the directory."""

from tests.world import TODAY


def organisation(world, **more) -> dict:
    return {"name": "Boulangerie Roques", "kind": "employer", "territory": world.cantal.pk} | more


def post_to_fill(world, **more) -> dict:
    wanted = {"title": "Maçon", "trade": "F1703", "contract": "cdi", "experience": "wished", "places": "2"}
    return wanted | {"employer": world.employer.pk, "territory": world.cantal.pk, "last_news_on": TODAY} | more


def flat(world, **more) -> dict:
    wanted = {"address": "3 rue Haute", "commune": "15014", "kind": "T3", "surface": "62,5", "floor": "1"}
    money = {"rent": "1 250,50", "charges": "60", "deposit": "410", "available_from": "2026-01-15"}
    return wanted | money | {"landlord": world.landlord.pk, "territory": world.cantal.pk} | more


def relay(world, **more) -> dict:
    return {"name": "Relais neuf", "territory": world.cantal.pk, "capacity": "5", "opened_on": "2026-01-01"} | more


def contact(world, **more) -> dict:
    return {"last_name": "Delmas"} | more


def membership(world, **more) -> dict:
    return {"role": "prescriber", "organisation": world.structure.pk, "valid_from": "2026-01-01"} | more
