"""Who may write what on a file they can read: the candidature, the facts, the papers; the same on every page."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from candidates.models import Document, Journey, Member
from candidates.permissions import audiences_offered
from candidates.steps import Step
from emile.audit.actions import open_with_reason
from emile.core.database.identity import acting_as, acting_as_system
from emile.reference.models import OriginArea
from tests.candidates.candidature.candidature_forms import form_of
from tests.candidates.file.file_steps import changed
from tests.candidates.journey.verb_answers import direct_programme
from tests.world import TODAY

HOST = ["head", "caseworker", "other_caseworker"]
"""Caseworkers from elsewhere among them: they have the file in their charge."""
PARIS = ["prescriber", "referent"]
READERS = [*PARIS, *HOST, "manager"]
"""The manager has opened the file with a reason, and reads."""


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


def read_by_all(world, journey: Journey, **values) -> Journey:
    journey = changed(journey, territory=world.cantal, caseworker=world.other_caseworker, **values)
    about = {"reason": world.reason("manager_access"), "note": "Contrôle du financeur.", "now": timezone.now()}
    open_with_reason(user=world.manager, household_id=journey.household_id, **about)
    return journey


def presented(world) -> Journey:
    return read_by_all(world, world.journey(Step.PRESENTED))


def received_directly(world) -> Journey:
    """It comes from nowhere in Paris: the host team opened it."""
    abroad = {"prescriber": world.operator, "origin_area": OriginArea.objects.get(code="premier-asile")}
    return read_by_all(world, world.journey(), programme=direct_programme(world), **abroad)


def declined(world) -> Journey:
    ended = {"closed_on": TODAY, "end_reason": world.reason("decline")}
    return read_by_all(world, world.journey(Step.PRESENTED), step=Step.DECLINED, **ended)


MAY_WRITE = {
    # the file, and who writes its candidature, then its facts, among those who read it
    presented: (PARIS, [*PARIS, *HOST]),
    received_directly: (HOST, HOST),
    declined: ([], []),
}
each_file = pytest.mark.parametrize("build", MAY_WRITE, ids=lambda build: build.__name__)


def pages_of(journey: Journey) -> tuple[str, list[str]]:
    """That of the candidature, those of the facts."""
    base = f"/dossiers/{journey.reference}"
    with acting_as_system():
        child = journey.household.members.get(link="child").pk
    return f"{base}/candidature/projet/", [f"{base}/candidature/famille/", f"{base}/membres/{child}/depart/"]


@each_file
def test_who_may_open_and_send_the_pages_that_write(world, sign_in, build):
    with acting_as_system():
        journey = build(world)
    candidature, facts = pages_of(journey)
    writes_candidature, writes_facts = MAY_WRITE[build]
    for who in readers_of(build):
        client = sign_in(getattr(world, who))
        assert client.get(f"/dossiers/{journey.reference}/").status_code == 200, who
        for url, writers in [(candidature, writes_candidature), *((url, writes_facts) for url in facts)]:
            assert client.get(url).status_code == (200 if who in writers else 403), (who, url)
            if who not in writers:
                assert client.post(url, {"save": "1"}).status_code == 403, (who, url)


def readers_of(build) -> list[str]:
    return [*HOST, "manager"] if build is received_directly else READERS


@each_file
def test_who_may_add_a_paper(world, sign_in, build):
    with acting_as_system():
        journey = build(world)
    url = f"/dossiers/{journey.reference}/documents/"
    for who in readers_of(build):
        client, may = sign_in(getattr(world, who)), who in MAY_WRITE[build][1]
        page = client.get(url)
        assert (page.status_code, page.context["may_add"]) == (200, may), who
        assert client.post(url, {"title": "x"}).status_code == (200 if may else 403), who
    with acting_as_system():
        assert not Document.objects.exists()


def test_reading_with_a_reason_writes_nothing_on_a_file_received_directly(world, sign_in):
    with acting_as_system():
        journey = received_directly(world)
        before = Member.objects.get(household=journey.household, link="child")
    url = f"/dossiers/{journey.reference}/membres/{before.pk}/"
    sent = form_of(sign_in(world.head).get(url)) | {"first_name": "Changé"}
    assert sign_in(world.manager).post(url, sent).status_code == 403
    with acting_as_system():
        assert Member.objects.get(pk=before.pk).first_name == "Sami"
    assert sign_in(world.head).post(url, sent).status_code == 302


# --- papers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("prescriber", ["team", "origin"]),
        ("referent", ["team", "origin"]),
        ("head", ["team", "host"]),
        ("caseworker", ["team", "host"]),
        ("other_caseworker", ["team", "host"]),
        ("manager", ["team"]),
    ],
)
def test_each_side_may_keep_a_paper_for_itself(world, sign_in, who, offered):
    with acting_as_system():
        journey = presented(world)
    user = getattr(world, who)
    with acting_as(user.pk):
        assert [audience.value for audience in audiences_offered(user, journey)] == offered
    form = sign_in(user).get(f"/dossiers/{journey.reference}/documents/").context["form"]
    assert [code for code, _ in form.fields["audience"].choices] == offered


def paper(journey: Journey, audience: str, added_by) -> Document:
    return Document.objects.create(
        household=journey.household,
        token=uuid.uuid4(),
        kind="cv",
        title="CV",
        file="documents/x",
        audience=audience,
        content_type="application/pdf",
        added_by=added_by,
    )


@pytest.mark.parametrize(
    ("audience", "who", "answer"),
    [
        ("team", "prescriber", 302),
        ("team", "head", 302),
        ("team", "other_caseworker", 302),
        ("team", "manager", 403),
        ("origin", "referent", 302),
        ("origin", "head", 404),
        ("host", "caseworker", 302),
        ("host", "prescriber", 404),
    ],
)
def test_a_paper_is_withdrawn_by_the_side_it_is_for(world, sign_in, audience, who, answer):
    with acting_as_system():
        journey = presented(world)
        added = paper(journey, audience, world.head if audience == "host" else world.prescriber)
    client = sign_in(getattr(world, who))
    url = f"/dossiers/{journey.reference}/documents/"
    shown = client.get(url).context["papers"]
    assert [each.may_withdraw for each in shown] == {302: [True], 403: [False], 404: []}[answer]
    assert client.post(f"{url}{added.token}/retirer/").status_code == answer
    with acting_as_system():
        assert (Document.objects.get().withdrawn_at is not None) is (answer == 302)


def test_who_added_it_takes_it_back_even_on_another_side(world, sign_in):
    """Somebody who works for a structure too reads what is meant for Paris; here they are of the territory."""
    with acting_as_system():
        journey = presented(world)
        ours, theirs = (paper(journey, "origin", person) for person in (world.head, world.prescriber))
        place = {"organisation": world.other_structure, "valid_from": TODAY}
        world.head.memberships.create(role="prescriber", **place)
    head, url = sign_in(world.head), f"/dossiers/{journey.reference}/documents/"
    assert {each.pk: each.may_withdraw for each in head.get(url).context["papers"]} == {ours.pk: True, theirs.pk: False}
    assert head.post(f"{url}{theirs.token}/retirer/").status_code == 403
    assert head.post(f"{url}{ours.token}/retirer/").status_code == 302


def test_the_last_paper_added_comes_first(world, sign_in):
    with acting_as_system():
        journey = presented(world)
        for age in (3, 1, 2):
            added = paper(journey, "team", world.head)
            Document.objects.filter(pk=added.pk).update(
                title=f"il y a {age} jours", added_at=timezone.now() - timedelta(days=age)
            )
    for url in ("documents/", "volet/documents/"):
        shown = sign_in(world.head).get(f"/dossiers/{journey.reference}/{url}").context
        papers = shown["papers"] if "papers" in shown else shown["documents"]
        assert [each.title for each in papers] == ["il y a 1 jours", "il y a 2 jours", "il y a 3 jours"]
