"""Booking the relay flat: how long, how early, for how many, and who else has it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from emile.core.database.integrity import RefusedByDatabase
from emile.core.workflow import NotAllowed, OutOfOrder
from placements.models import Stay
from placements.models.stay import days_of_stay
from placements.stays import workflow as stays
from placements.stays.forms import PlanStayForm
from tests.world import TODAY, World

FOR_THE_HEAD = "Un séjour hors des 3 à 5 jours, ou déjà commencé, relève du chef de service."
A_REASON = "Indiquez le motif de l'exception : le séjour sort des règles habituelles."
BACKWARDS = "Le départ doit suivre l'arrivée."


@pytest.fixture
def world(world_as_it_stands) -> Iterator[World]:
    with acting_as_system():
        yield world_as_it_stands


@pytest.fixture
def journey(world) -> Journey:
    return world.journey(Step.PROJECT)


def book(world: World, journey: Journey, *, who: str = "head", first: int = 0, days: int = 3, **changes) -> Stay:
    """``first``: in how many days the family arrives; ``days``: with that of the arrival and that of the departure."""
    arrival = TODAY + timedelta(days=first)
    dates = {"arrival": arrival, "departure": arrival + timedelta(days=days - 1)}
    details = {"flat": world.flat, "people": 2, **dates, **changes}
    return stays.plan_stay(journey, by=getattr(world, who), today=TODAY, **details)


@pytest.mark.parametrize(("who", "first", "days"), [("head", 1, 4), ("caseworker", 0, 5), ("referent", 0, 3)])
def test_a_usual_stay_is_booked_by_everybody_who_prepares_it(world, journey, who, first, days):
    stay = book(world, journey, who=who, first=first, days=days)
    arrival = TODAY + timedelta(days=first)
    assert Stay.objects.filter(pk=stay.pk).values().get() | {"id": 0} == {
        "id": 0,
        "journey_id": journey.pk,
        "round": 1,
        "flat_id": world.flat.pk,
        "arrival": arrival,
        "departure": arrival + timedelta(days=days - 1),
        "people": 2,
        "state": "planned",
        "exception_reason_id": None,
        "exception_note": "",
        "planned_on": TODAY,
        "arrived_on": None,
        "left_on": None,
        "household_review": "",
        "service_review": "",
        "planned_by_id": getattr(world, who).pk,
    }
    assert stay.days == days_of_stay(stay.arrival, stay.departure) == days


@pytest.mark.parametrize(
    ("first", "days"), [(0, 2), (0, 6), (-1, 3), (-1, 6)], ids=["short", "long", "begun", "long and begun"]
)
def test_a_stay_outside_the_rules_takes_the_head_and_a_reason(world, journey, first, days):
    reason = world.reason("stay_exception")
    asked = {"first": first, "days": days}
    for who in ("caseworker", "referent"):
        with pytest.raises(NotAllowed) as refusal:
            book(world, journey, who=who, exception_reason=reason, **asked)
        assert str(refusal.value) == FOR_THE_HEAD
    with pytest.raises(OutOfOrder) as refusal:
        book(world, journey, **asked)
    assert str(refusal.value) == A_REASON
    stay = book(world, journey, exception_reason=reason, exception_note="Deux entretiens", **asked)
    stay.refresh_from_db()
    assert (stay.days, stay.exception_reason, stay.exception_note) == (days, reason, "Deux entretiens")


@pytest.mark.parametrize("days", [1, 0])
def test_a_family_leaves_after_it_came_whatever_the_reason(world, journey, days):
    reason = world.reason("stay_exception")
    for who in ("head", "caseworker"):
        with pytest.raises(OutOfOrder) as refusal:
            book(world, journey, who=who, days=days, exception_reason=reason)
        assert str(refusal.value) == BACKWARDS


@pytest.mark.parametrize(("days", "usual"), [(3, False), (4, True), (5, False)])
def test_the_length_is_that_of_the_programme(world, journey, days, usual):
    type(world.programme).objects.filter(pk=world.programme.pk).update(stay_min_days=4, stay_max_days=4)
    if usual:
        assert book(world, journey, who="caseworker", days=days).days == 4
    else:
        with pytest.raises(NotAllowed, match="Un séjour hors des 4 à 4 jours, ou déjà commencé"):
            book(world, journey, who="caseworker", days=days)


def test_a_programme_with_longer_stays_needs_no_reason_for_them(world, journey):
    type(world.programme).objects.filter(pk=world.programme.pk).update(stay_min_days=2, stay_max_days=7)
    assert [book(world, family, who="caseworker", days=days, first=first).days for family, first, days in
            ((journey, 2, 7), (other(world), 20, 2))] == [7, 2]  # fmt: skip


def test_the_form_tells_the_length_of_the_programme(world, journey):
    type(world.programme).objects.filter(pk=world.programme.pk).update(stay_min_days=2, stay_max_days=7)
    fields = PlanStayForm(journey=Journey.objects.get(pk=journey.pk), user=world.head, today=TODAY).fields
    assert fields["departure"].help_text == "De 2 à 7 jours, arrivée et départ compris."
    assert "hors des 2 à 7 jours" in fields["exception_reason"].help_text


def test_as_many_people_as_the_flat_sleeps_and_no_more(world, journey):
    with pytest.raises(stays.TooMany) as refusal:
        book(world, journey, people=7)
    assert str(refusal.value) == "Relais Jordanne compte 6 couchages pour 7 personnes."
    assert book(world, journey, people=6).people == 6


# --- who else has the flat ------------------------------------------------------------------------------------------


def other(world: World) -> Journey:
    return world.journey(Step.PROJECT, name="Haddad")


@pytest.mark.parametrize("first", [2, 7])
def test_one_family_leaves_in_the_morning_and_the_next_arrives_in_the_afternoon(world, journey, first):
    book(world, journey, first=4, days=4)
    next_family = other(world)
    assert book(world, next_family, first=first, days=3).journey_id == next_family.pk


@pytest.mark.parametrize("first", [3, 4, 6])
def test_one_night_in_common_is_refused_and_another_flat_is_free(world, journey, first):
    book(world, journey, first=4, days=4)
    next_family = other(world)
    with pytest.raises(stays.FlatTaken, match="Cet appartement relais est déjà réservé pour une partie de ces"):
        book(world, next_family, first=first, days=3)
    flat = world.relay_flat("Relais Cère", world.cantal)
    assert book(world, next_family, first=first, days=3, flat=flat).flat == flat


HELD = {"arrived_on": TODAY}
GONE = {"arrived_on": TODAY, "left_on": TODAY}


@pytest.mark.parametrize(
    ("state", "dates", "held"),
    [
        ("planned", {}, True),
        ("arrived", HELD, True),
        ("attended", GONE, True),
        ("partly", GONE, True),
        ("no_show", {}, False),
        ("cancelled", {}, False),
    ],
)
def test_a_stay_holds_the_flat_unless_nobody_came(world, journey, state, dates, held):
    stay, next_family = book(world, journey), other(world)
    Stay.objects.filter(pk=stay.pk).update(state=state, **dates)
    if held:
        with pytest.raises(stays.FlatTaken):
            book(world, next_family)
    else:
        assert book(world, next_family).flat == world.flat


def test_another_rule_of_the_database_is_not_taken_for_a_flat_that_is_taken(world, journey):
    with pytest.raises(RefusedByDatabase) as refusal:
        book(world, journey, people=0)
    assert str(refusal.value) == "Indiquez de 1 à 20 personnes."


# --- what becomes of it ---------------------------------------------------------------------------------------------


def told(journey: Journey) -> tuple:
    """The last event: action, day, what it points at, words."""
    event = journey.events.select_related("note").latest("pk")
    note = event.note.text if hasattr(event, "note") else ""
    return event.action, event.happened_on, event.data, note


def test_a_stay_is_cancelled_or_missed_in_words(world, journey):
    cancelled = book(world, journey)
    assert told(journey) == ("plan_stay", TODAY, {"stay": cancelled.pk}, "")
    stays.cancel_stay(journey, by=world.referent, on=TODAY, note="L'école a repris.")
    assert told(journey) == ("cancel_stay", TODAY, {"stay": cancelled.pk}, "L'école a repris.")
    missed = book(world, journey)
    stays.record_no_show(journey, by=world.caseworker, on=TODAY, note="Train manqué.")
    states = list(Stay.objects.order_by("pk").values_list("state", "arrived_on", "left_on"))
    assert told(journey) == ("record_no_show", TODAY, {"stay": missed.pk}, "Train manqué.")
    assert states == [("cancelled", None, None), ("no_show", None, None)]


@pytest.mark.parametrize(("cut_short", "state"), [(False, "attended"), (True, "partly")])
def test_a_stay_ends_with_what_both_sides_made_of_it(world, journey, cut_short, state):
    stay = book(world, journey)
    reviews = {"household_review": "Les enfants ont aimé.", "service_review": "Entretien concluant."}
    stays.arrive(journey, by=world.caseworker, on=TODAY, note="Bien arrivés.")
    assert told(journey) == ("arrive", TODAY, {"stay": stay.pk}, "Bien arrivés.")
    stays.end_stay(journey, by=world.caseworker, on=TODAY, cut_short=cut_short, **reviews)
    assert told(journey) == ("end_stay", TODAY, {"stay": stay.pk}, "")
    stay.refresh_from_db()
    kept = (stay.state, stay.arrived_on, stay.left_on, stay.household_review, stay.service_review)
    assert kept == (state, TODAY, TODAY, "Les enfants ont aimé.", "Entretien concluant.")
