"""What each verb of the second half writes: all that was answered, on its row, and nothing else."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from candidates.journey.table import Action
from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from placements.models import PrivateNote
from placements.project import workflow as project
from tests.candidates.file import file_steps
from tests.candidates.file.file_steps import at_step
from tests.candidates.journey.verbs.verb_pages import address
from tests.placements.rows import added, changes, columns, rows_of
from tests.world import TODAY, World

YESTERDAY = TODAY - timedelta(days=1)
NEXT_MONTH, NEXT_YEAR = TODAY + timedelta(days=30), TODAY + timedelta(days=365)
NOT_ASKED = {"id", "journey_id", "recorded_at"}


@pytest.fixture
def world(world_as_it_stands) -> Iterator[World]:
    with acting_as_system():
        yield world_as_it_stands


@dataclass(frozen=True)
class Written:
    """``row``: the new row of ``table``; ``changed``: what is written on the rows that were there; ``step``: where the
    file is then. Values are those of the world of the test."""

    place: Callable[[World], Journey]
    who: str
    answers: Callable[[World, Journey], dict]
    table: str = ""
    row: Callable[[World, Journey], dict] = lambda world, journey: {}
    data: str = ""
    """What the event calls the row."""
    changed: dict[str, list[dict]] = field(default_factory=dict)
    step: str = ""
    more: dict[str, Any] = field(default_factory=dict)


def applicant(journey: Journey) -> int:
    return journey.household.members.get(link="applicant").pk


def contact(world: World, journey: Journey) -> dict:
    return {"member": applicant(journey), "vacancy": world.vacancy.pk, "outcome": "interview", "note": "Jeudi à 9 h."}


def contact_row(who: str) -> Callable[[World, Journey], dict]:
    return lambda world, journey: {
        "member_id": applicant(journey),
        "employer_id": world.employer.pk,
        "vacancy_id": world.vacancy.pk,
        "contacted_on": YESTERDAY,
        "outcome": "interview",
        "note": "Jeudi à 9 h.",
        "recorded_by_id": getattr(world, who).pk,
    }


def contract(world: World, journey: Journey) -> dict:
    dates = {"starts_on": NEXT_MONTH, "ends_on": NEXT_YEAR}
    return {"member": applicant(journey), "vacancy": world.vacancy.pk, "kind": "cdd", "weekly_hours": "35,5", **dates}


def contract_row(world: World, journey: Journey) -> dict:
    return {
        "member_id": applicant(journey),
        "employer_id": world.employer.pk,
        "vacancy_id": world.vacancy.pk,
        "trade_id": world.trade.pk,
        "kind": "cdd",
        "signed_on": YESTERDAY,
        "starts_on": NEXT_MONTH,
        "ends_on": NEXT_YEAR,
        "weekly_hours": Decimal("35.5"),
        "recorded_by_id": world.head.pk,
    }


def answer_row(side: str, who: str, agrees: bool, signatory: str) -> Callable[[World, Journey], dict]:
    return lambda world, journey: {
        "round": 1,
        "side": side,
        "agrees": agrees,
        "decided_on": YESTERDAY,
        "signatory": signatory,
        "note": "Le collège est loin.",
        "recorded_by_id": getattr(world, who).pk,
    }


ACT = {"theme": "budget", "mode": "phone", "minutes": "45", "presence": "excused", "note": "Dettes d'énergie."}
NEXT = {"next_step": "Rappeler la CAF", "next_step_on": NEXT_MONTH}

WRITTEN: dict[Action, Written] = {
    Action.CONTACT_EMPLOYER: Written(
        at_step(Step.SHORTLISTED), "head", contact, "JobContact", contact_row("head"), "contact", step="job_search"
    ),
    Action.FOLLOW_CONTACT: Written(
        at_step(Step.VALIDATED), "caseworker", contact, "JobContact", contact_row("caseworker"), "contact"
    ),
    Action.HOLD_MEETING: Written(
        at_step(Step.JOB_SEARCH),
        "head",
        lambda world, journey: {"project": "Menuisier en CDI.", "place": "Rue de Charonne"},
        "ProjectMeeting",
        lambda world, journey: {
            "round": 1,
            "held_on": YESTERDAY,
            "place": "Rue de Charonne",
            "project": "Menuisier en CDI.",
            "recorded_by_id": world.head.pk,
        },
        "meeting",
        step="project",
    ),
    Action.WAIVE_IMMERSION: Written(
        at_step(Step.PROJECT),
        "head",
        lambda world, journey: {"reason": world.reason("immersion_waiver").pk, "note": "Ils y ont vécu."},
        "ImmersionWaiver",
        lambda world, journey: {
            "round": 1,
            "reason_id": world.reason("immersion_waiver").pk,
            "note": "Ils y ont vécu.",
            "waived_on": YESTERDAY,
            "waived_by_id": world.head.pk,
        },
        "waiver",
        step="immersion",
        more={"reason": "immersion-waiver-knows-territory"},
    ),
    Action.GIVE_HOUSEHOLD_AGREEMENT: Written(
        at_step(Step.IMMERSION),
        "prescriber",
        lambda world, journey: {"agrees": "no", "signatory": "Awa Diallo", "note": "Le collège est loin."},
        "Agreement",
        answer_row("household", "prescriber", False, "Awa Diallo"),
        "agreement",
    ),
    Action.GIVE_SERVICE_AGREEMENT: Written(
        at_step(Step.IMMERSION),
        "head",
        lambda world, journey: {"agrees": "yes", "signatory": "La directrice", "note": "Le collège est loin."},
        "Agreement",
        answer_row("service", "head", True, "La directrice"),
        "agreement",
    ),
    Action.SIGN_CONTRACT: Written(
        at_step(Step.VALIDATED), "head", contract, "Contract", contract_row, "contract", step="contracted"
    ),
    Action.OFFER_DWELLING: Written(
        at_step(Step.CONTRACTED),
        "caseworker",
        lambda world, journey: {"dwelling": world.dwelling().pk},
        "Lease",
        lambda world, journey: {
            "dwelling_id": world.landlord.dwellings.latest("pk").pk,
            "state": "offered",
            "offered_on": YESTERDAY,
            "signed_on": None,
            "refused_on": None,
            "refusal_note": "",
            "moved_in_on": None,
            "ended_on": None,
            "recorded_by_id": world.caseworker.pk,
        },
        "lease",
    ),
    Action.RECORD_ACT: Written(
        at_step(Step.SUPPORT),
        "caseworker",
        lambda world, journey: {**ACT, **NEXT, "private_note": "À revoir seule."},
        "SupportAct",
        lambda world, journey: {**ACT, **NEXT, "minutes": 45, "done_on": YESTERDAY, "done_by_id": world.caseworker.pk},
        "act",
        more={"theme": "budget"},
    ),
    Action.REFUSE_DWELLING: Written(
        file_steps.offered,
        "head",
        lambda world, journey: {"note": "Trop loin de l'école.", "on": TODAY},
        data="lease",
        changed={"Lease": [{"state": "refused", "refused_on": TODAY, "refusal_note": "Trop loin de l'école."}]},
    ),
    Action.SIGN_LEASE: Written(
        file_steps.offered,
        "head",
        lambda world, journey: {"on": TODAY},
        data="lease",
        changed={"Lease": [{"state": "signed", "signed_on": TODAY}]},
    ),
    Action.MOVE_IN: Written(
        file_steps.leased,
        "caseworker",
        lambda world, journey: {"on": TODAY},
        data="lease",
        changed={"Lease": [{"moved_in_on": TODAY}]},
        step="settled",
    ),
    Action.RESUME_PROJECT: Written(
        file_steps.refused, "head", lambda world, journey: {"on": TODAY}, step="project"
    ),
}  # fmt: skip


@pytest.mark.parametrize("action", WRITTEN)
def test_all_that_was_answered_is_on_the_row_and_nothing_else_is_written(world, sign_in, action):
    case = WRITTEN[action]
    journey = Journey.objects.get(pk=case.place(world).pk)
    before, old = rows_of(journey), columns(journey)
    answers = {"token": uuid.uuid4(), "on": YESTERDAY, **case.answers(world, journey)}
    person = getattr(world, case.who)
    response = sign_in(person).post(address(journey, action), answers)
    assert response.status_code == 302, response.context["form"].errors
    with acting_as_system():
        after, new = rows_of(journey), columns(journey)
        assert changes(before, after) == case.changed
        rows = added(before, after)
        [event] = rows.pop("JourneyEvent")
        rows.pop("EventNote", None)
        assert list(rows) == ([case.table] if case.table else [])
        for row in rows.get(case.table, []):
            assert {name: row[name] for name in row if name not in NOT_ASKED} == case.row(world, journey)
        key = rows[case.table][0]["id"] if case.table else journey.leases.get().pk if case.data else None
        assert event["data"] == ({case.data: key} if case.data else {}) | case.more
        told = (event["action"], event["from_step"], event["to_step"], event["happened_on"], event["by_id"])
        assert told == (action.value, old["step"], case.step or old["step"], answers["on"], person.pk)
        assert new["step"] == (case.step or old["step"])
        assert new["round"] == (2 if action is Action.RESUME_PROJECT else 1)


def test_a_personal_note_is_its_author_s_and_is_kept_only_if_written(world, sign_in):
    journey = world.journey(Step.SUPPORT)
    client, url = sign_in(world.caseworker), address(journey, Action.RECORD_ACT)
    for note in ("", "À revoir seule."):
        client.post(url, {"token": uuid.uuid4(), "on": TODAY, **ACT, "private_note": note})
    with acting_as_system():
        act = journey.acts.latest("pk")
        assert list(PrivateNote.objects.values_list("act", "author", "text")) == [
            (act.pk, world.caseworker.pk, "À revoir seule.")
        ]


def test_a_service_that_names_nobody_is_signed_by_the_head(world):
    journey = world.journey(Step.IMMERSION)
    agreement = project.give_service_agreement(journey, by=world.head, on=TODAY, agrees=True)
    assert agreement.signatory == "Hélène Service_head"
