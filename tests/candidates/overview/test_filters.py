"""The filters of the list: each keeps exactly its rows, on both sides of its boundary; what is wrong is said and left
out; what is offered is what one may ask."""

from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest

from candidates.models import Journey
from candidates.overview.filters import short
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from emile.reference.models import Programme
from tests.candidates.file.file_steps import changed, twin
from tests.world import TODAY

ALL = [step.value for step in Step]
GROUPS = {
    "en-cours": [step for step in ALL if step not in {"declined", "mainstream", "left"}],
    "a-completer": ["diagnosis", "submitted", "to_complete"],
    "a-decider": ["presented", "waiting"],
    "en-preparation": ["shortlisted", "job_search", "project", "immersion", "validated"],
    "installation": ["contracted", "settled"],
    "accompagnement": ["settled", "support"],
    "clos": ["declined", "mainstream", "left"],
}
WHO_IS_AWAITED = {
    "structure": ["diagnosis", "to_complete"],
    "referent": ["submitted"],
    "chef-de-service": ["presented", "waiting", "job_search"],
    "equipe": ["shortlisted", "project", "immersion", "validated", "contracted", "settled", "support"],
    "menage": [],
}
"""Of files made without a stay or an answer; ``tests/candidates/test_one_telling.py`` has the others."""


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


@pytest.fixture
def model(world) -> Journey:
    """A file whose twins are listed, and which is not."""
    with acting_as_system():
        journey = world.journey(Step.PRESENTED)
        changed(journey, territory=world.lozere, prescriber=world.lyon_structure, origin_area=world.lyon)
    return journey


@pytest.fixture
def at_every_step(world, model) -> None:
    """One file a step, opened a day apart: the most recent, the first of the steps."""
    with acting_as_system():
        for age, step in enumerate(Step):
            twin(model, step.value, opened_on=TODAY - timedelta(days=age), step=step, **closing(world, step))


def closing(world, step: Step) -> dict:
    ended = {"closed_on": TODAY, "end_reason": world.reason("decline")}
    return ended if step in {Step.DECLINED, Step.MAINSTREAM, Step.LEFT} else {}


def page_of(sign_in, user, **filters):
    response = sign_in(user).get("/dossiers/", filters)
    assert response.status_code == 200
    return response.context["list"]


def titles_of(files) -> list[str]:
    return [files.as_read(row).title for row in files.page.rows]


def titles(sign_in, user, **filters) -> list[str]:
    return titles_of(page_of(sign_in, user, **filters))


@pytest.mark.usefixtures("at_every_step")
def test_each_step_and_each_group_of_steps(world, sign_in):
    assert titles(sign_in, world.head) == ALL
    for step in ALL:
        assert titles(sign_in, world.head, etape=step) == [step]
    for group, steps in GROUPS.items():
        assert titles(sign_in, world.head, etape=group) == [step for step in ALL if step in steps], group


@pytest.mark.usefixtures("at_every_step")
def test_each_person_one_may_wait_for(world, sign_in):
    for code, steps in WHO_IS_AWAITED.items():
        assert titles(sign_in, world.head, attente=code) == [step for step in ALL if step in steps], code


# --- dates --------------------------------------------------------------------------------------------------------

DATES = {
    "from the day itself": ({"du": 10}, ["jour même", "aujourd'hui"]),
    "from the day after": ({"du": 9}, ["aujourd'hui"]),
    "until the day itself": ({"au": 10}, ["avant", "jour même"]),
    "until the day before": ({"au": 11}, ["avant"]),
    "that day only": ({"du": 10, "au": 10}, ["jour même"]),
    "between two": ({"du": 9, "au": 1}, []),
    "the wrong way round": ({"du": 1, "au": 20}, []),
}


@pytest.fixture
def opened_around_a_day(world, model) -> None:
    with acting_as_system():
        for name, age in {"avant": 11, "jour même": 10, "aujourd'hui": 0}.items():
            twin(model, name, opened_on=TODAY - timedelta(days=age))


@pytest.mark.usefixtures("opened_around_a_day")
@pytest.mark.parametrize(("filters", "expected"), DATES.values(), ids=DATES)
def test_opened_from_and_until(world, sign_in, filters, expected):
    typed = {name: (TODAY - timedelta(days=age)).isoformat() for name, age in filters.items()}
    assert titles(sign_in, world.head, **typed) == expected[::-1]


@pytest.mark.usefixtures("opened_around_a_day")
@pytest.mark.parametrize("written", ["%d/%m/%Y", "%d/%m/%y"])
def test_a_day_may_be_typed_as_the_french_do(world, sign_in, written):
    day = (TODAY - timedelta(days=10)).strftime(written)
    assert titles(sign_in, world.head, du=day, au=day) == ["jour même"]


REFUSED = {
    "du": [
        ("31/02/2026", "Écrivez une date, par exemple 31/12/2026."),
        ("1899-12-31", "Cette date est avant 1900 : vérifiez l'année."),
        ("2999-01-01", "Cette date est à plus de deux ans : vérifiez l'année."),
    ],
    "au": [("hier", "Écrivez une date, par exemple 31/12/2026.")],
    "etape": [("zzz", "Choisissez dans la liste.")],
    "attente": [("zzz", "Choisissez dans la liste.")],
    "structure": [("999999", "Choisissez dans la liste.")],
    "programme": [("zzz", "Choisissez dans la liste.")],
    "tri": [("zzz", "Choisissez dans la liste.")],
}


@pytest.mark.parametrize(
    ("name", "value", "words"), [(name, *pair) for name, tried in REFUSED.items() for pair in tried]
)
def test_what_is_refused_is_said_beside_its_field_and_the_other_filters_hold(world, sign_in, model, name, value, words):
    with acting_as_system():
        twin(model, "gardé", opened_on=TODAY - timedelta(days=5))
        twin(model, "écarté", opened_on=TODAY - timedelta(days=6))
    other = {"au" if name == "du" else "du": (TODAY - timedelta(days=5)).isoformat()}
    shown = page_of(sign_in, world.head, **{name: value}, **other)
    assert titles_of(shown) == (["gardé", "écarté"] if name == "du" else ["gardé"])
    assert dict(shown.form.errors) == {name: [words]}
    assert [chip.label.split(" : ")[0] for chip in shown.chips] == [label_of(*other)]


def label_of(name: str) -> str:
    return {"du": "Ouvert depuis le", "au": "Ouvert jusqu'au"}[name]


# --- people and places -------------------------------------------------------------------------------------------


@pytest.fixture
def differing(world, model) -> dict[str, str]:
    """Files that differ by one thing; what to ask to find that one alone. They are read from Paris."""
    with acting_as_system():
        colleague = world.person("Célia", "caseworker", world.operator, territory=world.cantal)
        twin(model, "base", caseworker=colleague)
        other = Programme.objects.get(code="utue")
        twin(model, "programme", caseworker=colleague, programme=other)
        twin(model, "structure", caseworker=colleague, prescriber=world.other_structure)
        twin(model, "territoire", caseworker=colleague, territory=world.lozere)
        twin(model, "suivi", caseworker=world.caseworker)
    return {
        "programme": str(other.pk),
        "structure": str(world.other_structure.pk),
        "territoire": str(world.lozere.pk),
        "suivi": str(world.caseworker.pk),
    }


@pytest.mark.parametrize(
    ("name", "who"),
    [("programme", "referent"), ("structure", "referent"), ("territoire", "referent"), ("suivi", "head")],
)
def test_a_programme_a_structure_a_territory_a_caseworker(world, sign_in, differing, name, who):
    user = getattr(world, who)
    everything = {"base", "programme", "structure", "suivi"} | ({"territoire"} if who == "referent" else set())
    assert set(titles(sign_in, user)) == everything
    assert titles(sign_in, user, **{name: differing[name]}) == [name]


def test_filters_add_up(world, sign_in, differing):
    asked = {"programme": differing["programme"], "structure": differing["structure"]}
    assert titles(sign_in, world.referent, **asked) == []
    asked["structure"] = str(world.structure.pk)
    assert titles(sign_in, world.referent, **asked) == ["programme"]
    assert titles(sign_in, world.referent, **asked, etape="clos") == []
    assert titles(sign_in, world.referent, **asked, q="base") == []


def test_each_filter_is_a_chip_that_takes_itself_off_and_no_other(world, sign_in, differing):
    asked = {
        "q": "base",
        "etape": "a-decider",
        "attente": "chef-de-service",
        "programme": str(world.programme.pk),
        "structure": str(world.structure.pk),
        "territoire": str(world.cantal.pk),
        "du": "2026-06-01",
        "au": (TODAY - timedelta(days=1)).isoformat(),
        "tri": "nom",
    }
    shown = page_of(sign_in, world.referent, **asked, apres="Z~1")
    labels = [
        ("q", "Nom, référence ou téléphone : base"),
        ("etape", "Étape : À décider"),
        ("attente", "En attente de : le chef de service"),
        ("programme", "Programme : EMILE"),
        ("territoire", "Territoire : Cantal"),
        ("structure", "Structure : Samusocial"),
        ("du", "Ouvert depuis le : 1er juin 2026"),
    ]
    chips = {chip.label.replace("\u00a0", " "): parse_qs(chip.url.removeprefix("?")) for chip in shown.chips}
    assert list(chips)[:-1] == [label for _, label in labels]
    for name, label in labels:
        assert chips[label] == {other: [value] for other, value in asked.items() if other != name}


# --- what is offered ---------------------------------------------------------------------------------------------

OFFERED = {
    "prescriber": {"programme", "territoire", "du", "au"},
    "referent": {"programme", "territoire", "structure", "du", "au"},
    "head": {"programme", "structure", "suivi", "du", "au"},
    "caseworker": {"programme", "structure", "suivi", "du", "au"},
    "manager": {"programme", "territoire", "structure", "du", "au"},
}
STRUCTURES = {
    "referent": ["Toutes", "Charonne", "Samusocial"],
    "head": ["Toutes", "Charonne", "Le Mas", "Samusocial"],
    "manager": ["Toutes", "Charonne", "Le Mas", "Samusocial"],
}


@pytest.mark.parametrize("who", OFFERED)
def test_what_each_role_may_ask(world, sign_in, who):
    with acting_as_system():
        world.person("Célia", "caseworker", world.operator, territory=world.cantal)
        world.person("Cyril", "caseworker", world.operator, territory=world.lozere)
    usual = {"q", "etape", "attente", "tri"}
    assert set(page_of(sign_in, getattr(world, who)).form.fields) == usual
    fields = page_of(sign_in, getattr(world, who), plus="1").form.fields
    assert set(fields) == usual | OFFERED[who]
    if who in STRUCTURES:
        assert [label for _, label in fields["structure"].choices] == STRUCTURES[who]
    if "suivi" in fields:
        assert [label for _, label in fields["suivi"].choices] == ["Tous", "Caroline Caseworker", "Célia Caseworker"]


def test_those_of_two_territories_choose_between_them(world, sign_in):
    with acting_as_system():
        place = {"organisation": world.operator, "territory": world.lozere, "valid_from": TODAY}
        world.head.memberships.create(role="service_head", **place)
    fields = page_of(sign_in, world.head, plus="1").form.fields
    assert [label for _, label in fields["territoire"].choices] == ["Tous", "Cantal", "Lozère"]


@pytest.mark.parametrize(("number", "offered"), [(0, None), (1, None), (2, 3), (60, 61), (61, None)])
def test_nothing_to_choose_or_too_much_is_no_choice(number, offered):
    choices = short([SimpleNamespace(pk=rank) for rank in range(number)], "Toutes")
    assert (len(choices) if choices else None) == offered
    assert not choices or choices[0] == ("", "Toutes")
