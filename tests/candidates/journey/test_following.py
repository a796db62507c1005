"""A pause: the file waits for nobody until its day, on every page, and comes back by itself."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from candidates.addresses import file_page
from candidates.journey import first_half, following
from candidates.journey.table import Action
from candidates.journey.verbs import slug_of
from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as, acting_as_system
from emile.core.pages.todo import Asked, piles_for
from emile.core.templatetags import wording
from emile.core.workflow import OutOfOrder, WrongStep
from placements.support import workflow as support
from tests.candidates.file import file_steps as places
from tests.candidates.file.file_steps import changed, suspend
from tests.placements.todo import waiting_rows as rows
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db

PEOPLE = ("prescriber", "referent", "head", "caseworker")


def piles_of(world: World, day: date = TODAY) -> set[str]:
    """Whoever has it among their things to do."""
    found = set()
    for name in PEOPLE:
        user = getattr(world, name)
        with acting_as(user.pk):
            found |= {pile.slug for pile in piles_for(user, day, Asked())}
    return found


def stay_to_come(world: World) -> Journey:
    journey = world.journey(Step.PROJECT)
    places.plan(world, journey, in_days=5)
    return journey


def in_pile(slug: str, world: World) -> Journey:
    """A file that is in one pile, of one of the tables where piles find their rows."""
    long_ago = TODAY - timedelta(days=400)
    if slug == "permits":
        journey = world.journey(Step.PROJECT)
        rows.permit(world, journey, TODAY)
        return journey
    journey = {
        "drafts": places.at_step(Step.DIAGNOSIS),
        "to_present": places.at_step(Step.SUBMITTED),
        "complements": places.to_complete,
        "waiting_list": places.waiting,
        "meeting": places.at_step(Step.JOB_SEARCH),
        "arrivals": stay_to_come,
        "to_contract": places.at_step(Step.VALIDATED),
        "leases_to_sign": places.offered,
        "silent": places.at_step(Step.SETTLED),
    }[slug](world)
    return changed(journey, step_since=long_ago, opened_on=long_ago) if slug == "silent" else journey


@pytest.mark.parametrize(
    "slug",
    [
        *("drafts", "to_present", "complements", "waiting_list", "meeting", "arrivals", "to_contract"),
        *("leases_to_sign", "permits", "silent"),
    ],
)
def test_it_is_out_of_every_pile_until_its_day(world, slug):
    with acting_as_system():
        journey = in_pile(slug, world)
    assert slug in piles_of(world)
    with acting_as_system():
        suspend(world, journey, days=3)
    assert piles_of(world) == set()
    assert piles_of(world, TODAY + timedelta(days=2)) == set()
    assert slug in piles_of(world, TODAY + timedelta(days=3))


def test_it_comes_back_when_somebody_takes_it_up_again(world):
    with acting_as_system():
        journey = places.suspended(world)
        following.resume(journey, by=world.prescriber, on=TODAY, note="La famille rappelle.")
        event = journey.events.order_by("-pk").first()
        assert event.note.text == "La famille rappelle."
    assert (event.action, event.from_step, event.to_step) == ("resume", "job_search", "job_search")
    assert "meeting" in piles_of(world)


def test_the_event_keeps_the_reason_the_day_and_the_words(world):
    with acting_as_system():
        journey = suspend(world, world.journey(Step.PRESENTED), days=10)
        event = journey.events.order_by("-pk").first()
        assert event.note.text == "Motsecret"
        assert Journey.objects.get(pk=journey.pk).suspended_until == TODAY + timedelta(days=10)
    assert event.data == {"reason": "suspension-health", "until": (TODAY + timedelta(days=10)).isoformat()}
    assert (event.from_step, event.to_step, event.by_id) == ("presented", "presented", world.referent.pk)


@pytest.mark.parametrize("moves", ["on", "out"])
def test_another_step_ends_the_pause(world, moves):
    with acting_as_system():
        journey = suspend(world, world.journey(Step.PRESENTED))
        if moves == "on":
            first_half.shortlist(journey, by=world.head, on=TODAY)
        else:
            support.leave(journey, by=world.head, on=TODAY, reason=world.reason("exit_before_move_in"))
        assert Journey.objects.get(pk=journey.pk).suspended_until is None


def test_a_fact_that_leaves_the_step_leaves_the_pause(world):
    with acting_as_system():
        journey = suspend(world, world.journey(Step.JOB_SEARCH))
        following.assign(journey, by=world.head, on=TODAY, caseworker=world.caseworker)
        assert Journey.objects.get(pk=journey.pk).suspended_until == TODAY + timedelta(days=60)


@pytest.mark.parametrize("days", [None, 0])
def test_what_is_not_in_a_pause_is_not_taken_up_again(world, days):
    """On its day the pause is over: the file is back already."""
    with acting_as_system():
        journey = world.journey(Step.JOB_SEARCH)
        if days is not None:
            changed(journey, step_since=TODAY - timedelta(days=9), suspended_until=TODAY)
        with pytest.raises(WrongStep, match="« Reprendre le parcours » n'est pas possible"):
            following.resume(journey, by=world.head, on=TODAY)


@pytest.mark.parametrize(
    ("step", "days", "kept"), [("job_search", 1, True), ("job_search", 0, False), ("left", 1, False)]
)
def test_the_database_keeps_it(world, step, days, kept):
    with acting_as_system():
        journey = world.journey(Step.JOB_SEARCH)
        if step == "left":
            support.leave(journey, by=world.head, on=TODAY, reason=world.reason("exit_before_move_in"))
        until = journey.step_since + timedelta(days=days)
        write = Journey.objects.filter(pk=journey.pk).update
        if kept:
            assert write(suspended_until=until) == 1
            return
        with pytest.raises(IntegrityError, match="journey_suspended_while_open"), transaction.atomic():
            write(suspended_until=until)


PAGE = {"on": TODAY.isoformat(), "note": "En attente de la préfecture."}


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (TODAY, "Choisissez un jour à venir : ce jour-là, le dossier revient."),
        (TODAY - timedelta(days=30), "Choisissez un jour à venir : ce jour-là, le dossier revient."),
        (TODAY + timedelta(days=366), "Une pause dure un an au plus. Au-delà, interrompez le parcours."),
        (TODAY + timedelta(days=1), ""),
        (TODAY + timedelta(days=365), ""),
    ],
)
def test_the_day_it_is_asked_for(world, sign_in, until, said):
    with acting_as_system():
        journey = world.journey(Step.PROJECT)
        reason = world.reason("suspension", code="suspension-papers")
    client = sign_in(world.caseworker)
    page = file_page(journey.reference, "candidates:verb", slug_of(Action.SUSPEND))
    form = client.get(page).context["form"]
    hidden = {name: form[name].value() for name in ("token", "seen")}  # all that the browser sends
    sent = PAGE | hidden | {"reason": reason.pk, "until": until.isoformat()}
    answer = client.post(page, sent, follow=True)
    if said:
        assert answer.context["form"].errors == {"until": [said]}
        assert "En attente de la préfecture." in answer.content.decode()
    else:
        assert answer.redirect_chain == [(file_page(journey.reference), 302)]
        assert "En pause jusqu" in answer.content.decode()


def test_other_needs_words(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.PROJECT)
        other = world.reason("suspension", code="suspension-other")
    client = sign_in(world.referent)
    page = file_page(journey.reference, "candidates:verb", slug_of(Action.SUSPEND))
    token = client.get(page).context["form"]["token"].value()
    until = (TODAY + timedelta(days=30)).isoformat()
    answer = client.post(page, PAGE | {"token": token, "note": "", "reason": other.pk, "until": until})
    assert answer.context["form"].errors == {"note": ["Pour « Autre », précisez en quelques mots."]}


def test_the_list_says_until_when_and_no_filter_finds_it(world, sign_in):
    with acting_as_system():
        journey = suspend(world, world.journey(Step.JOB_SEARCH), days=20)
    client = sign_in(world.head)
    html = client.get("/dossiers/").content.decode()
    assert journey.reference in html
    assert "En pause jusqu&#x27;au" in html
    assert journey.reference not in client.get("/dossiers/", {"attente": "chef-de-service"}).content.decode()


def test_the_second_who_puts_it_in_a_pause_is_told_and_loses_nothing(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.JOB_SEARCH)
        reason = world.reason("suspension", code="suspension-papers")
    client = sign_in(world.head)
    page = file_page(journey.reference, "candidates:verb", slug_of(Action.SUSPEND))
    form = client.get(page).context["form"]
    hidden = {"token": form["token"].value(), "seen": form["seen"].value()}
    with acting_as_system():
        suspend(world, journey, days=20)
    sent = PAGE | hidden | {"reason": reason.pk, "until": (TODAY + timedelta(days=40)).isoformat()}
    answer = client.post(page, sent)
    (said,) = answer.context["form"].non_field_errors()
    until = wording.day(TODAY + timedelta(days=20))
    assert said.startswith(f"{following.CHANGED} Il est à l'étape « Recherche de postes », en pause jusqu'au {until}.")
    assert "En attente de la préfecture." in answer.content.decode()
    again = sent | {"seen": answer.context["form"]["seen"].value()}
    assert client.post(page, again, follow=True).redirect_chain == [(file_page(journey.reference), 302)]
    with acting_as_system():
        assert Journey.objects.get(pk=journey.pk).suspended_until == TODAY + timedelta(days=40)


def test_the_page_of_a_file_in_a_pause_says_what_it_would_replace(world, sign_in):
    with acting_as_system():
        journey = suspend(world, world.journey(Step.JOB_SEARCH), days=20)
    page = sign_in(world.head).get(file_page(journey.reference, "candidates:verb", slug_of(Action.SUSPEND)))
    until = TODAY + timedelta(days=20)
    assert page.context["form"].fields["until"].initial == until
    assert f"En pause jusqu'au {wording.day(until)} : ce que" in page.context["form"].fields["until"].help_text


def test_the_history_says_until_when(world, sign_in):
    with acting_as_system():
        journey = suspend(world, world.journey(Step.JOB_SEARCH), days=20)
        following.resume(journey, by=world.head, on=TODAY)
    events = sign_in(world.head).get(file_page(journey.reference)).context["recent"]
    told = {event.title: event.note for event in events}
    assert told["Parcours mis en pause"] == (
        f"Santé, grossesse, naissance\nJusqu'au {wording.day(TODAY + timedelta(days=20))}\nMotsecret"
    )


@pytest.mark.parametrize(("verb", "days", "kept"), [("suspend", 0, True), ("suspend", 1, False), ("resume", 1, False)])
def test_a_pause_and_its_end_come_in_order(world, verb, days, kept):
    """The step began today, then the pause: neither is dated before what it follows."""
    day = TODAY - timedelta(days=days)
    with acting_as_system():
        journey = changed(
            world.journey(Step.JOB_SEARCH), step_since=TODAY - timedelta(days=0 if verb == "suspend" else 9)
        )
        if verb == "resume":
            suspend(world, journey)
        details = (
            {"reason": world.reason("suspension"), "until": TODAY + timedelta(days=9)} if verb == "suspend" else {}
        )
        act = getattr(following, verb)
        if kept:
            assert act(journey, by=world.head, on=day, **details).suspended_until == TODAY + timedelta(days=9)
            return
        with pytest.raises(OutOfOrder, match=f"Ce qui précède est daté du {TODAY:%d/%m/%Y}"):
            act(journey, by=world.head, on=day, **details)


def test_a_manager_does_not_count_it_as_late(world):
    with acting_as_system():
        late = [
            changed(journey, step_since=TODAY - timedelta(days=300)) for journey in world.journeys(2, Step.PRESENTED)
        ]
    with acting_as(world.manager.pk):
        (line,) = next(pile for pile in piles_for(world.manager, TODAY, Asked()) if pile.slug == "a-decider").lines
        assert line.title == "2 dossiers"
    with acting_as_system():
        for journey in late:
            changed(journey, suspended_until=TODAY + timedelta(days=5))
    with acting_as(world.manager.pk):
        assert "a-decider" not in {pile.slug for pile in piles_for(world.manager, TODAY, Asked())}


def test_those_in_a_pause_can_be_listed(world, sign_in):
    with acting_as_system():
        resting = suspend(world, world.journey(Step.JOB_SEARCH))
        world.journey(Step.JOB_SEARCH)
    page = sign_in(world.head).get("/dossiers/", {"attente": "personne"}).content.decode()
    assert re.findall(r'href="/dossiers/(\w{6})/"', page) == [resting.reference]
