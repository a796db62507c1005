"""Members: adding, correcting, leaving the household."""

from datetime import datetime, timedelta

import pytest
from django.contrib.messages import get_messages

from candidates.models import Candidature, Household, Journey, Member
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from tests.candidates.candidature.candidature_forms import form_of, text_of
from tests.world import TODAY


@pytest.fixture
def world(world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


@pytest.fixture
def journey(world) -> Journey:
    with acting_as_system():
        return world.journey()


@pytest.fixture
def prune(world, sign_in):
    return sign_in(world.prescriber)


def members(journey: Journey) -> list[Member]:
    with acting_as_system():
        return list(Member.objects.filter(household=journey.household_id).order_by("pk"))


def send(client, url: str, **changes):
    return client.post(url, form_of(client.get(url)) | changes)


def test_a_child_starts_with_the_family_name(journey, prune):
    url = f"/dossiers/{journey.reference}/membres/ajouter/?lien=child"
    fields = form_of(prune.get(url))
    assert (fields["link"], fields["last_name"]) == (["child"], ["Diallo"])
    response = prune.post(
        url, fields | {"first_name": "Lina", "birth_date": "2020-02-29", "languages": "français, peul"}
    )
    assert response["Location"] == f"/dossiers/{journey.reference}/candidature/menage/"
    lina = members(journey)[-1]
    assert (lina.first_name, lina.languages) == ("Lina", ["français", "peul"])


def test_one_child_after_another(journey, prune):
    url = f"/dossiers/{journey.reference}/membres/ajouter/?lien=child"
    response = send(prune, url, first_name="Lina", another="1")
    assert response["Location"] == url


def test_double_click_adds_one_person(journey, prune):
    url = f"/dossiers/{journey.reference}/membres/ajouter/"
    fields = form_of(prune.get(url)) | {"last_name": "Ba", "first_name": "Issa"}
    locations = {prune.post(url, fields)["Location"] for _ in range(2)}
    assert len(members(journey)) == 3
    assert len(locations) == 1


def test_correcting_the_applicant_renames_the_household(journey, prune):
    parent = members(journey)[0]
    assert send(prune, f"/dossiers/{journey.reference}/membres/{parent.pk}/", last_name="Diarra").status_code == 302
    with acting_as_system():
        assert Household.objects.get(pk=journey.household_id).name == "DIARRA Awa"


def test_a_household_has_one_applicant(journey, prune):
    url = f"/dossiers/{journey.reference}/membres/ajouter/"
    response = send(prune, url, link="applicant", last_name="Ba", first_name="Issa")
    assert "Ce ménage a déjà un demandeur" in text_of(response)
    assert len(members(journey)) == 2


def test_somebody_leaves_the_household_and_stays_in_the_file(journey, prune):
    child = members(journey)[1]
    url = f"/dossiers/{journey.reference}/membres/{child.pk}/depart/"
    too_early = send(prune, url, left_household_on="2000-01-01")
    assert "précède la naissance" in text_of(too_early)
    assert send(prune, url, left_household_on=TODAY.isoformat()).status_code == 302
    assert members(journey)[1].left_household_on == TODAY
    assert prune.get(f"/dossiers/{journey.reference}/membres/{child.pk}/").status_code == 404
    assert "Sami Diallo" not in text_of(prune.get(f"/dossiers/{journey.reference}/candidature/menage/"))


def test_an_age_that_does_not_fit_is_a_warning_and_no_error(journey, prune):
    url = f"/dossiers/{journey.reference}/membres/ajouter/?lien=child"
    adult = (TODAY - timedelta(days=365 * 25)).isoformat()
    response = send(prune, url, first_name="Omar", birth_date=adult)
    assert response.status_code == 302
    assert [(message.level_tag, str(message)) for message in get_messages(response.wsgi_request)] == [
        ("success", "Omar : c'est enregistré."),
        ("warning", "Omar est inscrit·e comme enfant et a 24 ans : vérifiez la date ou le lien."),
    ]


@pytest.mark.parametrize("path", ["membres/ajouter/", "membres/{pk}/", "membres/{pk}/depart/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_foreign_people_are_not_found(world, sign_in, journey, path, method):
    with acting_as_system():
        foreign = world.journey(name="Ailleurs", elsewhere=True)
    stranger = members(foreign)[0]
    call = getattr(sign_in(world.prescriber), method)
    assert call(f"/dossiers/{foreign.reference}/{path.format(pk=stranger.pk)}").status_code == 404
    if "{pk}" in path:
        assert call(f"/dossiers/{journey.reference}/{path.format(pk=stranger.pk)}").status_code == 404


def test_the_host_team_adds_a_birth_and_a_closed_file_refuses_it(world, sign_in):
    with acting_as_system():
        presented, closed = world.journey(Step.PRESENTED), world.journey(Step.MAINSTREAM, name="Camara")
    head = sign_in(world.head)
    assert head.get(f"/dossiers/{presented.reference}/membres/ajouter/").status_code == 200
    assert head.get(f"/dossiers/{closed.reference}/membres/ajouter/").status_code == 403


# --- what is proposed, what is kept -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "link", "last_name", "nationality"),
    [
        ("?lien=child", "child", "Diallo", "other"),
        ("", "partner", "", ""),
        ("?lien=partner", "partner", "", ""),
        ("?lien=zzz", "partner", "", ""),
    ],
)
def test_what_is_proposed_for_somebody_new(journey, prune, query, link, last_name, nationality):
    fields = form_of(prune.get(f"/dossiers/{journey.reference}/membres/ajouter/{query}"))
    assert (fields["link"], fields["last_name"], fields["nationality"]) == ([link], [last_name], [nationality])


@pytest.mark.parametrize("query", ["", "?lien=child"])
def test_where_the_applicant_has_left_another_is_proposed(journey, prune, query):
    with acting_as_system():
        Member.objects.filter(link="applicant").update(left_household_on=TODAY)
    url = f"/dossiers/{journey.reference}/membres/ajouter/{query}"
    fields = form_of(prune.get(url))
    assert (fields["link"], fields["last_name"]) == (["applicant"], [""])
    assert prune.post(url, fields | {"last_name": "Ba", "first_name": "Issa"}).status_code == 302
    with acting_as_system():
        assert Household.objects.get(pk=journey.household_id).name == "BA Issa"


def test_a_member_is_corrected_field_by_field_and_it_is_known_when(journey, prune):
    before = saved_at(journey)
    child = members(journey)[1]
    changes = {
        "link": "other", "civility": "mr", "first_name": "Samir", "birth_date": "2010-05-03", "sex": "n",
        "nationality": "fr", "languages": "français, peul", "phone": "0612345678", "visiting": "on",
    }  # fmt: skip
    assert send(prune, f"/dossiers/{journey.reference}/membres/{child.pk}/", **changes).status_code == 302
    now = members(journey)[1]
    assert (now.link, now.civility, now.full_name, now.birth_date.isoformat()) == (
        "other", "mr", "Samir Diallo", "2010-05-03",
    )  # fmt: skip
    assert (now.sex, now.nationality, now.languages) == ("n", "fr", ["français", "peul"])
    assert (now.phone, now.visiting) == ("0612345678", True)
    assert saved_at(journey) > before


def saved_at(journey: Journey) -> datetime:
    with acting_as_system():
        return Candidature.objects.get(journey=journey).saved_at


def test_the_second_to_correct_a_member_reads_what_changed_by_whom_and_keeps_what_she_typed(
    world, journey, prune, sign_in
):
    url = f"/dossiers/{journey.reference}/membres/{members(journey)[0].pk}/"
    sheet = form_of(prune.get(url)) | {"phone": "0699"}
    assert send(sign_in(world.referent), url, last_name="Traoré").status_code == 302
    told = prune.post(url, sheet)
    words = text_of(told)
    assert "Quelqu'un a modifié cette fiche entre-temps (par " + world.referent.full_name in words
    assert "Nom, maintenant « Traoré »" in words
    assert (members(journey)[0].last_name, members(journey)[0].phone) == ("Traoré", "")
    again = form_of(told)
    assert (again["last_name"], again["phone"]) == (["Diallo"], ["0699"])
    assert prune.post(url, again).status_code == 302
    assert (members(journey)[0].last_name, members(journey)[0].phone) == ("Diallo", "0699")


def test_the_applicant_is_corrected_without_being_a_second_one(journey, prune):
    applicant = members(journey)[0]
    url = f"/dossiers/{journey.reference}/membres/{applicant.pk}/"
    assert send(prune, url, first_name="Awa Marie").status_code == 302
    child = members(journey)[1]
    refused = send(prune, f"/dossiers/{journey.reference}/membres/{child.pk}/", link="applicant")
    assert "Ce ménage a déjà un demandeur : changez d'abord son lien." in text_of(refused)


def test_a_departure_is_of_today_unless_said_and_counts_as_a_change(journey, prune):
    before = saved_at(journey)
    child = members(journey)[1]
    url = f"/dossiers/{journey.reference}/membres/{child.pk}/depart/"
    assert form_of(prune.get(url))["left_household_on"] == [TODAY.isoformat()]
    response = send(prune, url)
    assert response["Location"] == f"/dossiers/{journey.reference}/candidature/menage/"
    assert "Sami ne fait plus partie du ménage." in text_of(prune.get(response["Location"]))
    assert saved_at(journey) > before


def test_when_the_applicant_leaves_the_household_keeps_its_name(journey, prune):
    applicant = members(journey)[0]
    assert send(prune, f"/dossiers/{journey.reference}/membres/{applicant.pk}/depart/").status_code == 302
    with acting_as_system():
        assert Household.objects.get(pk=journey.household_id).name == "DIALLO Awa"


@pytest.mark.parametrize(("birth", "refused"), [("1900-01-01", False), ("1899-12-31", True)])
def test_nobody_was_born_before_1900(journey, prune, birth, refused):
    url = f"/dossiers/{journey.reference}/membres/ajouter/?lien=ascendant"
    response = send(prune, url, link="ascendant", first_name="Moussa", last_name="Diallo", birth_date=birth)
    assert (response.status_code == 200) is refused
    assert not refused or "Cette date est avant 1900 : vérifiez l'année." in text_of(response)
