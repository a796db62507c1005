"""What each verb needs: a guard refuses before the click, and again when the verb is done."""

import pytest

from candidates.journey.table import TRANSITIONS, Action
from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from emile.core.workflow import GUARDS, GuardRefused, check_needs
from placements.stays import workflow as stays
from tests.candidates.file import file_steps as places
from tests.candidates.journey.verbs.verb_pages import address, another_journey, arrange, text_of
from tests.world import TODAY


def with_flag(**flags):
    """The file as it would be in a programme with these rules."""

    def change(world, journey):
        for name, value in flags.items():
            setattr(journey.programme, name, value)

    return change


def no_reasons(world, journey):
    journey.candidature.reasons = ""
    journey.candidature.save()


def nobody_there(world, journey):
    journey.household.members.update(left_household_on=TODAY)


def consent_taken_back(world, journey):
    from candidates.models import Consent

    Consent.objects.create(
        household=journey.household, text_version="2026-01", given=False, given_on=TODAY, recorded_by=world.head
    )


def children_held_back(world, journey):
    from candidates.models import Schooling

    Schooling.objects.filter(member__household=journey.household).update(parental_consent="missing")


def nothing(world, journey):
    pass


# guard → a file on which it refuses, what to change there, what it says
REFUSALS = {
    "diagnosis_required_here": (places.at_step(Step.DIAGNOSIS), with_flag(diagnosis_required=False), "directement"),
    "candidature_complete": (places.at_step(Step.DIAGNOSIS), no_reasons, "Il manque encore : les raisons du projet."),
    "applicant_known": (places.at_step(Step.DIAGNOSIS), nobody_there, "Le demandeur n'est pas encore inscrit."),
    "household_consented": (places.at_step(Step.DIAGNOSIS), consent_taken_back, "L'accord de la famille"),
    "decline_can_be_reviewed": (places.left, nothing, "Cette décision ferme le dossier"),
    "no_other_open_journey": (places.declined, another_journey, "déjà un autre parcours en cours"),
    "no_stay_under_way": (places.stay_planned, nothing, "Un séjour est déjà prévu ou en cours."),
    "stay_planned": (places.at_step(Step.PROJECT), nothing, "Aucun séjour n'est prévu."),
    "stay_under_way": (places.stay_planned, nothing, "Aucun séjour n'est en cours."),
    "stay_did_not_count": (places.at_step(Step.IMMERSION), nothing, "L'immersion a déjà été faite."),
    "no_waiver_yet": (None, None, "Une dispense est déjà enregistrée."),
    "immersion_done_or_waived": (places.cut_short, nothing, "Le séjour a été écourté"),
    "household_has_not_answered": (places.half_answered, nothing, "Le ménage a déjà répondu."),
    "service_has_not_answered": (places.service_answered, nothing, "Le service a déjà répondu."),
    "both_agree": (places.half_answered, nothing, "Il faut l'accord du ménage et celui du service."),
    "one_side_refused": (places.half_answered, nothing, "Le projet se reprend quand les deux réponses sont connues"),
    "contract_where_required": (places.at_step(Step.VALIDATED), nothing, "Il faut d'abord un contrat signé"),
    "no_dwelling_held": (places.offered, nothing, "Un logement est déjà proposé"),
    "dwelling_offered": (places.at_step(Step.CONTRACTED), nothing, "Aucun logement n'est proposé"),
    "lease_signed": (places.offered, nothing, "Il faut d'abord un bail signé."),
    "children_may_move": (places.leased, children_held_back, "manque pour Sami."),
    "act_since_move_in": (places.at_step(Step.SETTLED), nothing, "premier acte après l'emménagement"),
}


def waived(world) -> Journey:
    journey = world.journey(Step.PROJECT)
    stays.waive_immersion(journey, by=world.head, on=TODAY, reason=world.reason("immersion_waiver"), note="Déjà venus.")
    return journey


REFUSALS["no_waiver_yet"] = (waived, nothing, "Une dispense est déjà enregistrée.")


def test_every_guard_of_the_table_is_tried_below():
    needed = {name for rule in TRANSITIONS.values() for name in rule.needs}
    assert needed == set(REFUSALS) == set(GUARDS)


@pytest.mark.parametrize("name", REFUSALS)
def test_each_need_refuses_with_its_sentence_wherever_the_table_asks_it(world, name):
    build, change, sentence = REFUSALS[name]
    with acting_as_system():
        journey = Journey.objects.select_related("programme").get(pk=build(world).pk)
        change(world, journey)
        for action in [action for action, rule in TRANSITIONS.items() if name in rule.needs]:
            with pytest.raises(GuardRefused, match=sentence.replace("(", r"\(")):
                check_needs(journey, action, TRANSITIONS)


def test_a_guard_is_asked_again_when_the_verb_is_done(world, sign_in):
    """The page was read before; the fact has gone since."""
    journey, answers = arrange(world, Action.SUBMIT)
    with acting_as_system():
        no_reasons(world, journey)
    page = sign_in(world.prescriber).post(address(journey, Action.SUBMIT), {**answers, "note": "Mon mot"})
    assert "Il manque encore : les raisons du projet." in text_of(page)
    assert "Mon mot" in text_of(page)
