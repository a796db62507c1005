"""The journey: every verb, from where, to where, by whom, and what it needs. The screens, the documentation page
and the tests read this table. The functions of the first half are in ``first_half.py``, those of the second in
``placements/``.

Source: the chronology published by the programme (Aurore, « Un toit, un emploi ») and domain, section 1.
"""

from django.db import models

from candidates.steps import BEFORE_MOVE_IN, CLOSED, IN_ORIGIN, SETTLED_OR_AFTER, Step
from emile.accounts.enums import Role
from emile.core.workflow import Transition


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
