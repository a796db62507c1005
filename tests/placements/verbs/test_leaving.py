"""A family leaves, from every place a journey can stand: each row as it was, but for what the leaving ends."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from placements.housing import workflow as housing
from placements.models import Lease
from placements.support import workflow as support
from tests.candidates.file import file_steps
from tests.candidates.journey.verbs.verb_pages import text_of
from tests.placements import places
from tests.placements.places import YESTERDAY
from tests.placements.rows import added, changes, columns, rows_of
from tests.world import TODAY, World

BEFORE, AFTER = "exit-before-move-in-family", "exit-after-move-in-moved"


@pytest.fixture
def world(world_as_it_stands) -> World:
    return world_as_it_stands


CANCELLED = {"state": "cancelled"}
CUT_SHORT = {"state": "partly", "left_on": TODAY}
WITHDRAWN = {"state": "refused", "refused_on": TODAY, "refusal_note": "Parcours interrompu"}
ENDED = {"ended_on": TODAY}


@dataclass(frozen=True)
class Leaving:
    """``changed``: all that is written on the rows that were there, by table, in the order of the rows."""

    place: Callable[[World], Journey]
    who: str = "head"
    reason: str = BEFORE
    after_move_in: bool = False
    changed: dict[str, list[dict]] = field(default_factory=dict)
    said: dict[str, list[str]] = field(default_factory=dict)
    unsaid: dict[str, list[str]] = field(default_factory=dict)


LEAVINGS = {
    "nothing but a draft": Leaving(file_steps.at_step(Step.DIAGNOSIS), who="prescriber"),
    "presented": Leaving(file_steps.at_step(Step.PRESENTED), who="referent"),
    "a stay is planned": Leaving(
        file_steps.stay_planned,
        who="prescriber",
        changed={"Stay": [CANCELLED]},
        said={"immersion": ["Annulé"]},
        unsaid={"immersion": ["Prévu "]},
    ),
    "a stay is planned during the search": Leaving(
        places.planned_while_searching,
        who="caseworker",
        changed={"Stay": [CANCELLED]},
        said={"immersion": ["Annulé"]},
        unsaid={"immersion": ["Prévu "]},
    ),
    "the family is there": Leaving(
        places.arrived,
        who="referent",
        changed={"Stay": [CUT_SHORT]},
        said={"immersion": ["Écourté"]},
        unsaid={"immersion": ["En cours"]},
    ),
    "the second stay is under way": Leaving(
        places.second_stay_under_way, changed={"Stay": [CUT_SHORT]}, unsaid={"immersion": ["En cours"]}
    ),
    "the stay is over": Leaving(file_steps.at_step(Step.IMMERSION), said={"immersion": ["Effectué"]}),
    "one side has answered": Leaving(file_steps.half_answered, said={"immersion": ["Réponse donnée, scellée"]}),
    "a flat is offered": Leaving(
        places.offered,
        who="prescriber",
        changed={"Lease": [WITHDRAWN]},
        said={"logement": [" : Parcours interrompu", "Trop loin de l'école"]},
        unsaid={"logement": ["Proposé T3"]},
    ),
    "a flat is offered before the contract": Leaving(
        places.offered_before_the_contract, who="referent", changed={"Lease": [WITHDRAWN]}
    ),
    "a lease is signed": Leaving(
        places.signed,
        who="caseworker",
        changed={"Lease": [ENDED]},
        said={"logement": [f"bail signé le {YESTERDAY.day}", "bail terminé le"]},
    ),
    "settled": Leaving(
        file_steps.at_step(Step.SETTLED), reason=AFTER, after_move_in=True, unsaid={"logement": ["bail terminé le"]}
    ),
    "in support": Leaving(file_steps.at_step(Step.SUPPORT), who="caseworker", reason=AFTER, after_move_in=True),
}
each_leaving = pytest.mark.parametrize("name", LEAVINGS)


@each_leaving
def test_leaving_ends_what_it_must_and_touches_no_other_row(world, sign_in, name):
    case = LEAVINGS[name]
    with acting_as_system():
        journey = case.place(world)
        reason = world.reason("exit_after_move_in" if case.after_move_in else "exit_before_move_in", code=case.reason)
        before, row = rows_of(journey), columns(journey)
    person = getattr(world, case.who)
    client = sign_in(person)
    answers = {"token": uuid.uuid4(), "on": TODAY, "reason": reason.pk, "note": "La grand-mère est malade."}
    page = client.post(f"/dossiers/{journey.reference}/agir/interrompre-le-parcours/", answers, follow=True)
    assert "Parcours interrompu : c'est enregistré." in text_of(page)
    with acting_as_system():
        after, new_row = rows_of(journey), columns(journey)
    assert changes(before, after) == case.changed
    assert set(added(before, after)) == {"Exit", "JourneyEvent", "EventNote"}
    [leaving] = added(before, after)["Exit"]
    assert {name: leaving[name] for name in leaving if name not in {"id", "journey_id", "recorded_at"}} == {
        "left_on": TODAY,
        "reason_id": reason.pk,
        "note": "La grand-mère est malade.",
        "after_move_in": case.after_move_in,
        "recorded_by_id": person.pk,
    }
    assert new_row == row | {
        "step": "left",
        "step_since": TODAY,
        "closed_on": TODAY,
        "end_reason_id": reason.pk,
        "awaits": "",
    }
    [event] = added(before, after)["JourneyEvent"]
    told = (event["action"], event["from_step"], event["to_step"], event["happened_on"], event["by_id"], event["data"])
    assert told == ("leave", row["step"], "left", TODAY, person.pk, {"reason": case.reason})
    history = text_of(client.get(f"/dossiers/{journey.reference}/volet/historique/"))
    assert reason.label in history
    assert "La grand-mère est malade." in history
    for panel, texts in case.said.items():
        shown = text_of(client.get(f"/dossiers/{journey.reference}/volet/{panel}/"))
        assert [text for text in texts if text not in shown] == []
    for panel, texts in case.unsaid.items():
        shown = text_of(client.get(f"/dossiers/{journey.reference}/volet/{panel}/"))
        assert [text for text in texts if text in shown] == []


# --- what is free again ---------------------------------------------------------------------------------------------


def test_another_family_may_have_the_nights_of_a_stay_that_was_planned(world):
    with acting_as_system():
        support.leave(
            file_steps.stay_planned(world), by=world.head, on=TODAY, reason=world.reason("exit_before_move_in")
        )
        stay = file_steps.plan(world, world.journey(Step.PROJECT))
    assert (stay.flat, stay.arrival, stay.state) == (world.flat, TODAY, "planned")


@pytest.mark.parametrize("place", [places.offered, places.signed])
def test_another_family_may_have_the_flat_at_once(world, place):
    with acting_as_system():
        journey = place(world)
        dwelling = journey.leases.latest("pk").dwelling
        support.leave(journey, by=world.head, on=TODAY, reason=world.reason("exit_before_move_in"))
        other = world.journey(Step.CONTRACTED)
        lease = housing.offer_dwelling(other, by=world.head, on=TODAY, dwelling=dwelling)
    assert (lease.journey_id, lease.dwelling_id, lease.state) == (other.pk, dwelling.pk, "offered")


def test_the_flat_of_a_family_that_moved_in_is_still_theirs(world):
    with acting_as_system():
        journey = world.journey(Step.SUPPORT)
        support.leave(journey, by=world.head, on=TODAY, reason=world.reason("exit_after_move_in", code=AFTER))
        other = world.journey(Step.CONTRACTED)
        with pytest.raises(housing.DwellingTaken, match="déjà proposé ou loué à un autre ménage"):
            housing.offer_dwelling(other, by=world.head, on=TODAY, dwelling=Lease.objects.get(journey=journey).dwelling)
