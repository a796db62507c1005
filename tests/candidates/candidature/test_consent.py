"""The family's answer: the last one recorded counts, everywhere it is read; a withdrawn consent stops the file, and a
consent given again lets it go on."""

import uuid
from datetime import date, timedelta

import pytest

from candidates.candidature.completeness import missing_for_submission
from candidates.candidature.guards import household_consented
from candidates.candidature.paper import consent_words
from candidates.candidature.reading import read_file
from candidates.candidature.recap import recap_of
from candidates.journey.first_half import open_file
from candidates.models import Consent, Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as, acting_as_system
from tests.candidates.candidature.candidature_forms import form_of, text_of
from tests.candidates.file.file_steps import changed
from tests.candidates.journey.verb_answers import direct_arrival
from tests.world import TODAY


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


@pytest.fixture
def journey(world) -> Journey:
    with acting_as_system():
        journey = world.journey()
        changed(journey, territory=world.cantal)
        return Journey.objects.with_details().get(pk=journey.pk)


def answer(world, journey: Journey, given: bool, on: date) -> None:
    with acting_as_system():
        Consent.objects.create(
            household=journey.household, text_version="2026-01", given=given, given_on=on, recorded_by=world.referent
        )


# The last answer recorded, and the same one dated before the others: what is recorded last counts, whatever its day.
ANSWERS = {
    "withdrawn": [(False, date(2026, 6, 3))],
    "withdrawn, noted late": [(False, date(2025, 6, 3))],
    "given again": [(False, date(2026, 6, 3)), (True, date(2026, 6, 4))],
    "given again, noted late": [(False, date(2026, 6, 3)), (True, date(2025, 6, 4))],
    "withdrawn twice": [(False, date(2026, 6, 3)), (True, date(2026, 6, 4)), (False, date(2026, 6, 5))],
}
DAYS = {date(2025, 6, 3): "3 juin 2025", date(2025, 6, 4): "4 juin 2025"} | {
    date(2026, 6, number): f"{number} juin 2026" for number in (3, 4, 5)
}


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
def test_the_last_answer_is_the_one_that_every_page_reads(world, journey, sign_in, answers):
    for given, day in answers:
        answer(world, journey, given, day)
    given, day = answers[-1]
    with acting_as(world.prescriber.pk):
        missing = [point.label for point in missing_for_submission(journey)]
        refusal = household_consented(journey)
        paper = consent_words(journey.household, world.prescriber)
    assert missing == ([] if given else ["l'accord du ménage"])
    assert bool(refusal) is not given
    said = ("donné" if given else "refusé ou retiré") + f" le {DAYS[day]} (texte 2026-01)"
    assert paper.replace("\u00a0", " ") == said
    assert recap(world, journey) == {
        "Réponse": f"{'accord donné' if given else 'refus'} le {DAYS[day]}, noté par Rémi Referent",
        "Texte": "version 2026-01",
        "Partage accepté avec": "",
    }
    shown = form_of(sign_in(world.prescriber).get(wish(journey)), "saisie")
    assert (shown["accord-given"], shown["accord-given_on"]) == (["yes" if given else "no"], [day.isoformat()])


def recap(world, journey: Journey) -> dict:
    with acting_as(world.prescriber.pk):
        *_, last = recap_of(read_file(world.prescriber, journey.reference))
        pairs = last.blocks[-1].pairs
    return {label: value.replace("\u00a0", " ") for label, value in pairs}


def wish(journey: Journey) -> str:
    return f"/dossiers/{journey.reference}/candidature/projet/"


def new_file(world) -> Journey:
    place = {"programme": world.programme, "prescriber": world.structure, "origin_area": world.paris}
    with acting_as_system():
        return open_file(**place, by=world.prescriber, on=TODAY)


def test_without_an_answer_it_is_said_to_be_missing(world, sign_in):
    journey = new_file(world)
    with acting_as_system():
        assert "l'accord du ménage" in [point.label for point in missing_for_submission(journey)]
        assert household_consented(journey)
        assert consent_words(journey.household, world.prescriber) == "pas encore enregistré"
    assert recap(world, journey) == {"Réponse": ""}
    assert form_of(sign_in(world.prescriber).get(wish(journey)), "saisie")["accord-given"] == [""]


# --- what it stops -----------------------------------------------------------------------------------------------


def save(client, journey: Journey, **changes):
    fields = form_of(client.get(wish(journey)), "saisie") | {f"accord-{name}": value for name, value in changes.items()}
    return client.post(wish(journey), fields | {"save": "1"})


def try_to(client, journey: Journey, slug: str, **answers):
    sent = {"token": str(uuid.uuid4()), "on": TODAY.isoformat(), **answers}
    return client.post(f"/dossiers/{journey.reference}/agir/{slug}/", sent)


def test_a_family_that_takes_its_agreement_back_is_not_sent_until_it_gives_it_again(world, journey, sign_in):
    prune = sign_in(world.prescriber)
    assert save(prune, journey, given="no").status_code == 302
    refused = try_to(prune, journey, "transmettre-la-candidature")
    assert "Il manque encore : l'accord du ménage." in text_of(refused)
    assert step_of(journey) == "diagnosis"
    assert save(prune, journey, given="yes").status_code == 302
    assert try_to(prune, journey, "transmettre-la-candidature").status_code == 302
    assert step_of(journey) == "submitted"


def test_nor_is_it_presented_once_sent(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.SUBMITTED)
    answer(world, journey, False, TODAY)
    remi = sign_in(world.referent)
    refused = try_to(remi, journey, "presenter-au-territoire", territory=world.cantal.pk)
    assert "Il manque encore : l'accord du ménage." in text_of(refused)
    answer(world, journey, True, TODAY)
    assert try_to(remi, journey, "presenter-au-territoire", territory=world.cantal.pk).status_code == 302


def test_nor_is_a_family_received_directly_welcomed(world, sign_in):
    with acting_as_system():
        journey = direct_arrival(world)
    answer(world, journey, False, TODAY)
    remi = sign_in(world.referent)
    refused = try_to(remi, journey, "accueillir-la-famille", territory=world.cantal.pk)
    assert "L'accord de la famille sur l'usage de ses informations n'est pas enregistré." in text_of(refused)
    answer(world, journey, True, TODAY)
    assert try_to(remi, journey, "accueillir-la-famille", territory=world.cantal.pk).status_code == 302


def step_of(journey: Journey) -> str:
    with acting_as_system():
        return Journey.objects.get(pk=journey.pk).step


# --- what is written ---------------------------------------------------------------------------------------------


def written(journey: Journey) -> list[tuple]:
    columns = ("given", "given_on", "shared_with", "text_version", "recorded_by__first_name")
    with acting_as_system():
        return list(Consent.objects.filter(household=journey.household_id).order_by("pk").values_list(*columns))


def test_each_answer_is_a_row_of_its_own_with_its_day_its_shares_and_who_noted_it(world, journey, sign_in):
    prune, remi = sign_in(world.prescriber), sign_in(world.referent)
    yesterday = TODAY - timedelta(days=1)
    save(prune, journey, given="yes", given_on=yesterday.isoformat(), shared_with=["landlord", "school"])
    save(prune, journey)
    save(remi, journey, given="no", given_on="")
    assert written(journey) == [
        (True, TODAY, [], "2026-01", "Prune"),
        (True, yesterday, ["landlord", "school"], "2026-01", "Prune"),
        (False, TODAY, [], "2026-01", "Rémi"),
    ], "sent back as it was, it is no new answer; a refusal shares nothing; without a day, today"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"given": ""}, "Une réponse est déjà enregistrée : si elle a changé, choisissez la nouvelle."),
        ({"given_on": (TODAY + timedelta(days=1)).isoformat()}, "Cette date est dans l'avenir : vérifiez l'année."),
        ({"shared_with": ["prefecture"]}, "Choisissez dans la liste."),
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_words_and_not_written(world, journey, sign_in, changes, sentence):
    before = written(journey)
    page = text_of(save(sign_in(world.prescriber), journey, **changes))
    assert sentence in page
    assert "Choisissez la réponse de la famille." not in page
    assert written(journey) == before


def test_a_page_without_an_answer_is_saved_and_writes_none(world, sign_in):
    journey = new_file(world)
    assert save(sign_in(world.prescriber), journey).status_code == 302
    assert written(journey) == []


def test_a_day_without_an_answer_asks_for_the_answer(world, sign_in):
    page = save(sign_in(world.prescriber), new_file(world), given_on=TODAY.isoformat())
    assert "Choisissez la réponse de la famille." in text_of(page)
