"""For every verb of the table: a file on which it can be done, somebody who may, and good answers to its form."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from candidates.journey.table import Action
from candidates.models import Journey
from candidates.steps import Step
from emile.accounts.models import User
from emile.reference.models import Programme
from tests.candidates.file import file_steps as places
from tests.candidates.file.file_steps import at_step
from tests.world import TODAY, World

SOON = (TODAY + timedelta(days=1)).isoformat()
LATER = (TODAY + timedelta(days=4)).isoformat()


@dataclass(frozen=True)
class Case:
    place: Callable[[World], Journey]
    who: str
    answers: Callable[[World, Journey], dict] = field(default=lambda world, journey: {})

    def person(self, world: World) -> User:
        return getattr(world, self.who)


def direct_arrival(world: World) -> Journey:
    journey = world.journey(Step.DIAGNOSIS)
    Journey.objects.filter(pk=journey.pk).update(programme=direct_programme(world), territory=world.cantal)
    return Journey.objects.get(pk=journey.pk)


def direct_programme(world: World) -> Programme:
    programme = Programme.objects.get(diagnosis_required=False)
    programme.openings.get_or_create(territory=world.cantal, defaults={"valid_from": "2014-11-03"})
    return programme


def answers_to_questions(world: World, journey: Journey) -> dict:
    return {f"answer_{row.pk}": "De journée." for row in journey.complements.open()}


def about_a_job(world: World, journey: Journey) -> dict:
    return {
        "member": journey.household.members.get(link="applicant").pk,
        "vacancy": world.vacancy.pk,
        "employer": "",
        "outcome": "proposed",
        "kind": "cdi",
        "starts_on": LATER,
    }


def a_stay(world: World, journey: Journey) -> dict:
    return {"flat": world.flat.pk, "arrival": SOON, "departure": LATER, "people": "2"}


def because(kind: str, **which) -> Callable[[World, Journey], dict]:
    return lambda world, journey: {"reason": world.reason(kind, **which).pk, "note": "Dit en quelques mots."}


CASES: dict[Action, Case] = {
    Action.SUBMIT: Case(at_step(Step.DIAGNOSIS), "prescriber"),
    Action.ASK_COMPLEMENTS: Case(
        at_step(Step.SUBMITTED), "referent", lambda world, journey: {"topic": "emploi", "question": "Quels horaires ?"}
    ),
    Action.ANSWER_COMPLEMENTS: Case(places.to_complete, "prescriber", answers_to_questions),
    Action.PRESENT: Case(
        at_step(Step.SUBMITTED), "referent", lambda world, journey: {"territory": world.cantal.pk, "note": "Mot"}
    ),
    Action.WELCOME: Case(direct_arrival, "referent", lambda world, journey: {"territory": world.cantal.pk}),
    Action.SHORTLIST: Case(at_step(Step.PRESENTED), "head", lambda world, journey: {"note": "Mot"}),
    Action.PUT_ON_WAITING_LIST: Case(at_step(Step.PRESENTED), "head", because("waiting")),
    Action.DECLINE: Case(at_step(Step.PRESENTED), "head", because("decline")),
    Action.RECONSIDER: Case(places.declined, "head"),
    Action.CONTACT_EMPLOYER: Case(at_step(Step.SHORTLISTED), "head", about_a_job),
    Action.FOLLOW_CONTACT: Case(at_step(Step.JOB_SEARCH), "caseworker", about_a_job),
    Action.HOLD_MEETING: Case(
        at_step(Step.JOB_SEARCH), "head", lambda world, journey: {"project": "Un CDI de menuisier.", "place": "Paris"}
    ),
    Action.PLAN_STAY: Case(at_step(Step.PROJECT), "head", a_stay),
    Action.CANCEL_STAY: Case(places.stay_planned, "head"),
    Action.RECORD_NO_SHOW: Case(places.stay_planned, "caseworker"),
    Action.ARRIVE: Case(places.stay_planned, "caseworker"),
    Action.END_STAY: Case(places.arrived, "caseworker", lambda world, journey: {"household_review": "Très bien."}),
    Action.WAIVE_IMMERSION: Case(at_step(Step.PROJECT), "head", because("immersion_waiver")),
    Action.GIVE_HOUSEHOLD_AGREEMENT: Case(
        at_step(Step.IMMERSION), "caseworker", lambda world, journey: {"agrees": "yes", "signatory": "Awa Diallo"}
    ),
    Action.GIVE_SERVICE_AGREEMENT: Case(
        at_step(Step.IMMERSION), "head", lambda world, journey: {"agrees": "no", "signatory": "Hélène"}
    ),
    Action.RESUME_PROJECT: Case(places.refused, "head"),
    Action.SIGN_CONTRACT: Case(at_step(Step.VALIDATED), "head", about_a_job),
    Action.OFFER_DWELLING: Case(
        at_step(Step.CONTRACTED), "head", lambda world, journey: {"dwelling": world.dwelling().pk}
    ),
    Action.REFUSE_DWELLING: Case(places.offered, "head", lambda world, journey: {"note": "Trop loin de l'école."}),
    Action.SIGN_LEASE: Case(places.offered, "head"),
    Action.MOVE_IN: Case(places.leased, "caseworker"),
    Action.RECORD_ACT: Case(
        at_step(Step.SUPPORT),
        "caseworker",
        lambda world, journey: {"theme": "work", "mode": "phone", "presence": "present", "minutes": "30"},
    ),
    Action.ASSIGN: Case(at_step(Step.SHORTLISTED), "head", lambda world, journey: {"caseworker": world.caseworker.pk}),
    Action.SUSPEND: Case(
        at_step(Step.PROJECT),
        "prescriber",
        lambda world, journey: {**because("suspension")(world, journey), "until": LATER},
    ),
    Action.RESUME: Case(places.suspended, "head"),
    Action.EXIT_TO_MAINSTREAM: Case(at_step(Step.SUPPORT), "caseworker", lambda world, journey: {"note": "Mot"}),
    Action.LEAVE: Case(at_step(Step.JOB_SEARCH), "head", because("exit_before_move_in")),
}
