"""The day of a leaving, and its reasons."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from emile.core.workflow import OutOfOrder
from placements.housing import workflow as housing
from placements.models import Exit, Stay
from placements.support import workflow as support
from tests.candidates.file import file_steps
from tests.placements.places import YESTERDAY, offered, second_stay_under_way, signed
from tests.placements.rows import changes, columns, rows_of
from tests.world import TODAY, World


@pytest.fixture
def world(world_as_it_stands) -> World:
    return world_as_it_stands


# --- the day --------------------------------------------------------------------------------------------------------


def refused_today(world: World) -> Journey:
    """Neither a flat that was refused nor a stay that is only planned holds a family back."""
    journey = world.journey(Step.CONTRACTED)
    housing.offer_dwelling(journey, by=world.head, on=TODAY, dwelling=world.dwelling())
    housing.refuse_dwelling(journey, by=world.head, on=TODAY, note="Trop petit")
    return journey


LATEST: dict[str, tuple[Callable[[World], Journey], Callable[[Journey], date]]] = {
    "its step": (file_steps.at_step(Step.SUPPORT), lambda journey: journey.step_since),
    "its step, whatever is planned": (file_steps.stay_planned, lambda journey: journey.step_since),
    "its step, whatever was refused": (refused_today, lambda journey: journey.step_since),
    "the arrival": (second_stay_under_way, lambda journey: YESTERDAY),
    "the offer": (offered, lambda journey: YESTERDAY),
    "the lease": (signed, lambda journey: YESTERDAY),
}


@pytest.mark.parametrize("name", LATEST)
def test_nobody_leaves_before_what_the_leaving_ends_began(world, name):
    place, latest = LATEST[name]
    with acting_as_system():
        journey = Journey.objects.get(pk=place(world).pk)
        day, kind = latest(journey), "exit_after_move_in" if journey.step == Step.SUPPORT else "exit_before_move_in"
        assert day < TODAY
        before = (rows_of(journey), columns(journey))
        asked = {"by": world.head, "reason": world.reason(kind)}
        refusal = f"Le dossier porte déjà un fait du {day:%d/%m/%Y} : vérifiez la date de sortie."
        with pytest.raises(OutOfOrder, match=refusal):
            support.leave(journey, on=day - timedelta(days=1), **asked)
        assert (rows_of(journey), columns(journey)) == before
        support.leave(journey, on=day, **asked)
        assert Exit.objects.get(journey=journey).left_on == day == columns(journey)["closed_on"]
        assert not Stay.objects.filter(journey=journey, state__in=["planned", "arrived"]).exists()


# --- the reasons ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "kind", "mainstream"),
    [
        (Step.CONTRACTED, "exit_before_move_in", 0),
        (Step.SETTLED, "exit_after_move_in", 1),
        (Step.SUPPORT, "exit_after_move_in", 1),
    ],
)
def test_the_reasons_are_those_of_the_moment_and_mainstream_is_another_verb(world, sign_in, step, kind, mainstream):
    with acting_as_system():
        journey = world.journey(step)
        of_the_kind = set(type(world.reason(kind)).objects.filter(kind=kind).values_list("code", flat=True))
    page = sign_in(world.head).get(f"/dossiers/{journey.reference}/agir/interrompre-le-parcours/")
    offered_reasons = {reason.code for reason in page.context["form"].fields["reason"].queryset}
    assert offered_reasons == of_the_kind - {"exit-after-move-in-mainstream"}
    assert len(of_the_kind - offered_reasons) == mainstream


def test_mainstream_has_its_own_reason_and_ends_nothing(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.SUPPORT)
        before = rows_of(journey)
    client = sign_in(world.caseworker)
    answers = {"token": uuid.uuid4(), "on": TODAY, "note": "Bail à leur nom."}
    url = f"/dossiers/{journey.reference}/agir/constater-la-sortie-vers-le-droit-commun/"
    assert client.post(url, answers).status_code == 302
    with acting_as_system():
        after, leaving = rows_of(journey), Exit.objects.select_related("reason").get(journey=journey)
        row = columns(journey)
    assert changes(before, after) == {}
    told = (leaving.reason.code, leaving.left_on, leaving.after_move_in, leaving.note, leaving.recorded_by_id)
    assert told == ("exit-after-move-in-mainstream", TODAY, True, "Bail à leur nom.", world.caseworker.pk)
    assert (row["step"], row["closed_on"], row["end_reason_id"]) == ("mainstream", TODAY, leaving.reason_id)
