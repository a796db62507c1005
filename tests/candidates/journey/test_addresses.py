"""The addresses of the verbs, written here once more: people keep them, and a button may be worded anew."""

import pytest

from candidates.journey.forms import SimpleForm
from candidates.journey.table import TRANSITIONS, Action
from candidates.journey.verbs import all_verbs, register

ADDRESSES = {
    Action.SUBMIT: "transmettre-la-candidature",
    Action.ASK_COMPLEMENTS: "demander-un-complement",
    Action.ANSWER_COMPLEMENTS: "renvoyer-la-candidature-completee",
    Action.PRESENT: "presenter-au-territoire",
    Action.WELCOME: "accueillir-la-famille",
    Action.SHORTLIST: "retenir-la-candidature",
    Action.PUT_ON_WAITING_LIST: "mettre-en-liste-d-attente",
    Action.DECLINE: "ne-pas-retenir",
    Action.RECONSIDER: "reexaminer-la-candidature",
    Action.CONTACT_EMPLOYER: "noter-un-contact-avec-un-employeur",
    Action.FOLLOW_CONTACT: "noter-un-autre-contact-avec-un-employeur",
    Action.HOLD_MEETING: "enregistrer-l-entretien-et-le-projet",
    Action.PLAN_STAY: "prevoir-un-sejour-d-immersion",
    Action.CANCEL_STAY: "annuler-le-sejour",
    Action.RECORD_NO_SHOW: "la-famille-n-est-pas-venue",
    Action.ARRIVE: "constater-l-arrivee",
    Action.END_STAY: "terminer-le-sejour-et-faire-le-bilan",
    Action.WAIVE_IMMERSION: "dispenser-d-immersion",
    Action.GIVE_HOUSEHOLD_AGREEMENT: "enregistrer-la-reponse-du-menage",
    Action.GIVE_SERVICE_AGREEMENT: "donner-la-reponse-du-service",
    Action.RESUME_PROJECT: "reprendre-le-projet",
    Action.SIGN_CONTRACT: "enregistrer-le-contrat-signe",
    Action.OFFER_DWELLING: "proposer-un-logement",
    Action.REFUSE_DWELLING: "le-menage-refuse-le-logement",
    Action.SIGN_LEASE: "enregistrer-le-bail-signe",
    Action.MOVE_IN: "constater-l-emmenagement",
    Action.RECORD_ACT: "noter-un-acte-d-accompagnement",
    Action.ASSIGN: "confier-a-un-charge-d-accompagnement",
    Action.SUSPEND: "mettre-le-parcours-en-pause",
    Action.RESUME: "reprendre-le-parcours",
    Action.EXIT_TO_MAINSTREAM: "constater-la-sortie-vers-le-droit-commun",
    Action.LEAVE: "interrompre-le-parcours",
}


def test_every_address_is_what_it_has_always_been():
    assert {verb.action: verb.slug for verb in all_verbs()} == ADDRESSES


def test_what_nobody_does_by_hand_has_no_address():
    assert {action for action, rule in TRANSITIONS.items() if not rule.button.slug} == {
        Action.VALIDATE,
        Action.START_SUPPORT,
    }


@pytest.mark.parametrize("action", [Action.VALIDATE, Action.SHORTLIST])
def test_a_verb_without_an_address_of_its_own_is_refused(action):
    with pytest.raises(ValueError, match="needs an address of its own"):
        register(action, SimpleForm, lambda journey: None)
