"""The page of every verb: it asks, does it once, and is nobody else's."""

import uuid

import pytest

from candidates.journey import table
from candidates.journey.moves import roles_on
from candidates.journey.table import TRANSITIONS, Action
from candidates.journey.verbs import all_verbs, find, slug_of
from candidates.models import Journey
from candidates.steps import Step
from emile.accounts.enums import Role
from emile.core.database.identity import acting_as_system
from emile.core.workflow import NotAllowed, WrongStep, check_step
from tests.candidates.journey.verb_answers import CASES
from tests.candidates.journey.verbs.verb_pages import (
    VERBS,
    address,
    answered,
    arrange,
    each_verb,
    events,
    now,
    text_of,
    written,
)
from tests.world import TODAY


def test_every_verb_somebody_has_is_registered_with_a_form_and_an_address_of_its_own():
    assert {verb.action for verb in all_verbs()} == set(VERBS) == set(CASES)
    assert len({verb.slug for verb in all_verbs()}) == len(VERBS)
    assert all(find(slug_of(action)).action == action for action in VERBS)


def test_no_address_carries_anything_but_words():
    assert all(verb.slug.replace("-", "").isalpha() for verb in all_verbs())


@each_verb
def test_the_page_asks_then_does_it_once(world, sign_in, ready, action):
    journey, answers = answered(world, action, ready)
    client = sign_in(CASES[action].person(world))
    page = client.get(address(journey, action))
    assert page.status_code == 200
    assert TRANSITIONS[action].label in text_of(page)
    assert "Pas encore possible" not in text_of(page)
    before = events(journey)
    first = client.post(address(journey, action), answers)
    assert first.status_code == 302, text_of(first)
    assert first["Location"] == f"/dossiers/{journey.reference}/"
    done = events(journey)
    assert done > before
    again = client.post(address(journey, action), answers)
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert events(journey) == done
    after = now(journey)
    assert after.step == (TRANSITIONS[action].to or journey.step)


@each_verb
def test_another_form_after_the_step_moved_says_so_and_keeps_what_was_typed(world, sign_in, ready, action):
    rule = TRANSITIONS[action]
    if rule.to is None or rule.to in rule.sources or action is Action.LEAVE:
        return  # may be done twice: another question, another act
    journey, answers = answered(world, action, ready)
    client = sign_in(CASES[action].person(world))
    assert client.post(address(journey, action), answers).status_code == 302
    before = events(journey)
    late = client.post(address(journey, action), {**answers, "token": str(uuid.uuid4()), "note": "Mon mot à moi"})
    assert late.status_code == 200
    assert "n'est pas possible à l'étape" in text_of(late) or "à corriger" in text_of(late)
    if "note" in find(slug_of(action)).form.base_fields:
        assert "Mon mot à moi" in text_of(late)
    assert events(journey) == before


@each_verb
def test_only_its_roles_have_the_page(world, sign_in, ready, action):
    journey, answers = answered(world, action, ready)
    with acting_as_system():
        Journey.objects.filter(pk=journey.pk).update(territory=world.cantal)
    journey, before = now(journey), written(journey)
    people = {
        Role.PRESCRIBER: world.prescriber,
        Role.REFERENT: world.referent,
        Role.SERVICE_HEAD: world.head,
        Role.CASEWORKER: world.caseworker,
    }
    for role, person in people.items():
        client = sign_in(person)
        allowed = role in TRANSITIONS[action].roles
        assert (client.get(address(journey, action)).status_code == 200) is allowed, role
        if not allowed:
            assert client.post(address(journey, action), answers).status_code == 403
    for stranger in (world.other_prescriber, world.other_head, world.lyon_prescriber, world.manager, world.partner):
        assert sign_in(stranger).get(address(journey, action)).status_code == 404
        assert sign_in(stranger).post(address(journey, action), answers).status_code == 404
    assert written(journey) == before


@each_verb
def test_from_any_other_step_the_verb_is_refused(world, ready, action):
    journey, _ = answered(world, action, ready)
    rule = TRANSITIONS[action]
    for step in set(Step) - rule.sources - set(rule.shortcuts):
        journey.step = step
        with pytest.raises(WrongStep, match="n'est pas possible à l'étape"):
            check_step(journey, action, TRANSITIONS)


def test_what_ends_something_is_asked_by_a_button_that_says_so(world, sign_in):
    journey, _ = arrange(world, Action.DECLINE)
    head = sign_in(world.head)
    assert (
        '<button class="btn btn-danger">Ne pas retenir' in head.get(address(journey, Action.DECLINE)).content.decode()
    )
    assert '<button class="btn btn-primary">Retenir' in head.get(address(journey, Action.SHORTLIST)).content.decode()


def test_an_unknown_verb_does_not_exist(world, sign_in):
    journey, _ = arrange(world, Action.SHORTLIST)
    assert sign_in(world.head).get(f"/dossiers/{journey.reference}/agir/supprimer/").status_code == 404


def test_the_page_of_a_verb_that_is_not_possible_here_says_why(world, sign_in):
    journey, _ = arrange(world, Action.SHORTLIST)
    page = text_of(sign_in(world.head).get(address(journey, Action.SIGN_LEASE)))
    assert "Ce n'est pas possible à l'étape « Candidature présentée »." in page


def test_a_get_changes_nothing(world, sign_in):
    journey, _ = arrange(world, Action.SHORTLIST)
    before = written(journey)
    sign_in(world.head).get(address(journey, Action.SHORTLIST), {"on": TODAY.isoformat(), "token": str(uuid.uuid4())})
    assert written(journey) == before


# --- who may, on which file ---------------------------------------------------------------------------------------


@each_verb
def test_the_function_itself_refuses_the_wrong_role(world, ready, action):
    journey, answers = answered(world, action, ready)
    verb = find(slug_of(action))
    with acting_as_system():
        person = (
            next(
                candidate
                for candidate in (world.head, world.prescriber, world.referent, world.caseworker)
                if candidate.scope.roles.isdisjoint(TRANSITIONS[action].roles)
            )
            if TRANSITIONS[action].roles != table.EVERYONE
            else world.manager
        )
        Journey.objects.filter(pk=journey.pk).update(territory=world.cantal)
        form = verb.form({**answers}, journey=journey, user=CASES[action].person(world), today=TODAY)
        assert form.is_valid(), form.errors
        with pytest.raises((NotAllowed, Journey.DoesNotExist)):
            verb.perform(journey, by=person, **form.arguments())


def test_roles_are_held_on_a_file(world):
    with acting_as_system():
        ours = world.journey(Step.PRESENTED)
        theirs = world.journey(Step.PRESENTED, elsewhere=True)
        assert roles_on(ours, world.head) == {Role.SERVICE_HEAD}
        assert roles_on(theirs, world.head) == set()
        assert roles_on(ours, world.manager) == set()
        theirs.caseworker = world.caseworker
        assert roles_on(theirs, world.caseworker) == {Role.CASEWORKER}
