"""A page saves itself while somebody writes, and stops when somebody else has saved it meanwhile."""

from decimal import Decimal

from candidates.enums import Topic
from candidates.models import (
    HousingSituation,
)
from tests.candidates.candidature.candidature_forms import form_of, text_of
from tests.candidates.candidature.pages.page_sending import address, incomes, send, stored

# --- autosave -------------------------------------------------------------------------------------------------------


def test_the_page_saves_itself(journey, prune):
    response = send(prune, address(journey, Topic.HOUSING), htmx=True, **{"logement-kind": "shelter"})
    words = text_of(response)
    assert "Enregistré à " in words
    assert "<html" not in words
    assert stored(lambda: HousingSituation.objects.get(household=journey.household_id).kind) == "shelter"


def test_autosave_says_what_it_could_not_save(journey, prune):
    response = send(prune, address(journey, Topic.HOUSING), htmx=True, **{"logement-since": "hier"})
    assert "sauf" in text_of(response)
    assert "Depuis le" in text_of(response)


def test_autosave_twice_makes_one_row(journey, prune):
    url = address(journey, Topic.HOUSING)
    fields = form_of(prune.get(url), "saisie") | {"ressources-1-kind": "wage", "ressources-1-amount": "600"}
    first = prune.post(url, fields, headers={"HX-Request": "true"})
    fresh = form_of_fragment(first)
    prune.post(url, fields | fresh | {"ressources-1-amount": "610"}, headers={"HX-Request": "true"})
    assert incomes(journey) == {"rsa": Decimal(890), "wage": Decimal(610)}


def form_of_fragment(response) -> dict[str, list[str]]:
    """The version and the fingerprint that the fragment puts in place of the old ones."""
    wrapped = type("Wrapped", (), {"content": b'<form method="post">' + response.content + b"</form>"})
    return form_of(wrapped)


# --- two people, one file -------------------------------------------------------------------------------------------


def test_nobody_overwrites_without_seeing(journey, prune, world, sign_in):
    url = address(journey, Topic.HOUSING)
    fields = form_of(prune.get(url), "saisie") | {"logement-kind": "parents", "save": "1"}
    send(sign_in(world.referent), url, **{"logement-kind": "shelter"})
    response = prune.post(url, fields)
    words = text_of(response)
    assert "Cette page a changé pendant que vous écriviez" in words
    assert "Chez les parents" in words
    assert "CHRS, CHU, CPH, CADA" in words
    assert '<th scope="row">Ressources du ménage</th>' not in words, "890,00 typed is 890.00 stored"
    assert stored(lambda: HousingSituation.objects.get(household=journey.household_id).kind) == "shelter"
    kept = form_of(response, "saisie") | {"keep": "1"}
    assert kept["logement-kind"] == ["parents"]
    assert prune.post(url, kept).status_code == 302
    assert stored(lambda: HousingSituation.objects.get(household=journey.household_id).kind) == "parents"


def test_autosave_stops_at_a_conflict(journey, prune, world, sign_in):
    url = address(journey, Topic.HOUSING)
    fields = form_of(prune.get(url), "saisie") | {"logement-kind": "parents"}
    send(sign_in(world.referent), url, **{"logement-kind": "shelter"})
    response = prune.post(url, fields, headers={"HX-Request": "true"})
    assert "rien ne sera perdu" in text_of(response)
    assert stored(lambda: HousingSituation.objects.get(household=journey.household_id).kind) == "shelter"


def test_another_page_saved_meanwhile_is_no_conflict(journey, prune, world, sign_in):
    url = address(journey, Topic.HOUSING)
    fields = form_of(prune.get(url), "saisie") | {"logement-kind": "parents", "save": "1"}
    send(sign_in(world.referent), address(journey, Topic.HOUSEHOLD), **{"menage-address": "Ailleurs"})
    assert prune.post(url, fields).status_code == 302
