"""Every verb of the table, through its page: done once, refused in French, never a 500."""

import ast
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.utils.html import strip_tags

from candidates.journey import first_half, table
from candidates.journey.moves import roles_on
from candidates.journey.table import NOBODY, TRANSITIONS, Action
from candidates.journey.verbs import all_verbs, find, slug_of
from candidates.models import Journey, JourneyEvent, Member
from candidates.steps import CLOSED, Step
from emile.accounts.enums import Role
from emile.core.database.identity import acting_as_system
from emile.core.workflow import GUARDS, GuardRefused, NotAllowed, OutOfOrder, WrongStep, check_needs, check_step
from emile.reference.models import Programme, Reason
from placements.stays import workflow as stays
from placements.support import workflow as support
from tests.candidates.file import file_steps as places
from tests.candidates.journey.verb_answers import CASES
from tests.conftest import forget_everything, undone
from tests.world import TODAY, World

VERBS = [action for action, rule in TRANSITIONS.items() if rule.roles != NOBODY]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One for the file, never committed: what a test does to it is undone with the test."""
    with django_db_blocker.unblock(), undone():
        with acting_as_system():
            built = World()
        forget_everything()
        yield built


@pytest.fixture(scope="module")
def ready(world, action) -> Iterator[Journey]:
    """A file on which the verb can be done: one for all that is asked about this verb."""
    with undone():
        with acting_as_system():
            journey = CASES[action].place(world)
        forget_everything()
        yield journey


@pytest.fixture(autouse=True)
def undone_with_the_test(db) -> None:
    """Those tests, too, that use nothing but the world."""


each_verb = pytest.mark.parametrize("action", VERBS, scope="module")


def arrange(world, action: Action) -> tuple[Journey, dict]:
    """A file ready for the verb, and the good answers to its form."""
    with acting_as_system():
        journey = CASES[action].place(world)
    return answered(world, action, journey)


def answered(world, action: Action, journey: Journey) -> tuple[Journey, dict]:
    """The file as it is now, and the good answers to the form."""
    with acting_as_system():
        journey = Journey.objects.get(pk=journey.pk)
        answers = CASES[action].answers(world, journey)
    return journey, {"token": str(uuid.uuid4()), "on": TODAY.isoformat(), **answers}


def address(journey: Journey, action: Action) -> str:
    return f"/dossiers/{journey.reference}/agir/{slug_of(action)}/"


def now(journey: Journey) -> Journey:
    with acting_as_system():
        return Journey.objects.get(pk=journey.pk)


def written(journey: Journey) -> tuple[dict, int]:
    """The row of the file as it stands, and how many events it has."""
    with acting_as_system():
        return Journey.objects.filter(pk=journey.pk).values().get(), journey.events.count()


def events(journey: Journey) -> int:
    with acting_as_system():
        return journey.events.count()


def text_of(response) -> str:
    import html

    return " ".join(html.unescape(strip_tags(response.content.decode())).split()).replace("\u00a0", " ")


# --- the table and the pages agree --------------------------------------------------------------------------------


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


# --- bad input ----------------------------------------------------------------------------------------------------

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


# --- what each verb needs -----------------------------------------------------------------------------------------


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


def another_journey(world, journey):
    first_half.open_file(
        programme=world.programme,
        prescriber=world.structure,
        origin_area=world.paris,
        by=world.prescriber,
        on=TODAY,
        household=journey.household,
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


# --- who writes the step ------------------------------------------------------------------------------------------


def python_files() -> list[Path]:
    roots = [settings.BASE_DIR / name for name in ("candidates", "placements", "partners", "emile")]
    return [path for root in roots for path in root.rglob("*.py") if "migrations" not in path.parts]


def writers_of_step(tree: ast.AST) -> list[int]:
    """Lines that assign ``something.step``, or pass ``step=`` to update(), create() or a Journey."""
    found = []
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        flat = [part for target in targets if target for part in ast.walk(target)]
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            found += [part.lineno for part in flat if isinstance(part, ast.Attribute) and part.attr == "step"]
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            writes = name in {"update", "create", "bulk_update", "update_or_create", "get_or_create", "Journey"}
            if writes and any(keyword.arg == "step" for keyword in node.keywords):
                found.append(node.lineno)
            if name == "setattr" and any(isinstance(a, ast.Constant) and a.value == "step" for a in node.args):
                found.append(node.lineno)
    return found


def test_only_the_transition_writes_the_step():
    writers = {
        f"{path.relative_to(settings.BASE_DIR)}": lines
        for path in python_files()
        if (lines := writers_of_step(ast.parse(path.read_text())))
    }
    assert list(writers) == ["candidates/journey/moves.py"]
    source = (settings.BASE_DIR / "candidates/journey/moves.py").read_text()
    functions = {node.name: node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}
    assert writers_of_step(functions["_write_step"]) == writers["candidates/journey/moves.py"]


def test_the_search_for_writers_finds_them():
    for line in ("journey.step = 1", "a, journey.step = 1, 2", "rows.update(step='x')", "setattr(row, 'step', 1)"):
        assert writers_of_step(ast.parse(line))
    assert not writers_of_step(ast.parse("rows.filter(step='x')\nif journey.step == 2: pass"))


# --- the decision and what follows --------------------------------------------------------------------------------


def test_a_reason_that_parks_gives_a_date_to_look_again_and_one_that_closes_gives_none(world):
    with acting_as_system():
        parks, closes = world.reason("decline", consequence="park"), world.reason("decline", consequence="close")
        parked = first_half.decline(world.journey(Step.PRESENTED), by=world.head, on=TODAY, reason=parks, note="a")
        shut = first_half.decline(world.journey(Step.PRESENTED), by=world.head, on=TODAY, reason=closes, note="a")
        assert parked.review_on == TODAY + timedelta(days=parks.park_days)
        assert shut.review_on is None
        with pytest.raises(GuardRefused, match="ferme le dossier"):
            first_half.reconsider(shut, by=world.head, on=TODAY)
        assert first_half.reconsider(parked, by=world.head, on=TODAY).step == Step.PRESENTED


def test_presenting_where_the_programme_is_not_open_is_refused(world):
    from candidates.journey.actions import ProgrammeClosedThere

    with acting_as_system():
        journey = world.journey(Step.SUBMITTED)
        with pytest.raises(ProgrammeClosedThere, match="n'est pas ouvert"):
            first_half.present(journey, by=world.referent, on=date(2010, 1, 1), territory=world.lozere)


def test_a_question_added_meanwhile_must_be_answered_too(world, sign_in):
    journey, answers = arrange(world, Action.ANSWER_COMPLEMENTS)
    with acting_as_system():
        first_half.ask_complements(journey, by=world.referent, on=TODAY, topic="projet", question="Et l'école ?")
    response = sign_in(world.prescriber).post(address(journey, Action.ANSWER_COMPLEMENTS), answers)
    page = text_of(response)
    assert "Renseignez ce champ." in page
    assert "Et l'école ?" in page
    assert "De journée." in page


def test_a_household_comes_back_by_a_new_journey_and_its_first_one_stays(world):
    with acting_as_system():
        first = places.left(world)
        first = Journey.objects.get(pk=first.pk)
        before = Journey.objects.filter(pk=first.pk).values().get()
        events_before = list(JourneyEvent.objects.filter(journey=first).values())
        another_journey(world, first)
        again = first.household.journeys.open().get()
        assert Journey.objects.filter(pk=first.pk).values().get() == before
        assert list(JourneyEvent.objects.filter(journey=first).values()) == events_before
    assert (again.step, first.step in CLOSED) == (Step.DIAGNOSIS, True)


def test_two_open_journeys_of_one_household_are_refused_in_words(world):
    from emile.core.database.integrity import RefusedByDatabase

    with acting_as_system():
        journey = world.journey(Step.PRESENTED)
        with pytest.raises(RefusedByDatabase, match="Ce ménage a déjà un parcours en cours"):
            another_journey(world, journey)


def test_leaving_before_what_it_ends_began_is_refused_in_words(world):
    with acting_as_system():
        journey = Journey.objects.get(pk=places.arrived(world).pk)
        with pytest.raises(OutOfOrder, match="vérifiez la date de sortie"):
            support.leave(
                journey,
                by=world.head,
                on=TODAY - timedelta(days=1),
                reason=world.reason("exit_before_move_in"),
                note="Mot",
            )


def test_programmes_differ_by_their_row_only(world):
    with acting_as_system():
        assert Programme.objects.filter(diagnosis_required=False).exists()
