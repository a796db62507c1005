"""The journey: every verb, from where, to where, by whom, and what it needs. The screens, the documentation page
and the tests read this table; the functions are below (first half) and in ``placements/workflow.py`` (second half).

Source: the chronology published by the programme (Aurore, « Un toit, un emploi ») and domain, section 1.
"""

from datetime import date

from django.db import models, transaction

from candidates import actions
from candidates.models import Complement, EventNote, Journey, JourneyEvent
from candidates.steps import BEFORE_MOVE_IN, CLOSED, IN_ORIGIN, SETTLED_OR_AFTER, Step, reached
from emile.accounts.enums import Role
from emile.core.integrity import explained
from emile.core.workflow import GuardRefused, Move, NotAllowed, OutOfOrder, Transition, check_needs, check_step
from emile.reference.models import Programme, Reason, Territory


class Action(models.TextChoices):
    # in the place of origin
    SUBMIT = "submit", "Candidature transmise"
    ASK_COMPLEMENTS = "ask_complements", "Compléments demandés"
    ANSWER_COMPLEMENTS = "answer_complements", "Compléments envoyés"
    PRESENT = "present", "Candidature présentée"
    WELCOME = "welcome", "Famille accueillie"
    # the decision
    SHORTLIST = "shortlist", "Candidature retenue"
    PUT_ON_WAITING_LIST = "put_on_waiting_list", "Mise en liste d'attente"
    DECLINE = "decline", "Candidature non retenue"
    RECONSIDER = "reconsider", "Candidature réexaminée"
    # the project
    CONTACT_EMPLOYER = "contact_employer", "Employeur contacté"
    FOLLOW_CONTACT = "follow_contact", "Autre contact avec un employeur"
    HOLD_MEETING = "hold_meeting", "Entretien de projet"
    PLAN_STAY = "plan_stay", "Séjour prévu"
    CANCEL_STAY = "cancel_stay", "Séjour annulé"
    RECORD_NO_SHOW = "record_no_show", "Famille non venue"
    ARRIVE = "arrive", "Arrivée en immersion"
    END_STAY = "end_stay", "Fin de l'immersion"
    WAIVE_IMMERSION = "waive_immersion", "Dispense d'immersion"
    GIVE_HOUSEHOLD_AGREEMENT = "give_household_agreement", "Réponse du ménage"
    GIVE_SERVICE_AGREEMENT = "give_service_agreement", "Réponse du service"
    VALIDATE = "validate", "Projet validé"
    RESUME_PROJECT = "resume_project", "Projet repris"
    # the installation
    SIGN_CONTRACT = "sign_contract", "Contrat signé"
    OFFER_DWELLING = "offer_dwelling", "Logement proposé"
    REFUSE_DWELLING = "refuse_dwelling", "Logement refusé"
    SIGN_LEASE = "sign_lease", "Bail signé"
    MOVE_IN = "move_in", "Emménagement"
    # support and exits
    RECORD_ACT = "record_act", "Acte d'accompagnement"
    START_SUPPORT = "start_support", "Accompagnement commencé"
    ASSIGN = "assign", "Accompagnement confié"
    EXIT_TO_MAINSTREAM = "exit_to_mainstream", "Sortie vers le droit commun"
    LEAVE = "leave", "Parcours interrompu"
    # opening
    OPEN = "open", "Dossier ouvert"


ORIGIN = frozenset({Role.PRESCRIBER, Role.REFERENT})
REFERENT = frozenset({Role.REFERENT})
HEAD = frozenset({Role.SERVICE_HEAD})
LOCAL = frozenset({Role.SERVICE_HEAD, Role.CASEWORKER})
EVERYONE = ORIGIN | LOCAL
NOBODY: frozenset[Role] = frozenset()
"""Done by the product itself, as the consequence of another verb."""

TRANSITIONS: dict[Action, Transition] = {
    # --- in the place of origin -------------------------------------------------------------------------------
    Action.SUBMIT: Transition(
        label="Transmettre la candidature",
        sources=frozenset({Step.DIAGNOSIS}),
        to=Step.SUBMITTED,
        roles=ORIGIN,
        needs=("diagnosis_required_here", "candidature_complete"),
        asks="Le référent sera prévenu et pourra présenter la famille.",
        main=True,
    ),
    Action.ASK_COMPLEMENTS: Transition(
        label="Demander un complément",
        sources=frozenset({Step.SUBMITTED, Step.TO_COMPLETE}),
        to=Step.TO_COMPLETE,
        roles=REFERENT,
    ),
    Action.ANSWER_COMPLEMENTS: Transition(
        label="Renvoyer la candidature complétée",
        sources=frozenset({Step.TO_COMPLETE}),
        to=Step.SUBMITTED,
        roles=ORIGIN,
        needs=("candidature_complete",),
        main=True,
    ),
    Action.PRESENT: Transition(
        label="Présenter au territoire",
        sources=frozenset({Step.SUBMITTED}),
        to=Step.PRESENTED,
        roles=REFERENT,
        needs=("candidature_complete",),
        asks="Le chef de service du territoire verra tout le dossier.",
        main=True,
    ),
    Action.WELCOME: Transition(
        label="Accueillir la famille",
        sources=frozenset(),
        shortcuts={Step.DIAGNOSIS: "direct_arrival"},
        to=Step.SHORTLISTED,
        roles=REFERENT | HEAD,
        needs=("applicant_known", "household_consented"),
        main=True,
    ),
    # --- the decision -----------------------------------------------------------------------------------------
    Action.SHORTLIST: Transition(
        label="Retenir la candidature",
        sources=frozenset({Step.PRESENTED, Step.WAITING}),
        to=Step.SHORTLISTED,
        roles=HEAD,
        main=True,
    ),
    Action.PUT_ON_WAITING_LIST: Transition(
        label="Mettre en liste d'attente",
        sources=frozenset({Step.PRESENTED}),
        to=Step.WAITING,
        roles=HEAD,
    ),
    Action.DECLINE: Transition(
        label="Ne pas retenir",
        sources=frozenset({Step.PRESENTED, Step.WAITING}),
        to=Step.DECLINED,
        roles=HEAD,
        asks="La structure et le référent en verront le motif.",
        dangerous=True,
    ),
    Action.RECONSIDER: Transition(
        label="Réexaminer la candidature",
        sources=frozenset({Step.DECLINED}),
        to=Step.PRESENTED,
        roles=REFERENT | HEAD,
        needs=("decline_can_be_reviewed", "no_other_open_journey"),
        main=True,
    ),
    # --- the project ------------------------------------------------------------------------------------------
    Action.CONTACT_EMPLOYER: Transition(
        label="Noter un contact avec un employeur",
        sources=frozenset({Step.SHORTLISTED}),
        to=Step.JOB_SEARCH,
        roles=LOCAL,
        main=True,
    ),
    Action.FOLLOW_CONTACT: Transition(
        label="Noter un autre contact avec un employeur",
        sources=frozenset({Step.JOB_SEARCH, Step.PROJECT, Step.IMMERSION, Step.VALIDATED}),
        roles=LOCAL,
    ),
    Action.HOLD_MEETING: Transition(
        label="Enregistrer l'entretien et le projet",
        sources=frozenset({Step.JOB_SEARCH}),
        to=Step.PROJECT,
        roles=HEAD,
        main=True,
    ),
    Action.PLAN_STAY: Transition(
        label="Prévoir un séjour d'immersion",
        sources=frozenset({Step.JOB_SEARCH, Step.PROJECT, Step.IMMERSION}),
        roles=LOCAL | REFERENT,
        needs=("no_stay_under_way", "stay_did_not_count", "no_waiver_yet"),
        main=True,
    ),
    Action.CANCEL_STAY: Transition(
        label="Annuler le séjour",
        sources=frozenset({Step.JOB_SEARCH, Step.PROJECT, Step.IMMERSION}),
        roles=LOCAL | REFERENT,
        needs=("stay_planned",),
    ),
    Action.RECORD_NO_SHOW: Transition(
        label="La famille n'est pas venue",
        sources=frozenset({Step.JOB_SEARCH, Step.PROJECT, Step.IMMERSION}),
        roles=LOCAL,
        needs=("stay_planned",),
    ),
    Action.ARRIVE: Transition(
        label="Constater l'arrivée",
        sources=frozenset({Step.PROJECT, Step.IMMERSION}),
        to=Step.IMMERSION,
        roles=LOCAL,
        needs=("stay_planned",),
        main=True,
    ),
    Action.END_STAY: Transition(
        label="Terminer le séjour et faire le bilan",
        sources=frozenset({Step.IMMERSION}),
        roles=LOCAL,
        needs=("stay_under_way",),
        main=True,
    ),
    Action.WAIVE_IMMERSION: Transition(
        label="Dispenser d'immersion",
        sources=frozenset({Step.PROJECT, Step.IMMERSION}),
        to=Step.IMMERSION,
        roles=HEAD,
        needs=("no_stay_under_way", "no_waiver_yet", "stay_did_not_count"),
    ),
    Action.GIVE_HOUSEHOLD_AGREEMENT: Transition(
        label="Enregistrer la réponse du ménage",
        sources=frozenset({Step.IMMERSION}),
        roles=frozenset({Role.PRESCRIBER, Role.REFERENT, Role.CASEWORKER}),
        needs=("immersion_done_or_waived", "household_has_not_answered"),
        main=True,
    ),
    Action.GIVE_SERVICE_AGREEMENT: Transition(
        label="Donner la réponse du service",
        sources=frozenset({Step.IMMERSION}),
        roles=HEAD,
        needs=("immersion_done_or_waived", "service_has_not_answered"),
        main=True,
    ),
    Action.VALIDATE: Transition(
        label="Valider le projet",
        sources=frozenset({Step.IMMERSION}),
        to=Step.VALIDATED,
        roles=NOBODY,
        needs=("both_agree",),
    ),
    Action.RESUME_PROJECT: Transition(
        label="Reprendre le projet",
        sources=frozenset({Step.IMMERSION}),
        to=Step.PROJECT,
        roles=HEAD,
        needs=("one_side_refused",),
        main=True,
    ),
    # --- the installation -------------------------------------------------------------------------------------
    Action.SIGN_CONTRACT: Transition(
        label="Enregistrer le contrat signé",
        sources=frozenset({Step.VALIDATED}),
        to=Step.CONTRACTED,
        roles=LOCAL,
        needs=("both_agree",),
        main=True,
    ),
    Action.OFFER_DWELLING: Transition(
        label="Proposer un logement",
        sources=frozenset({Step.VALIDATED, Step.CONTRACTED}),
        shortcuts={Step.SHORTLISTED: "housing_first"},
        roles=LOCAL,
        needs=("no_dwelling_held",),
        main=True,
    ),
    Action.REFUSE_DWELLING: Transition(
        label="Le ménage refuse le logement",
        sources=frozenset({Step.VALIDATED, Step.CONTRACTED}),
        shortcuts={Step.SHORTLISTED: "housing_first"},
        roles=LOCAL,
        needs=("dwelling_offered",),
    ),
    Action.SIGN_LEASE: Transition(
        label="Enregistrer le bail signé",
        sources=frozenset({Step.CONTRACTED}),
        shortcuts={Step.SHORTLISTED: "housing_first"},
        roles=LOCAL,
        needs=("dwelling_offered",),
        main=True,
    ),
    Action.MOVE_IN: Transition(
        label="Constater l'emménagement",
        sources=frozenset({Step.CONTRACTED}),
        shortcuts={Step.SHORTLISTED: "housing_first"},
        to=Step.SETTLED,
        roles=LOCAL,
        needs=("contract_where_required", "lease_signed", "children_may_move"),
        main=True,
    ),
    # --- support and exits ------------------------------------------------------------------------------------
    Action.RECORD_ACT: Transition(
        label="Noter un acte d'accompagnement",
        sources=frozenset({Step.SETTLED, Step.SUPPORT}) | (BEFORE_MOVE_IN - IN_ORIGIN),
        roles=LOCAL,
        main=True,
    ),
    Action.START_SUPPORT: Transition(
        label="Commencer l'accompagnement",
        sources=frozenset({Step.SETTLED}),
        to=Step.SUPPORT,
        roles=NOBODY,
        needs=("act_since_move_in",),
    ),
    Action.ASSIGN: Transition(
        label="Confier à un·e chargé·e d'accompagnement",
        sources=frozenset(Step) - CLOSED - IN_ORIGIN,
        roles=HEAD,
    ),
    Action.EXIT_TO_MAINSTREAM: Transition(
        label="Constater la sortie vers le droit commun",
        sources=frozenset({Step.SUPPORT}),
        to=Step.MAINSTREAM,
        roles=LOCAL,
        asks="L'accompagnement s'arrête ; le dossier reste lisible.",
    ),
    Action.LEAVE: Transition(
        label="Interrompre le parcours",
        sources=BEFORE_MOVE_IN | (SETTLED_OR_AFTER - CLOSED),
        to=Step.LEFT,
        roles=EVERYONE,
        asks="Le parcours sera clos ; le ménage pourra revenir par un nouveau parcours.",
        dangerous=True,
    ),
}


def roles_on(journey: Journey, user) -> frozenset[Role]:
    """The roles somebody holds on this very file. A head of service somewhere else, or a manager who opened the file
    with a reason, reads it and has no verb on it."""
    scope = user.scope
    here = set()
    if journey.prescriber_id in scope.organisations:
        here.add(Role.PRESCRIBER)
    if journey.origin_area_id in scope.origins:
        here.add(Role.REFERENT)
    if journey.territory_id in scope.territories or journey.caseworker_id == user.pk:
        here |= {Role.SERVICE_HEAD, Role.CASEWORKER}
    return scope.roles & here


def available(journey: Journey, user) -> list[tuple[Action, Transition]]:
    """Verbs that start from where the file is and belong to this person, the expected way forward first."""
    roles = roles_on(journey, user)
    found = [(action, rule) for action, rule in TRANSITIONS.items() if rule.starts_from(journey) and roles & rule.roles]
    return sorted(found, key=lambda pair: not pair[1].main)


def lock(journey: Journey, action: Action, *, by) -> Journey:
    """The row as it is now, ours until the end of the transaction, reached through the person's own rights.

    :raises NotAllowed: the verb is not theirs.
    :raises WrongStep, GuardRefused: see ``emile.core.workflow``.
    """
    rule = TRANSITIONS[action]
    locked = (
        Journey.objects.visible_to(by).select_related("programme", "household").select_for_update(of=["self"])
    ).get(pk=journey.pk)
    if rule.roles.isdisjoint(roles_on(locked, by)):
        raise NotAllowed(f"« {rule.label} » ne relève pas de votre rôle sur ce dossier.")
    check_step(locked, action, TRANSITIONS)
    check_needs(locked, action, TRANSITIONS)
    return locked


def transition(
    journey: Journey,
    action: Action,
    *,
    by,
    on: date,
    note: str = "",
    reason: Reason | None = None,
    data: dict | None = None,
) -> JourneyEvent:
    """Move a locked journey: check, write the one field, write the event. Nothing else writes ``step``.

    What a person's verb needs was checked by ``lock()``, before its fact was written; a consequence, which belongs to
    nobody, is checked here.
    """
    move = check_step(journey, action, TRANSITIONS)
    if TRANSITIONS[action].roles == NOBODY:
        check_needs(journey, action, TRANSITIONS)
    if move.to_step != journey.step:
        _write_step(journey, move, on=on, reason=reason)
    journey.version += 1
    journey.save()
    return _write_event(journey, move, by=by, on=on, note=note, data=_with_reason(data, reason))


def _write_step(journey: Journey, move: Move, *, on: date, reason: Reason | None) -> None:
    if on < journey.step_since:
        raise OutOfOrder(
            f"Le dossier est à l'étape actuelle depuis le {journey.step_since:%d/%m/%Y} : vérifiez la date."
        )
    journey.step = Step(move.to_step)
    journey.step_since = on
    journey.furthest = max(journey.furthest, reached(journey.step))
    closing = journey.step in CLOSED
    journey.closed_on = on if closing else None
    journey.end_reason = reason if closing else None
    journey.review_on = None


def _write_event(journey: Journey, move: Move, *, by, on: date, note: str, data: dict) -> JourneyEvent:
    event = JourneyEvent.objects.create(
        journey=journey,
        action=move.action,
        from_step=move.from_step,
        to_step=move.to_step,
        happened_on=on,
        by=by,
        data=data,
    )
    if note:
        EventNote.objects.create(event=event, journey=journey, text=note)
    return event


def _with_reason(data: dict | None, reason: Reason | None) -> dict:
    return {**(data or {}), **({"reason": reason.code} if reason else {})}


# --- the verbs of the first half ----------------------------------------------------------------------------------


@explained()
def open_file(
    *, programme: Programme, prescriber, origin_area, by, on: date, household=None, territory=None
) -> Journey:
    """A new journey, for a new household or for one that comes back. The first journey stays as it was."""
    journey = actions.create_journey(
        household=household,
        programme=programme,
        prescriber=prescriber,
        origin_area=origin_area,
        territory=territory,
        by=by,
        on=on,
    )
    move = Move(action=Action.OPEN, from_step="", to_step=Step.DIAGNOSIS)
    _write_event(journey, move, by=by, on=on, note="", data={})
    return journey


@transaction.atomic
def submit(journey: Journey, *, by, on: date, note: str = "") -> Journey:
    journey = lock(journey, Action.SUBMIT, by=by)
    actions.count_people(journey, on=on)
    transition(journey, Action.SUBMIT, by=by, on=on, note=note)
    return journey


@transaction.atomic
def ask_complements(journey: Journey, *, by, on: date, topic: str, question: str) -> Journey:
    journey = lock(journey, Action.ASK_COMPLEMENTS, by=by)
    Complement.objects.create(journey=journey, topic=topic, question=question, asked_by=by)
    transition(journey, Action.ASK_COMPLEMENTS, by=by, on=on, data={"topic": topic})
    return journey


@transaction.atomic
def answer_complements(journey: Journey, *, by, on: date, answers: dict[int, str]) -> Journey:
    """Answer what was asked and send the file back. ``answers``: complement's id → words.

    :raises GuardRefused: a question is left without answer.
    """
    journey = lock(journey, Action.ANSWER_COMPLEMENTS, by=by)
    actions.answer(journey, answers, by=by)
    if journey.complements.open().exists():
        raise GuardRefused(["Une question attend encore sa réponse."])
    actions.count_people(journey, on=on)
    transition(journey, Action.ANSWER_COMPLEMENTS, by=by, on=on)
    return journey


@transaction.atomic
def present(journey: Journey, *, by, on: date, territory: Territory, note: str = "") -> Journey:
    journey = lock(journey, Action.PRESENT, by=by)
    actions.require_open_programme(journey.programme, territory, on=on)
    journey.territory = territory
    journey.presented_by = by
    transition(journey, Action.PRESENT, by=by, on=on, note=note, data={"territory": territory.code})
    return journey


@transaction.atomic
def welcome(journey: Journey, *, by, on: date, territory: Territory, note: str = "") -> Journey:
    """A family recognised abroad arrives: no diagnosis in Paris, no decision to wait for."""
    journey = lock(journey, Action.WELCOME, by=by)
    actions.require_open_programme(journey.programme, territory, on=on)
    actions.count_people(journey, on=on)
    journey.territory = territory
    journey.presented_by = by
    transition(journey, Action.WELCOME, by=by, on=on, note=note, data={"territory": territory.code})
    return journey


@transaction.atomic
def shortlist(journey: Journey, *, by, on: date, note: str = "") -> Journey:
    journey = lock(journey, Action.SHORTLIST, by=by)
    transition(journey, Action.SHORTLIST, by=by, on=on, note=note)
    return journey


@transaction.atomic
def put_on_waiting_list(journey: Journey, *, by, on: date, reason: Reason, note: str = "") -> Journey:
    journey = lock(journey, Action.PUT_ON_WAITING_LIST, by=by)
    transition(journey, Action.PUT_ON_WAITING_LIST, by=by, on=on, note=note, reason=reason)
    return journey


@transaction.atomic
def decline(journey: Journey, *, by, on: date, reason: Reason, note: str = "") -> Journey:
    """A refusal has a consequence, held by its reason: park the file until a date to look again, or close it."""
    journey = lock(journey, Action.DECLINE, by=by)
    transition(journey, Action.DECLINE, by=by, on=on, note=note, reason=reason)
    if (review_on := actions.review_date(reason, on=on)) is not None:
        journey.review_on = review_on
        journey.save(update_fields=["review_on"])
    return journey


@explained()
def reconsider(journey: Journey, *, by, on: date, note: str = "") -> Journey:
    journey = lock(journey, Action.RECONSIDER, by=by)
    transition(journey, Action.RECONSIDER, by=by, on=on, note=note)
    return journey


@transaction.atomic
def assign(journey: Journey, *, by, on: date, caseworker) -> Journey:
    journey = lock(journey, Action.ASSIGN, by=by)
    journey.caseworker = caseworker
    transition(journey, Action.ASSIGN, by=by, on=on, data={"caseworker": caseworker.pk})
    return journey
