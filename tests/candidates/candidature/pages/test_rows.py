"""The rows of a page (resources, trades, wishes) and the answer of the household about its data."""

from decimal import Decimal

from candidates.enums import Topic
from candidates.models import (
    Consent,
    Debt,
    MemberTrade,
    Wish,
)
from emile.core.database.identity import acting_as_system
from tests.candidates.candidature.candidature_forms import text_of
from tests.candidates.candidature.pages.page_sending import address, incomes, parent_of, send, stored

# --- rows -----------------------------------------------------------------------------------------------------------


def test_rows_are_added_corrected_and_removed(journey, prune):
    url = address(journey, Topic.HOUSING)
    send(prune, url, **{"ressources-0-amount": "900", "ressources-1-kind": "family", "ressources-1-amount": "188,10"})
    assert incomes(journey) == {"rsa": Decimal(900), "family": Decimal("188.10")}
    send(prune, url, **{"ressources-0-DELETE": "on"})
    assert incomes(journey) == {"family": Decimal("188.10")}
    send(prune, url, **{"ressources-0-kind": "", "ressources-0-amount": ""})
    assert incomes(journey) == {}


def test_a_row_that_cannot_be_read_makes_none_disappear(journey, prune):
    url = address(journey, Topic.HOUSING)
    response = send(
        prune, url, **{"ressources-0-amount": "beaucoup", "dettes-0-kind": "rent", "dettes-0-amount": "350"}
    )
    assert "Écrivez un nombre" in text_of(response)
    assert 'value="beaucoup"' in text_of(response)
    assert incomes(journey) == {"rsa": Decimal(890)}
    assert stored(lambda: Debt.objects.get(household=journey.household_id).amount) == 350, "the other list is saved"


def test_the_same_income_twice_is_said_beside_the_row(journey, prune):
    response = send(prune, address(journey, Topic.HOUSING), **{"ressources-1-kind": "rsa", "ressources-1-amount": "10"})
    assert "Cette ressource est déjà inscrite pour cette personne." in text_of(response)
    assert incomes(journey) == {"rsa": Decimal(890)}


def test_trades_swap_their_use(journey, prune):
    changes = {
        "metiers-0-use": "practised",
        "metiers-1-trade": "F1703",
        "metiers-1-use": "wanted",
        "metiers-1-years": "2",
    }
    assert send(prune, address(journey, Topic.WORK), **changes).status_code == 302
    rows = stored(lambda: set(MemberTrade.objects.values_list("trade", "use", "years")))
    assert rows == {("H2206", "practised", 4), ("F1703", "wanted", 2)}


def test_a_member_of_another_family_is_refused_in_a_row(journey, prune, world):
    with acting_as_system():
        stranger = parent_of(world.journey(name="Ailleurs", elsewhere=True))
    response = send(
        prune,
        address(journey, Topic.HOUSING),
        **{"ressources-1-member": str(stranger.pk), "ressources-1-kind": "wage", "ressources-1-amount": "10"},
    )
    assert "Choisissez dans la liste." in text_of(response)
    assert stored(lambda: stranger.incomes.count()) == 1


def test_wishes_keep_their_order(journey, prune, world):
    wanted = [world.lozere.pk, "", world.cantal.pk]
    changes = {f"voeux-wish_{rank}": str(pk) for rank, pk in enumerate(wanted, 1)}
    assert send(prune, address(journey, Topic.WISH), **changes).status_code == 302
    rows = stored(lambda: list(Wish.objects.filter(journey=journey).values_list("territory", "rank")))
    assert rows == [(world.lozere.pk, 1), (world.cantal.pk, 2)]


def test_a_territory_is_wished_once(journey, prune, world):
    response = send(prune, address(journey, Topic.WISH), **{"voeux-wish_2": str(world.cantal.pk)})
    assert "Ce territoire est déjà demandé." in text_of(response)


# --- consent --------------------------------------------------------------------------------------------------------


def consents(journey) -> list[tuple[bool, list[str]]]:
    query = Consent.objects.filter(household=journey.household_id).order_by("pk")
    return stored(lambda: list(query.values_list("given", "shared_with")))


def test_another_answer_is_another_row(journey, prune):
    url = address(journey, Topic.WISH)
    send(prune, url, **{"accord-shared_with": ["landlord"]})
    send(prune, url)
    send(prune, url, **{"accord-given": "no"})
    assert consents(journey) == [(True, []), (True, ["landlord"]), (False, [])]


def test_an_answer_is_never_saved_by_itself(journey, prune):
    response = send(prune, address(journey, Topic.WISH), htmx=True, **{"accord-given": "no"})
    assert response.status_code == 200
    assert consents(journey) == [(True, [])]
