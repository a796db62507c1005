"""What is wrong in the form of a verb is said in French beside its field, and nothing is lost."""

import uuid
from datetime import timedelta

import pytest
from django import forms

from candidates.journey.table import Action
from candidates.models import Member
from candidates.steps import Step
from emile.accounts.enums import Role
from emile.core.database.identity import acting_as_system
from emile.reference.models import Reason
from tests.candidates.journey.verb_answers import CASES
from tests.candidates.journey.verbs.verb_pages import address, answered, arrange, each_verb, now, text_of, written
from tests.world import TODAY

BAD = {
    "nothing": "",
    "too long": "a" * 100_000,
    "31 February": "31/02/2026",
    "year one": "0001-01-01",
    "the far future": "9999-12-31",
    "NUL": "a\x00b",
    "an emoji": "🏔️",
    "markup": "<script>alert(1)</script>",
    "not a number": "douze",
    "infinite": "1e999",
    "a huge number": "9" * 5000,
    "negative": "-1",
    "foreign or absent": "999999999",
}
ALONE = ["nothing", "year one", "NUL", "a huge number", "not a number"]
"""Tried also one field at a time, the others being right."""
TYPED = ["31/02/2026", "<script>", "🏔️", "douze"]


def writable(form: forms.Form) -> list[str]:
    return [name for name in form.fields if name != "token"]


@each_verb
def test_bad_input_gets_a_sentence_beside_its_field_and_nothing_is_lost(world, sign_in, ready, action):
    journey, answers = answered(world, action, ready)
    client = sign_in(CASES[action].person(world))
    url = address(journey, action)
    names = writable(client.get(url).context["form"])
    before = written(journey)
    for kind, value in BAD.items():
        response = client.post(url, {**answers, **dict.fromkeys(names, value), "token": str(uuid.uuid4())})
        assert response.status_code == 200, (kind, "accepted" if response.status_code == 302 else response.status_code)
        form = response.context["form"]
        assert form.errors, kind
        assert set(form.errors) <= {*form.fields, "__all__"}
        assert b"<script>alert(1)" not in response.content
    assert written(journey) == before


@each_verb
def test_one_bad_answer_among_good_ones_never_breaks_the_page(world, sign_in, ready, action):
    journey, answers = answered(world, action, ready)
    client = sign_in(CASES[action].person(world))
    url = address(journey, action)
    form = client.get(url).context["form"]
    for name in writable(form):
        for kind, value in BAD.items():
            if kind not in ALONE or fits(form.fields[name], value):
                continue
            response = client.post(url, {**answers, name: value, "token": str(uuid.uuid4())})
            assert response.status_code == 200, (name, kind)
            shown = response.context["form"]
            assert shown.errors, (name, kind)
            if value in TYPED and isinstance(form.fields[name].widget, forms.TextInput | forms.Textarea):
                assert shown[name].value() == value
    assert now(journey).step == journey.step


def fits(field: forms.Field, value: str) -> bool:
    """A free text takes nearly anything, a box is ticked by nearly anything, an optional answer may be left out."""
    if isinstance(field, forms.BooleanField):
        return True
    if value == "":
        return not field.required
    free = type(field) is forms.CharField
    return free and "\x00" not in value and len(value) <= (field.max_length or 0)


def test_a_megabyte_is_refused_beside_its_field_and_much_more_is_not_read(world, sign_in):
    journey, answers = arrange(world, Action.SHORTLIST)
    client = sign_in(world.head)
    response = client.post(address(journey, Action.SHORTLIST), {**answers, "note": "a" * 1_000_000})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["note"]
    assert client.post(address(journey, Action.SHORTLIST), {**answers, "note": "a" * 9_000_000}).status_code == 400
    assert now(journey).step == Step.PRESENTED


@each_verb
def test_every_choice_refuses_what_belongs_to_somebody_else(world, sign_in, ready, action):
    journey, answers = answered(world, action, ready)
    with acting_as_system():
        foreign = foreign_ids(world, journey)
    client = sign_in(CASES[action].person(world))
    form = client.get(address(journey, action)).context["form"]
    for name, field in form.fields.items():
        if not isinstance(field, forms.ModelChoiceField):
            continue
        model = field.queryset.model
        assert model in foreign, f"say what a foreign {model.__name__} is"
        response = client.post(address(journey, action), {**answers, name: foreign[model], "token": str(uuid.uuid4())})
        assert response.status_code == 200, name
        assert response.context["form"].errors[name] == ["Choisissez dans la liste."]


def foreign_ids(world, journey) -> dict:
    """Of the other territory, of another household, of another moment."""
    from emile.accounts.models import User
    from emile.reference.models import Territory
    from partners.models import Dwelling, Organisation, RelayFlat, Vacancy

    employer = world.organisation("Ailleurs", kind="employer", territory=world.lozere)
    elsewhere = world.journey(Step.PRESENTED, elsewhere=True)
    closed = Territory.objects.exclude(openings__programme=journey.programme).first()
    return {
        Member: elsewhere.household.members.first().pk,
        Vacancy: world.make_vacancy(employer, world.lozere).pk,
        Organisation: employer.pk,
        RelayFlat: world.other_flat.pk,
        Dwelling: world.dwelling(world.lozere).pk,
        Reason: world.reason("manager_access").pk,
        User: world.other_caseworker.pk,
        Territory: closed.pk if closed else 0,
    }


@pytest.mark.parametrize("token", ["", "pas-un-jeton", "\x00", "x" * 1000])
def test_a_form_without_its_token_is_refused_not_broken(world, sign_in, token):
    journey, answers = arrange(world, Action.SHORTLIST)
    response = sign_in(world.head).post(address(journey, Action.SHORTLIST), {**answers, "token": token})
    assert response.status_code == 200
    assert now(journey).step == Step.PRESENTED


def test_a_date_before_the_file_or_in_the_future_is_explained(world, sign_in):
    journey, answers = arrange(world, Action.SHORTLIST)
    client = sign_in(world.head)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    page = text_of(client.post(address(journey, Action.SHORTLIST), {**answers, "on": tomorrow}))
    assert "Cette date est dans l'avenir" in page
    too_early = (journey.opened_on - timedelta(days=1)).isoformat()
    page = text_of(client.post(address(journey, Action.SHORTLIST), {**answers, "on": too_early}))
    assert f"Le dossier a été ouvert le {journey.opened_on:%d/%m/%Y}." in page


def test_a_date_before_the_present_step_is_refused_by_the_verb_itself(world, sign_in):
    journey, answers = arrange(world, Action.SHORTLIST)
    response = sign_in(world.head).post(
        address(journey, Action.SHORTLIST), {**answers, "on": journey.opened_on.isoformat(), "note": "Mon mot"}
    )
    page = text_of(response)
    assert f"Le dossier est à l'étape actuelle depuis le {journey.step_since:%d/%m/%Y}" in page
    assert "Mon mot" in page


def test_a_reason_that_asks_for_words_asks_beside_the_note(world, sign_in):
    journey, answers = arrange(world, Action.DECLINE)
    with acting_as_system():
        reason = world.reason("decline")
        Reason.objects.filter(pk=reason.pk).update(note_required=True)
    response = sign_in(world.head).post(address(journey, Action.DECLINE), {**answers, "note": ""})
    assert response.context["form"].errors["note"] == [f"Pour « {reason} », précisez en quelques mots."]


def test_the_caseworkers_offered_are_those_of_today(world, sign_in):
    journey, _ = arrange(world, Action.ASSIGN)
    with acting_as_system():
        gone = world.person("Partie", Role.CASEWORKER, world.operator, territory=world.cantal)
        gone.memberships.update(valid_to=TODAY - timedelta(days=1))
        later = world.person("Bientôt", Role.CASEWORKER, world.operator, territory=world.cantal)
        later.memberships.update(valid_from=TODAY + timedelta(days=1))
    form = sign_in(world.head).get(address(journey, Action.ASSIGN)).context["form"]
    with acting_as_system():
        assert list(form.fields["caseworker"].queryset) == [world.caseworker]
