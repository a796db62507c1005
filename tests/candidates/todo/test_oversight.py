"""« À faire » of those who follow no file: delays by territory for a manager; accesses and openings for the DPO."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from candidates.models import Journey
from candidates.steps import Step
from emile.audit.actions import open_with_reason
from emile.core.database.identity import acting_as, acting_as_system
from emile.core.pages.todo import Asked, ShownPile, piles_for
from emile.reference.models import Territory
from tests.candidates.file.file_steps import changed, twin
from tests.clock import PARIS, moved_to
from tests.world import TODAY


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


def pile(user, slug: str) -> ShownPile | None:
    with acting_as(user.pk):
        return next((pile for pile in piles_for(user, TODAY, Asked()) if pile.slug == slug), None)


# --- a manager ----------------------------------------------------------------------------------------------------


@pytest.fixture
def model(world) -> Journey:
    with acting_as_system():
        return changed(world.journey(Step.PRESENTED), step_since=TODAY)


def late(model: Journey, step: Step, days: int, **changes) -> Journey:
    return twin(model, f"{step} {days}", step=step, step_since=TODAY - timedelta(days=days), **changes)


WATCHED = {
    "a-decider": ("Candidatures à décider depuis longtemps", ["presented", "waiting"]),
    "en-preparation": (
        "Projets sans mouvement",
        ["shortlisted", "job_search", "project", "immersion", "validated", "contracted", "settled"],
    ),
}
NOT_WATCHED = ["diagnosis", "submitted", "to_complete", "support"]


@pytest.mark.parametrize("slug", WATCHED)
def test_a_step_is_late_after_thirty_days(world, model, slug):
    title, steps = WATCHED[slug]
    for step in steps:
        with acting_as_system():
            file = late(model, Step(step), 30)
        assert pile(world.manager, slug) is None, step
        with acting_as_system():
            changed(file, step_since=TODAY - timedelta(days=31))
        found = pile(world.manager, slug)
        assert (found.title, [line.title for line in found.lines]) == (title, ["1 dossier"]), step
        with acting_as_system():
            changed(file, step_since=TODAY)


def test_what_is_in_others_hands_is_not_watched(world, model):
    with acting_as_system():
        for step in NOT_WATCHED:
            late(model, Step(step), 90)
    assert pile(world.manager, "a-decider") is None
    assert pile(world.manager, "en-preparation") is None


def test_the_territory_with_most_delays_first_with_its_oldest_and_its_list(world, model, sign_in):
    with acting_as_system():
        for days in (31, 45):
            late(model, Step.PRESENTED, days, territory=world.lozere)
        late(model, Step.WAITING, 60)
    found = pile(world.manager, "a-decider")
    told = [(line.who, line.title, line.detail.replace("\u00a0", " ")) for line in found.lines]
    assert told == [
        ("Lozère", "2 dossiers", f"le plus ancien attend depuis le {words(TODAY - timedelta(days=45))}"),
        ("Cantal", "1 dossier", f"le plus ancien attend depuis le {words(TODAY - timedelta(days=60))}"),
    ]
    assert (found.total, found.icon) == (2, "hourglass")
    line = found.lines[0]
    assert (line.icon, line.tone, line.action_label) == ("hourglass", "warning", "Voir la liste")
    assert line.url == line.action_url == f"/dossiers/?etape=a-decider&territoire={world.lozere.pk}&tri=anciennete"
    listed = sign_in(world.manager).get(line.url).context["list"]
    territories = [listed.as_read(row).territory for row in listed.page.rows]
    assert (territories, dict(listed.form.errors)) == (["Lozère"] * 2, {})


def test_as_many_delays_are_told_by_name_of_territory_three_of_them(world, model):
    with acting_as_system():
        for code in ("lozere", "indre", "cantal", "ain", "cher"):
            late(model, Step.PRESENTED, 40, territory=Territory.objects.get(code=code))
    found = pile(world.manager, "a-decider")
    assert ([line.who for line in found.lines], found.total) == (["Ain", "Cantal", "Cher"], 5)


def words(day) -> str:
    months = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
    return f"{'1er' if day.day == 1 else day.day} {months[day.month - 1]} {day.year}"


@pytest.mark.parametrize("who", ["prescriber", "referent", "head", "caseworker", "dpo", "partner"])
def test_delays_are_for_managers(world, model, who):
    with acting_as_system():
        late(model, Step.PRESENTED, 50)
    assert pile(getattr(world, who), "a-decider") is None


# --- the data protection officer ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "told"), [(-1, False), (0, True), (30, True), (31, False)])
def test_an_access_is_told_in_the_thirty_days_before_its_last(world, days, told):
    with acting_as_system():
        world.caseworker.memberships.update(valid_to=TODAY + timedelta(days=days))
    found = pile(world.dpo, "memberships")
    assert (found is not None) is told
    if told:
        (line,) = found.lines
        assert (line.who, line.due) == ("Caroline Caseworker", TODAY + timedelta(days=days))
        assert line.detail == "Chargé·e d'accompagnement, Aurore"
        assert (found.title, line.title) == ("Accès qui prennent fin", "Prolonger ou laisser finir l'accès")
        assert (line.action_label, line.action_url, line.url) == ("Voir les comptes", "/comptes/", "/comptes/")
        assert (found.icon, line.icon, line.tone) == ("user-x", "user-x", "warning")


def test_the_first_access_to_end_comes_first_and_all_are_counted(world):
    ends = {"head": 9, "caseworker": 2, "referent": 30, "prescriber": 2, "partner": 1}
    with acting_as_system():
        for who, days in ends.items():
            getattr(world, who).memberships.update(valid_to=TODAY + timedelta(days=days))
    found = pile(world.dpo, "memberships")
    assert [line.who.split()[0] for line in found.lines] == ["Patrice", "Prune", "Caroline"]
    assert found.total == 5


def opened(world, journey: Journey, days: int, at: time = time(9)) -> None:
    with moved_to(datetime.combine(TODAY - timedelta(days=days), at, tzinfo=PARIS)):
        open_with_reason(
            user=world.manager,
            household_id=journey.household_id,
            reason=world.reason("manager_access"),
            note="Contrôle du financeur.",
            now=timezone.now(),
        )


@pytest.mark.parametrize(("days", "told"), [(0, True), (7, True), (8, False)])
@pytest.mark.parametrize("at", [time(0, 30), time(23, 30)])
def test_an_opening_is_read_again_during_seven_days(world, model, days, told, at):
    with acting_as_system():
        opened(world, model, days, at=at)
    found = pile(world.dpo, "openings")
    assert (found is not None) is told
    if told:
        (line,) = found.lines
        assert (line.who, line.since) == ("Margot Manager", TODAY - timedelta(days=days))
        assert line.detail == f"motif : {world.reason('manager_access').label}"
        assert line.title == "Relire l'ouverture du dossier"
        assert (line.action_label, line.action_url, line.url) == ("Voir le journal", "/journal/", "/journal/")
        assert (found.icon, line.icon, line.tone) == ("eye", "eye", "neutral")
        assert found.title == "Dossiers ouverts avec un motif, ces sept jours"


def test_the_last_opening_comes_first_and_all_are_counted(world, model):
    with acting_as_system():
        for days in (3, 1, 5, 2):
            opened(world, model, days)
    found = pile(world.dpo, "openings")
    assert [line.since for line in found.lines] == [TODAY - timedelta(days=days) for days in (1, 2, 3)]
    assert found.total == 4


def test_accesses_come_before_openings_and_neither_is_for_others(world, model):
    with acting_as_system():
        opened(world, model, 0)
        world.caseworker.memberships.update(valid_to=TODAY)
    with acting_as(world.dpo.pk):
        assert [pile.slug for pile in piles_for(world.dpo, TODAY, Asked())] == ["memberships", "openings"]
    for who in ("manager", "head", "referent"):
        assert pile(getattr(world, who), "memberships") is pile(getattr(world, who), "openings") is None
