"""The journey: every verb, from where, to where, by whom, and what it needs. The screens, the documentation page
and the tests read this table. The functions of the first half are in ``first_half.py``, those of the second in
``placements/``.

Source: the chronology published by the programme (Aurore, « Un toit, un emploi ») and domain, section 1.
"""

from django.db import models

from candidates.steps import BEFORE_MOVE_IN, CLOSED, IN_ORIGIN, OPEN, SETTLED_OR_AFTER, Step
from emile.accounts.enums import Role
from emile.core.workflow import Button, Transition


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
    SUSPEND = "suspend", "Parcours mis en pause"
    RESUME = "resume", "Fin de la pause"
    EXIT_TO_MAINSTREAM = "exit_to_mainstream", "Sortie vers le droit commun"
    LEAVE = "leave", "Parcours interrompu"
    # a new file
    OPEN = "open", "Dossier ouvert"


ORIGIN = frozenset({Role.PRESCRIBER, Role.REFERENT})
REFERENT = frozenset({Role.REFERENT})
HEAD = frozenset({Role.SERVICE_HEAD})
LOCAL = frozenset({Role.SERVICE_HEAD, Role.CASEWORKER})
EVERYONE = ORIGIN | LOCAL
NOBODY: frozenset[Role] = frozenset()
"""Done by the product itself, as the consequence of another verb."""

FLAGS = {
    "direct_arrival": "programme sans diagnostic",
    "no_immersion": "programme sans immersion",
    "housing_first": "programme où le logement vient d'abord",
    "suspended": "parcours en pause",
}
"""What opens a shortcut (``Journey.allows``), in the words of the page of the journey."""

TRANSITIONS: dict[Action, Transition] = {
    # --- in the place of origin -------------------------------------------------------------------------------
    Action.SUBMIT: Transition(
        button=Button("Transmettre la candidature", slug="transmettre-la-candidature", icon="send"),
        sources=frozenset({Step.DIAGNOSIS}),
        to=Step.SUBMITTED,
        roles=ORIGIN,
        needs=("diagnosis_required_here", "candidature_complete"),
        asks="Le référent sera prévenu et pourra présenter la famille.",
    ),
    Action.ASK_COMPLEMENTS: Transition(
        button=Button(
            "Demander un complément", slug="demander-un-complement", icon="message-circle-question-mark", tone="warning"
        ),
        sources=frozenset({Step.SUBMITTED, Step.TO_COMPLETE}),
        to=Step.TO_COMPLETE,
        roles=REFERENT,
    ),
    Action.ANSWER_COMPLEMENTS: Transition(
        button=Button("Renvoyer la candidature complétée", slug="renvoyer-la-candidature-completee", icon="send"),
        sources=frozenset({Step.TO_COMPLETE}),
        to=Step.SUBMITTED,
        roles=ORIGIN,
        needs=("candidature_complete",),
    ),
    Action.PRESENT: Transition(
        button=Button("Présenter au territoire", slug="presenter-au-territoire", icon="presentation"),
        sources=frozenset({Step.SUBMITTED}),
        to=Step.PRESENTED,
        roles=REFERENT,
        needs=("candidature_complete",),
        asks="Le chef de service du territoire verra tout le dossier.",
    ),
    Action.WELCOME: Transition(
        button=Button("Accueillir la famille", slug="accueillir-la-famille", icon="plane-landing"),
        sources=frozenset(),
        shortcuts={Step.DIAGNOSIS: "direct_arrival"},
        to=Step.SHORTLISTED,
        roles=REFERENT | HEAD,
        needs=("applicant_known", "household_consented"),
    ),
    # --- the decision -----------------------------------------------------------------------------------------
    Action.SHORTLIST: Transition(
        button=Button("Retenir la candidature", slug="retenir-la-candidature", icon="circle-check", tone="success"),
        sources=frozenset({Step.PRESENTED, Step.WAITING}),
        to=Step.SHORTLISTED,
        roles=HEAD,
    ),
    Action.PUT_ON_WAITING_LIST: Transition(
        button=Button("Mettre en liste d'attente", slug="mettre-en-liste-d-attente", icon="hourglass", tone="warning"),
        sources=frozenset({Step.PRESENTED}),
        to=Step.WAITING,
        roles=HEAD,
    ),
    Action.DECLINE: Transition(
        button=Button("Ne pas retenir", slug="ne-pas-retenir", icon="circle-x", tone="danger"),
        sources=frozenset({Step.PRESENTED, Step.WAITING}),
        to=Step.DECLINED,
        roles=HEAD,
        asks="La structure et le référent en verront le motif.",
        dangerous=True,
    ),
    Action.RECONSIDER: Transition(
        button=Button("Réexaminer la candidature", slug="reexaminer-la-candidature", icon="rotate-ccw"),
        sources=frozenset({Step.DECLINED}),
        to=Step.PRESENTED,
        roles=REFERENT | HEAD,
        needs=("decline_can_be_reviewed", "no_other_open_journey"),
    ),
    # --- the project ------------------------------------------------------------------------------------------
    Action.CONTACT_EMPLOYER: Transition(
        button=Button("Noter un contact avec un employeur", slug="noter-un-contact-avec-un-employeur", icon="phone"),
        sources=frozenset({Step.SHORTLISTED}),
        to=Step.JOB_SEARCH,
        roles=LOCAL,
    ),
    Action.FOLLOW_CONTACT: Transition(
        button=Button(
            "Noter un autre contact avec un employeur", slug="noter-un-autre-contact-avec-un-employeur", icon="phone"
        ),
        sources=frozenset({Step.JOB_SEARCH, Step.PROJECT, Step.IMMERSION, Step.VALIDATED}),
        roles=LOCAL,
    ),
    Action.HOLD_MEETING: Transition(
        button=Button(
            "Enregistrer l'entretien et le projet", slug="enregistrer-l-entretien-et-le-projet", icon="messages-square"
        ),
        sources=frozenset({Step.JOB_SEARCH}),
        to=Step.PROJECT,
        roles=HEAD,
    ),
    Action.PLAN_STAY: Transition(
        button=Button("Prévoir un séjour d'immersion", slug="prevoir-un-sejour-d-immersion", icon="calendar-plus"),
        sources=frozenset({Step.JOB_SEARCH, Step.PROJECT, Step.IMMERSION}),
        roles=LOCAL | REFERENT,
        needs=("no_stay_under_way", "stay_did_not_count", "no_waiver_yet"),
    ),
    Action.CANCEL_STAY: Transition(
        button=Button("Annuler le séjour", slug="annuler-le-sejour", icon="calendar-x", tone="warning"),
        sources=frozenset({Step.JOB_SEARCH, Step.PROJECT, Step.IMMERSION}),
        roles=LOCAL | REFERENT,
        needs=("stay_planned",),
    ),
    Action.RECORD_NO_SHOW: Transition(
        button=Button(
            "La famille n'est pas venue", slug="la-famille-n-est-pas-venue", icon="calendar-x", tone="warning"
        ),
        sources=frozenset({Step.JOB_SEARCH, Step.PROJECT, Step.IMMERSION}),
        roles=LOCAL,
        needs=("stay_planned",),
    ),
    Action.ARRIVE: Transition(
        button=Button("Constater l'arrivée", slug="constater-l-arrivee", icon="train-front"),
        sources=frozenset({Step.PROJECT, Step.IMMERSION}),
        to=Step.IMMERSION,
        roles=LOCAL,
        needs=("stay_planned",),
    ),
    Action.END_STAY: Transition(
        button=Button(
            "Terminer le séjour et faire le bilan", slug="terminer-le-sejour-et-faire-le-bilan", icon="calendar-check"
        ),
        sources=frozenset({Step.IMMERSION}),
        roles=LOCAL,
        needs=("stay_under_way",),
    ),
    Action.WAIVE_IMMERSION: Transition(
        button=Button("Dispenser d'immersion", slug="dispenser-d-immersion", icon="calendar-minus"),
        sources=frozenset({Step.PROJECT, Step.IMMERSION}),
        to=Step.IMMERSION,
        roles=HEAD,
        needs=("no_stay_under_way", "no_waiver_yet", "stay_did_not_count"),
    ),
    Action.GIVE_HOUSEHOLD_AGREEMENT: Transition(
        button=Button("Enregistrer la réponse du ménage", slug="enregistrer-la-reponse-du-menage", icon="mail-check"),
        sources=frozenset({Step.IMMERSION}),
        roles=frozenset({Role.PRESCRIBER, Role.REFERENT, Role.CASEWORKER}),
        needs=("immersion_done_or_waived", "household_has_not_answered"),
    ),
    Action.GIVE_SERVICE_AGREEMENT: Transition(
        button=Button("Donner la réponse du service", slug="donner-la-reponse-du-service", icon="mail-check"),
        sources=frozenset({Step.IMMERSION}),
        roles=HEAD,
        needs=("immersion_done_or_waived", "service_has_not_answered"),
    ),
    Action.VALIDATE: Transition(
        button=Button("Valider le projet", icon="handshake", tone="success"),
        sources=frozenset({Step.IMMERSION}),
        to=Step.VALIDATED,
        roles=NOBODY,
        needs=("both_agree",),
    ),
    Action.RESUME_PROJECT: Transition(
        button=Button("Reprendre le projet", slug="reprendre-le-projet", icon="rotate-ccw"),
        sources=frozenset({Step.IMMERSION}),
        to=Step.PROJECT,
        roles=HEAD,
        needs=("one_side_refused",),
    ),
    # --- the installation -------------------------------------------------------------------------------------
    Action.SIGN_CONTRACT: Transition(
        button=Button(
            "Enregistrer le contrat signé", slug="enregistrer-le-contrat-signe", icon="file-pen-line", tone="success"
        ),
        sources=frozenset({Step.VALIDATED}),
        to=Step.CONTRACTED,
        roles=LOCAL,
        needs=("both_agree",),
    ),
    Action.OFFER_DWELLING: Transition(
        button=Button("Proposer un logement", slug="proposer-un-logement", icon="key-round"),
        sources=frozenset({Step.VALIDATED, Step.CONTRACTED}),
        shortcuts={Step.SHORTLISTED: "housing_first"},
        roles=LOCAL,
        needs=("no_dwelling_held",),
    ),
    Action.REFUSE_DWELLING: Transition(
        button=Button(
            "Le ménage refuse le logement", slug="le-menage-refuse-le-logement", icon="circle-x", tone="warning"
        ),
        sources=frozenset({Step.VALIDATED, Step.CONTRACTED}),
        shortcuts={Step.SHORTLISTED: "housing_first"},
        roles=LOCAL,
        needs=("dwelling_offered",),
    ),
    Action.SIGN_LEASE: Transition(
        button=Button("Enregistrer le bail signé", slug="enregistrer-le-bail-signe", icon="key-round"),
        sources=frozenset({Step.CONTRACTED}),
        shortcuts={Step.SHORTLISTED: "housing_first"},
        roles=LOCAL,
        needs=("dwelling_offered",),
    ),
    Action.MOVE_IN: Transition(
        button=Button("Constater l'emménagement", slug="constater-l-emmenagement", icon="house", tone="accent"),
        sources=frozenset({Step.CONTRACTED}),
        shortcuts={Step.SHORTLISTED: "housing_first"},
        to=Step.SETTLED,
        roles=LOCAL,
        needs=("contract_where_required", "lease_signed", "children_may_move"),
    ),
    # --- support and exits ------------------------------------------------------------------------------------
    Action.RECORD_ACT: Transition(
        button=Button("Noter un acte d'accompagnement", slug="noter-un-acte-d-accompagnement", icon="notebook-pen"),
        sources=frozenset({Step.SETTLED, Step.SUPPORT}) | (BEFORE_MOVE_IN - IN_ORIGIN),
        roles=LOCAL,
    ),
    Action.START_SUPPORT: Transition(
        button=Button("Commencer l'accompagnement", icon="footprints"),
        sources=frozenset({Step.SETTLED}),
        to=Step.SUPPORT,
        roles=NOBODY,
        needs=("act_since_move_in",),
    ),
    Action.ASSIGN: Transition(
        button=Button(
            "Confier à un·e chargé·e d'accompagnement", slug="confier-a-un-charge-d-accompagnement", icon="user-check"
        ),
        sources=frozenset(Step) - CLOSED - IN_ORIGIN,
        roles=HEAD,
    ),
    Action.SUSPEND: Transition(
        button=Button("Mettre le parcours en pause", slug="mettre-le-parcours-en-pause", icon="hourglass"),
        sources=OPEN,
        roles=EVERYONE,
        asks="Le dossier sort des choses à faire de tous jusqu'au jour choisi, et y revient ce jour-là.",
    ),
    Action.RESUME: Transition(
        button=Button("Reprendre le parcours", slug="reprendre-le-parcours", icon="rotate-ccw"),
        sources=frozenset(),
        shortcuts={step: "suspended" for step in Step if step in OPEN},
        roles=EVERYONE,
    ),
    Action.EXIT_TO_MAINSTREAM: Transition(
        button=Button(
            "Constater la sortie vers le droit commun",
            slug="constater-la-sortie-vers-le-droit-commun",
            icon="star",
            tone="accent",
        ),
        sources=frozenset({Step.SUPPORT}),
        to=Step.MAINSTREAM,
        roles=LOCAL,
        asks="L'accompagnement s'arrête ; le dossier reste lisible.",
    ),
    Action.LEAVE: Transition(
        button=Button("Interrompre le parcours", slug="interrompre-le-parcours", icon="log-out", tone="danger"),
        sources=BEFORE_MOVE_IN | (SETTLED_OR_AFTER - CLOSED),
        to=Step.LEFT,
        roles=EVERYONE,
        asks="Le parcours sera clos ; le ménage pourra revenir par un nouveau parcours.",
        dangerous=True,
    ),
}
