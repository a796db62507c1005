"""Opening a file: who for, duplicates, coming back, and the double click."""

import uuid

import pytest

from candidates.journey import first_half
from candidates.models import Household, Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from emile.reference.models import OriginArea, Programme
from placements.support import workflow as support
from tests.candidates.candidature.candidature_forms import form_of, text_of
from tests.world import TODAY

NEW = "/dossiers/nouveau/"


def fill(client, world, **changes) -> dict:
    asked = form_of(client.get(NEW))
    values = {"last_name": "Traoré", "first_name": "Kadi", "birth_date": "1991-04-02", "phone": "0612345678"}
    if "programme" in asked:
        values["programme"] = str(world.programme.pk)
    return asked | values | changes


def journeys() -> list[Journey]:
    with acting_as_system():
        return list(Journey.objects.select_related("household", "prescriber", "origin_area", "territory"))


def test_a_prescriber_opens_a_file(world, sign_in):
    prune = sign_in(world.prescriber)
    response = prune.post(NEW, fill(prune, world))
    [journey] = journeys()
    assert response["Location"] == f"/dossiers/{journey.reference}/candidature/menage/"
    assert (journey.prescriber, journey.origin_area, journey.territory) == (world.structure, world.paris, None)
    assert (journey.household.name, journey.household.phone) == ("TRAORÉ Kadi", "0612345678")
    with acting_as_system():
        assert journey.household.members.get().link == "applicant"


def test_a_referent_opens_for_a_structure_of_their_area(world, sign_in):
    remi = sign_in(world.referent)
    remi.post(NEW, fill(remi, world, prescriber=str(world.other_structure.pk)))
    assert [journey.prescriber for journey in journeys()] == [world.other_structure]
    refused = remi.post(NEW, fill(remi, world, prescriber=str(world.lyon_structure.pk)))
    assert "Choisissez dans la liste." in text_of(refused)
    assert len(journeys()) == 1


def test_a_head_opens_only_programmes_without_diagnosis(world, sign_in):
    head = sign_in(world.head)
    page = text_of(head.get(NEW))
    assert "Programme Réinstallés." in page
    head.post(NEW, fill(head, world))
    [journey] = journeys()
    assert (journey.programme.code, journey.territory, journey.prescriber) == (
        "reinstalles",
        world.cantal,
        world.operator,
    )
    assert journey.origin_area == OriginArea.objects.get(code="premier-asile")


def test_a_territory_without_such_a_programme_has_nothing_to_open(world, sign_in):
    head = sign_in(world.other_head)
    assert "Aucun programme à ouvrir d'ici" in text_of(head.get(NEW))
    sent = {"token": str(uuid.uuid4()), "last_name": "Diallo", "first_name": "Awa"}
    assert "Aucun programme à ouvrir d'ici" in text_of(head.post(NEW, sent))
    assert journeys() == []


@pytest.mark.parametrize("who", ["caseworker", "manager", "dpo", "partner"])
def test_others_have_no_such_page(world, sign_in, who):
    assert sign_in(getattr(world, who)).get(NEW).status_code == 403


def test_a_programme_that_does_not_serve_the_area_is_refused(world, sign_in):
    prune = sign_in(world.prescriber)
    elsewhere = Programme.objects.get(code="reinstalles")
    response = prune.post(NEW, fill(prune, world, programme=str(elsewhere.pk)))
    assert response.status_code == 200
    assert journeys() == []


def test_double_click_makes_one_file(world, sign_in):
    prune = sign_in(world.prescriber)
    fields = fill(prune, world)
    first = prune.post(NEW, fields)
    again = [prune.post(NEW, fields | more) for more in ({}, {"confirmed": "anything"}, {"first_name": ""})]
    assert {answer["Location"] for answer in again} == {first["Location"]}, "no warning about one's own new file"
    assert len(journeys()) == 1


# --- already known ------------------------------------------------------------------------------------------------


@pytest.fixture
def world(world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


@pytest.fixture
def known(world) -> Journey:
    with acting_as_system():
        return world.journey(name="Traoré")


def like(journey: Journey) -> dict:
    with acting_as_system():
        applicant = journey.household.members.get(link="applicant")
    return {
        "last_name": "TRAORE",
        "first_name": applicant.first_name.lower(),
        "birth_date": applicant.birth_date.isoformat(),
    }


def test_a_person_already_followed_is_shown_before_saving(world, sign_in, known):
    prune = sign_in(world.prescriber)
    response = prune.post(NEW, fill(prune, world, **like(known)))
    words = text_of(response)
    assert "Cette personne est peut-être déjà suivie" in words
    assert f"/dossiers/{known.reference}/" in words
    assert "Ouvrir un nouveau parcours" not in words
    assert len(journeys()) == 1
    again = form_of(response) | {"confirmed": known.reference}
    assert prune.post(NEW, again).status_code == 302
    assert len(journeys()) == 2


def test_names_the_other_way_round_are_the_same_person(world, sign_in, known):
    prune = sign_in(world.prescriber)
    swapped = {"last_name": "Awa", "first_name": "Traore"}
    assert "déjà suivie" in text_of(prune.post(NEW, fill(prune, world, **like(known) | swapped)))


def test_another_birth_date_is_another_person(world, sign_in, known):
    prune = sign_in(world.prescriber)
    assert prune.post(NEW, fill(prune, world, **like(known) | {"birth_date": "1980-01-01"})).status_code == 302


def test_a_family_followed_elsewhere_is_not_told(world, sign_in):
    with acting_as_system():
        foreign = world.journey(name="Traoré", elsewhere=True)
    prune = sign_in(world.prescriber)
    response = prune.post(NEW, fill(prune, world, **like(foreign)))
    assert response.status_code == 302, "what one may not see changes nothing"


def closed(world, journey: Journey) -> None:
    reason = world.reason("exit_before_move_in")
    support.leave(journey, by=world.prescriber, on=TODAY, reason=reason, note="Trouvé sur place.")


def test_a_family_that_comes_back_gets_a_new_journey(world, sign_in, known):
    with acting_as_system():
        closed(world, known)
    prune = sign_in(world.prescriber)
    response = prune.post(NEW, fill(prune, world, **like(known)))
    assert "Ouvrir un nouveau parcours" in text_of(response)
    prune.post(NEW, form_of(response) | {"reopen": known.reference})
    rows = journeys()
    assert [row.household_id for row in rows] == [known.household_id] * 2
    assert {row.step for row in rows} == {Step.LEFT, Step.DIAGNOSIS}
    with acting_as_system():
        assert Household.objects.count() == 1


@pytest.mark.parametrize("which", ["open", "foreign", "absent"])
def test_only_a_closed_file_of_ours_is_taken_up_again(world, sign_in, known, which):
    with acting_as_system():
        foreign = world.journey(name="Ailleurs", elsewhere=True)
    reference = {"open": known.reference, "foreign": foreign.reference, "absent": "ZZZZZZ"}[which]
    prune = sign_in(world.prescriber)
    response = prune.post(NEW, fill(prune, world, reopen=reference))
    assert "ne peut pas être repris" in text_of(response)
    assert len(journeys()) == 2


def test_an_open_journey_elsewhere_stops_a_second_one_in_words(world, sign_in, known):
    with acting_as_system():
        closed(world, known)
        first_half.open_file(
            programme=world.programme,
            prescriber=world.lyon_structure,
            origin_area=world.lyon,
            by=world.lyon_prescriber,
            on=TODAY,
            household=known.household,
        )
    prune = sign_in(world.prescriber)
    response = prune.post(NEW, fill(prune, world, reopen=known.reference))
    assert "Ce ménage a déjà un parcours en cours." in text_of(response)
    assert len(journeys()) == 2
