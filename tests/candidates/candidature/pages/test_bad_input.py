"""Whatever is typed, in any field of any page: a French sentence beside it, never an error page."""

from datetime import timedelta

import pytest

from candidates.enums import Topic
from candidates.models import Journey
from emile.core.database.identity import acting_as_system
from tests.candidates.candidature.candidature_forms import form_of, text_of
from tests.conftest import undone
from tests.world import TODAY

BAD = {
    "empty": "",
    "nul": "a\0b",
    "emoji": "👩‍👧‍👦🏔️",
    "long": "x" * 20_000,
    "future": "2999-01-01",
    "year one": "0001-01-01",
    "31 february": "31/02/2020",
    "negative": "-1",
    "huge number": "9" * 40,
    "not a number": "NaN",
    "markup": "<script>alert(1)</script>",
    "list": ["a", "b", "c"],
    "unicode": "\u202e\ud7ff\u0000",
    "sql": "'; DROP TABLE candidates_member; --",
}
HIDDEN = {"csrfmiddlewaretoken"}


def pages(journey: Journey) -> dict[str, tuple[str, str | None]]:
    base = f"/dossiers/{journey.reference}"
    topics = {topic.value: (f"{base}/candidature/{topic.value}/", "saisie") for topic in Topic}
    with acting_as_system():
        child = journey.household.members.get(link="child")
    return topics | {
        "nouveau": ("/dossiers/nouveau/", None),
        "membre": (f"{base}/membres/{child.pk}/", None),
        "ajout": (f"{base}/membres/ajouter/", None),
        "depart": (f"{base}/membres/{child.pk}/depart/", None),
        "documents": (f"{base}/documents/", None),
    }


PAGES = [*(topic.value for topic in Topic), "nouveau", "membre", "ajout", "depart", "documents"]


@pytest.mark.parametrize("name", PAGES)
def test_every_field_at_once(world, sign_in, journey, name):
    url, form_id = pages(journey)[name]
    prune = sign_in(world.prescriber)
    named = [field for field in form_of(prune.get(url), form_id) if field not in HIDDEN]
    for bad, value in BAD.items():
        with undone():
            response = prune.post(url, dict.fromkeys(named, value) | {"keep": "1"})
        assert response.status_code in {200, 302, 400, 404}, bad
        if response.status_code == 200:
            words = text_of(response)
            assert "<script>alert(1)</script>" not in response.content.decode(), bad
            assert "Ensure this" not in words, bad


ONE_AT_A_TIME = ["nul", "future", "huge number", "markup", "negative"]


@pytest.mark.parametrize("name", PAGES)
def test_one_field_at_a_time(world, sign_in, journey, name):
    """Each field alone, so that one mistake does not hide another; the values take turns."""
    url, form_id = pages(journey)[name]
    prune = sign_in(world.prescriber)
    shown = form_of(prune.get(url), form_id)
    named = [field for field in shown if field not in HIDDEN | {"seen", "token", "stamp"}]
    for number, field in enumerate(named):
        value = BAD[ONE_AT_A_TIME[number % len(ONE_AT_A_TIME)]]
        response = prune.post(url, shown | {field: value, "keep": "1"})
        assert response.status_code in {200, 302, 404}, (field, response.status_code)
        if response.status_code == 404:
            break  # « A quitté le ménage » was accepted: there is nobody left to correct


@pytest.mark.parametrize(
    ("topic", "field", "value", "sentence"),
    [
        ("menage", "menage-email", "prune", "Écrivez une adresse complète"),
        ("menage", "menage-commune", "Atlantide", "Commune inconnue"),
        ("menage", "menage-birth_expected_on", "2999-01-01", "à plus de deux ans"),
        ("logement", "logement-since", "2999-01-01", "dans l'avenir|à plus de deux ans"),
        ("logement", "logement-kind", "palace", "Choisissez dans la liste."),
        ("logement", "logement-reference_income", "douze", "Écrivez un nombre"),
        ("logement", "logement-reference_income", "-5", "ne peut pas être négatif"),
        ("logement", "ressources-0-amount", "-5", "ne peut pas être négatif"),
        ("logement", "demandes-0-number", "0751", "Choisissez une réponse."),
        ("emploi", "metiers-0-years", "99", "Au plus 60 années d'expérience."),
        ("emploi", "metiers-1-trade", "zzzz", "Métier inconnu"),
        ("projet", "diagnostic-made_on", "31/02/2026", "Écrivez une date"),
        ("projet", "projet-reasons", "x" * 2001, "2000"),
        ("projet", "voeux-wish_1", "999999", "Choisissez dans la liste."),
        ("projet", "accord-given", "", "Une réponse est déjà enregistrée"),
    ],
)
def test_what_it_says(world, sign_in, journey, topic, field, value, sentence):
    url, form_id = pages(journey)[topic]
    prune = sign_in(world.prescriber)
    response = prune.post(url, form_of(prune.get(url), form_id) | {field: value, "save": "1"})
    words = text_of(response)
    assert any(piece in words for piece in sentence.split("|"))
    assert "_error" in words
    if f'<select name="{field}"' not in words:
        assert value in words, "what was typed is kept"


@pytest.mark.parametrize(
    "broken",
    [
        {"ressources-TOTAL_FORMS": ""},
        {"ressources-TOTAL_FORMS": "100000"},
        {"ressources-INITIAL_FORMS": "-1"},
        {"ressources-TOTAL_FORMS": "0"},
        {"seen": ""},
        {"seen": "99999999999999999999"},
    ],
)
def test_a_tampered_form_loses_nothing_silently(world, sign_in, journey, broken):
    url = f"/dossiers/{journey.reference}/candidature/logement/"
    prune = sign_in(world.prescriber)
    response = prune.post(url, form_of(prune.get(url), "saisie") | broken | {"save": "1"})
    assert response.status_code in {200, 302}


def test_a_birth_in_the_future_is_refused(world, sign_in, journey):
    url = pages(journey)["ajout"][0]
    prune = sign_in(world.prescriber)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    fields = form_of(prune.get(url)) | {"first_name": "Zoé", "last_name": "Ba", "birth_date": tomorrow}
    assert "Cette date est dans l'avenir" in text_of(prune.post(url, fields))


def test_a_megabyte_is_refused_in_words(world, sign_in, journey):
    url = pages(journey)["projet"][0]
    prune = sign_in(world.prescriber)
    response = prune.post(url, form_of(prune.get(url), "saisie") | {"projet-reasons": "x" * 1_000_000})
    assert response.status_code == 200
    assert "2000" in text_of(response)
