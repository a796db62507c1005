"""What the verbs of the second half refuse, and how they say it."""

import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError

from candidates.journey.table import Action
from candidates.journey.verbs import slug_of
from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from emile.core.database.integrity import RefusedByDatabase, explained, sentences
from emile.core.workflow import GuardRefused, NotAllowed, OutOfOrder
from placements.models import Agreement, Contract, Lease, Stay
from placements.project import workflow as project
from placements.stays import workflow as stays
from placements.support import workflow as support
from placements.work import workflow as work
from tests.candidates.file import file_steps as places
from tests.world import TODAY, World

SOON = TODAY + timedelta(days=1)


@pytest.fixture
def world(world_as_it_stands) -> World:
    return world_as_it_stands


def fresh(journey: Journey) -> Journey:
    return Journey.objects.get(pk=journey.pk)


# --- the constraints speak ----------------------------------------------------------------------------------------

HELD_BY_THE_VERBS = {
    "stay_arrival_fits_state",
    "lease_signed_has_date",
    "lease_refused_has_date",
}
"""A state and its date, always written together: no form can break these."""


def test_every_rule_of_the_database_has_its_sentence_or_cannot_be_met():
    rules = {rule.name for model in apps.get_app_config("placements").get_models() for rule in model._meta.constraints}
    assert rules - set(sentences()) == HELD_BY_THE_VERBS


def overlapping(world):
    places.stay_planned(world)
    places.plan(world, world.journey(Step.PROJECT))


def backwards(world):
    Stay.objects.create(**a_stay(world, departure=TODAY - timedelta(days=1), exception_reason=any_reason(world)))


def begun_already(world):
    Stay.objects.create(**a_stay(world, planned_on=TODAY + timedelta(days=1)))


def nobody(world):
    Stay.objects.create(**a_stay(world, people=0))


def left_first(world):
    journey = places.arrived(world)
    stay = journey.stays.get()
    stay.state, stay.left_on = "attended", stay.arrived_on - timedelta(days=1)
    stay.save()


def a_stay(world, **changes) -> dict:
    details = {"journey": world.journey(Step.PROJECT), "flat": world.flat, "planned_by": world.head}
    days = {"arrival": TODAY, "departure": TODAY + timedelta(days=3), "planned_on": TODAY, "people": 2}
    return details | days | changes


def any_reason(world):
    return world.reason("stay_exception")


def answer(world, journey, **changes) -> Agreement:
    details = {"round": 1, "side": "household", "agrees": True, "decided_on": TODAY, "signatory": "Awa"}
    return Agreement.objects.create(journey=journey, **{**details, "recorded_by": world.head, **changes})


def twice_a_side(world):
    answer(world, places.half_answered(world))


def one_person(world):
    answer(world, places.half_answered(world), side="service", recorded_by=world.caseworker)


def unsigned(world):
    answer(world, world.journey(Step.IMMERSION), signatory="")


def a_contract(world, **changes):
    journey = world.journey(Step.VALIDATED)
    details = {"kind": "cdd", "starts_on": TODAY, "member": journey.household.members.get(link="applicant")}
    work.sign_contract(journey, by=world.head, on=TODAY, employer=world.employer, **{**details, **changes})


def contract_backwards(world):
    a_contract(world, ends_on=TODAY - timedelta(days=1))


def contract_of_a_hundred_hours(world):
    a_contract(world, weekly_hours=99)


def same_flat(world):
    first = places.offered(world)
    second = world.journey(Step.CONTRACTED)
    Lease.objects.create(journey=second, dwelling=first.leases.get().dwelling, offered_on=TODAY, recorded_by=world.head)


def two_leases(world):
    journey = places.leased(world)
    Lease.objects.create(
        journey=journey,
        dwelling=world.dwelling(),
        offered_on=TODAY,
        signed_on=TODAY,
        state="signed",
        recorded_by=world.head,
    )


def moved_in_first(world):
    lease = places.leased(world).leases.get()
    lease.moved_in_on = lease.signed_on - timedelta(days=1)
    lease.save()


def date_without_words(world):
    support.record_act(world.journey(Step.SUPPORT), by=world.caseworker, on=TODAY, theme="work", next_step_on=TODAY)


def waived_twice(world):
    from placements.models import ImmersionWaiver

    journey = world.journey(Step.PROJECT)
    details = {"reason": world.reason("immersion_waiver"), "note": "n", "waived_on": TODAY, "waived_by": world.head}
    for _ in range(2):
        ImmersionWaiver.objects.create(journey=journey, round=1, **details)


BROKEN = {
    "stay_flat_never_twice": overlapping,
    "stay_leaves_after_arriving": backwards,
    "stay_exception_has_a_reason": begun_already,
    "stay_people": nobody,
    "stay_left_after_arrived": left_first,
    "agreement_once_per_side": twice_a_side,
    "agreement_two_people": one_person,
    "agreement_is_signed": unsigned,
    "contract_dates_in_order": contract_backwards,
    "contract_weekly_hours": contract_of_a_hundred_hours,
    "lease_one_per_dwelling": same_flat,
    "lease_one_signed_per_journey": two_leases,
    "lease_move_in_after_signature": moved_in_first,
    "act_next_step_has_words": date_without_words,
    "waiver_once_per_round": waived_twice,
}


def test_every_sentence_is_reached_below():
    rules = {rule.name for model in apps.get_app_config("placements").get_models() for rule in model._meta.constraints}
    assert set(BROKEN) == rules - HELD_BY_THE_VERBS


@pytest.mark.parametrize("name", BROKEN)
def test_each_rule_of_the_database_is_explained_in_french(world, name):
    with acting_as_system():
        with pytest.raises((RefusedByDatabase, stays.FlatTaken)) as refusal, explained():
            BROKEN[name](world)
        assert str(refusal.value) == sentences()[name]


def test_a_rule_without_a_sentence_is_a_bug_and_stays_one(world):
    with acting_as_system():
        journey = places.stay_planned(world)
        stay = journey.stays.get()
        stay.arrived_on = TODAY
        with pytest.raises(IntegrityError), explained():
            stay.save()


# --- who answers for whom -----------------------------------------------------------------------------------------


def test_who_proposed_the_household_does_not_answer_for_the_service(world):
    from datetime import date

    from emile.accounts.enums import Role
    from partners.models import Membership

    with acting_as_system():
        journey = world.journey(Step.IMMERSION)
        for proposer in (world.prescriber, world.referent):
            Membership.objects.create(
                user=proposer,
                organisation=world.operator,
                role=Role.SERVICE_HEAD,
                territory=world.cantal,
                valid_from=date(2014, 1, 1),
            )
            proposer.__dict__.pop("scope", None)
            with pytest.raises(project.ProposedByThem, match="Vous avez proposé ce ménage"):
                project.give_service_agreement(journey, by=proposer, on=TODAY, agrees=True)
        project.give_service_agreement(journey, by=world.head, on=TODAY, agrees=True)


def test_one_person_does_not_record_both_answers(world):
    from datetime import date

    from emile.accounts.enums import Role
    from partners.models import Membership

    with acting_as_system():
        journey = world.journey(Step.IMMERSION)
        Membership.objects.create(
            user=world.caseworker,
            organisation=world.operator,
            role=Role.SERVICE_HEAD,
            territory=world.cantal,
            valid_from=date(2014, 1, 1),
        )
        world.caseworker.__dict__.pop("scope", None)
        project.give_household_agreement(journey, by=world.caseworker, on=TODAY, agrees=True, signatory="Awa")
        with pytest.raises(project.SamePerson, match="une autre personne"):
            project.give_service_agreement(journey, by=world.caseworker, on=TODAY, agrees=True)


# --- what a stay changes to what may follow -----------------------------------------------------------------------


def test_a_family_that_did_not_come_needs_another_stay_or_a_waiver(world):
    with acting_as_system():
        journey = places.stay_planned(world)
        stays.record_no_show(journey, by=world.caseworker, on=TODAY)
        with pytest.raises(GuardRefused, match="Aucun séjour n'est prévu"):
            stays.arrive(journey, by=world.caseworker, on=TODAY)
        places.plan(world, fresh(journey))
        stays.arrive(journey, by=world.caseworker, on=TODAY)
        assert fresh(journey).step == Step.IMMERSION


def test_a_stay_cut_short_does_not_count_until_another_one_or_a_waiver(world):
    with acting_as_system():
        journey = places.cut_short(world)
        refused = {"by": world.head, "on": TODAY, "agrees": True}
        with pytest.raises(GuardRefused, match="Le séjour a été écourté"):
            project.give_service_agreement(journey, **refused)
        reason = world.reason("immersion_waiver")
        stays.waive_immersion(journey, by=world.head, on=TODAY, reason=reason, note="Trois jours ont suffi.")
        project.give_service_agreement(journey, **refused)


def test_a_second_stay_may_follow_one_that_was_cut_short(world):
    with acting_as_system():
        journey = places.cut_short(world)
        other = world.relay_flat("Relais Cère", world.cantal)
        places.plan(world, fresh(journey), flat=other)
        stays.arrive(journey, by=world.caseworker, on=TODAY)
        stays.end_stay(journey, by=world.caseworker, on=TODAY, cut_short=False)
        project.give_service_agreement(journey, by=world.head, on=TODAY, agrees=True)
        with pytest.raises(GuardRefused, match="L'immersion a déjà été faite"):
            places.plan(world, fresh(journey), in_days=10)


def test_a_stay_that_is_not_due_yet_is_cancelled_not_missed(world):
    with acting_as_system():
        journey = world.journey(Step.PROJECT)
        places.plan(world, journey, in_days=5)
        with pytest.raises(OutOfOrder, match="annulez plutôt le séjour"):
            stays.record_no_show(journey, by=world.caseworker, on=TODAY)
        with pytest.raises(OutOfOrder, match="Le séjour est prévu du"):
            stays.arrive(journey, by=world.caseworker, on=TODAY)


def test_a_stay_outside_the_rules_belongs_to_the_head_with_a_reason(world):
    with acting_as_system():
        journey = world.journey(Step.PROJECT)
        long_stay = {"flat": world.flat, "arrival": TODAY, "departure": TODAY + timedelta(days=9), "people": 2}
        with pytest.raises(NotAllowed, match="relève du chef de service"):
            stays.plan_stay(journey, by=world.caseworker, today=TODAY, **long_stay)
        with pytest.raises(OutOfOrder, match="Indiquez le motif"):
            stays.plan_stay(journey, by=world.head, today=TODAY, **long_stay)
        with pytest.raises(stays.TooMany, match="6 couchages pour 7"):
            stays.plan_stay(journey, by=world.head, today=TODAY, **{**long_stay, "people": 7})


def test_the_employer_of_the_post_is_the_employer_of_the_contract(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.VALIDATED)
        other = world.organisation("Autre", kind="employer", territory=world.cantal)
        member = journey.household.members.get(link="applicant").pk
    answers = {"token": uuid.uuid4(), "on": TODAY, "starts_on": TODAY, "kind": "cdi", "member": member}
    url = f"/dossiers/{journey.reference}/agir/{slug_of(Action.SIGN_CONTRACT)}/"
    response = sign_in(world.head).post(url, {**answers, "vacancy": world.vacancy.pk, "employer": other.pk})
    assert response.status_code == 302
    with acting_as_system():
        assert Contract.objects.get(journey=journey).employer == world.employer
