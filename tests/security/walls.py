"""What is wrong with the two walls, one sentence at a time; nothing when both hold."""

from collections.abc import Iterator

from django.db import connection
from django.db.utils import DatabaseError

from candidates.models import Journey
from emile.accounts.models import User
from emile.core.database.identity import acting_as, acting_as_system
from emile.core.jobs.models import Job
from partners.models import Membership
from placements.models import FILE_DATES
from tests.security.full_world import FullWorld, another_member
from tests.security.spec import PROTECTED, expected, model_of


def truth(world: FullWorld) -> dict[tuple[int, str], set]:
    """(person, model) → the rows they may read, computed once with nothing filtered."""
    with acting_as_system():
        journeys = list(Journey.objects.all())
        return {
            (person.pk, label): expected(world, person, label, journeys)
            for person in world.people
            for label in PROTECTED
        }


def database_faults(world: FullWorld, known: dict) -> Iterator[str]:
    """Each person reads each table with no filter at all: only the policies stand."""
    for person in world.people:
        with acting_as(person.pk):
            for label in PROTECTED:
                found = set(model_of(label).objects.values_list("pk", flat=True))
                if found != _in_the_database(world, person, label, known):
                    yield f"{person.first_name} lit {len(found)} {label}"


def view_faults(world: FullWorld, known: dict) -> Iterator[str]:
    """The views of « À faire » run with the gate's rights: the scope they hold is the only wall."""
    for person in world.people:
        named = known[(person.pk, "candidates.Journey")]
        with acting_as(person.pk):
            for model in FILE_DATES:
                if not set(model.objects.values_list("file_id", flat=True)) <= named:
                    yield f"{person.first_name} : {model.__name__} d'autres dossiers"
    with acting_as(world.head.pk):
        if not any(model.objects.exists() for model in FILE_DATES):
            yield "aucune date à comparer"


def _in_the_database(world: FullWorld, person: User, label: str, known: dict) -> set:
    """A manager counts journeys (no names there); those who look after accounts read every opening."""
    if person == world.manager and label == "candidates.Journey":
        return known["every journey"]
    if person == world.manager and label == "audit.OpenedFile":
        return known[(world.dpo.pk, label)]
    return known[(person.pk, label)]


def application_faults(world: FullWorld, known: dict) -> Iterator[str]:
    """``visible_to`` alone, the policies wide open."""
    with acting_as_system():
        for person in world.people:
            for label in PROTECTED:
                found = set(model_of(label).objects.visible_to(person).values_list("pk", flat=True))
                if found != known[(person.pk, label)]:
                    yield f"visible_to({person.first_name}) donne {len(found)} {label}"


def write_faults(world: FullWorld) -> Iterator[str]:
    """What each may write, and may not. Every attempt is undone."""
    attempts = [
        (world.prescriber, True, lambda: another_member(world.ours).save()),
        (world.other_prescriber, False, lambda: another_member(world.ours).save()),
        (world.manager, False, lambda: another_member(world.ours).save()),
        (world.prescriber, True, lambda: _touch(world.prescriber)),
        (world.prescriber, False, lambda: _touch(world.head)),
        (world.dpo, True, lambda: _touch(world.head)),
        (world.dpo, True, lambda: User.objects.create(email="neuf@exemple.test", password="!")),
        (world.head, False, lambda: User.objects.create(email="neuf@exemple.test", password="!")),
        (world.dpo, True, lambda: _membership(world)),
        (world.prescriber, False, lambda: _membership(world)),
        (world.dpo, True, lambda: _end_membership(world)),
        (world.head, False, lambda: _end_membership(world)),
        (world.caseworker, True, lambda: Job.objects.create(kind="x", requested_by=world.caseworker)),
        (world.prescriber, False, lambda: Job.objects.create(kind="x", requested_by=world.caseworker)),
        (world.caseworker, True, lambda: _rename_job(world)),
        (world.prescriber, False, lambda: _rename_every_job()),
    ]
    for number, (person, may, write) in enumerate(attempts):
        if _succeeds(person, write) is not may:
            yield f"{person.first_name}, écriture n° {number} : {'refusée' if may else 'acceptée'}"


READ_THROUGH_THE_GATE = {
    *(f"candidates_{name}" for name in ("journey", "member", "household", "stayright", "socialhousingrequest")),
    *(f"placements_{name}" for name in ("stay", "agreement", "immersionwaiver", "lease", "supportact")),
}
"""By the searches and by « À faire »: without its policy the answer is the same, many times slower (docs/adr)."""


def structure_faults() -> Iterator[str]:
    """Policies whose absence no answer would show: work that belongs to nobody, and the speed of the search."""
    held = set(_rows("SELECT tablename, policyname FROM pg_policies WHERE schemaname = %s", "public"))
    wanted = {(model_of(label)._meta.db_table, "system") for label in PROTECTED}
    wanted |= {(table, "gate") for table in READ_THROUGH_THE_GATE}
    wanted.add(("candidates_journey", "gate_awaits"))  # what a stay or an answer changes of the file
    yield from (f"{table}.{policy} manque" for table, policy in wanted - held)


class Undo(Exception):
    """The write went through; it must not stay."""


def _succeeds(person: User, write) -> bool:
    try:
        with acting_as(person.pk):
            write()
            raise Undo
    except DatabaseError:
        return False
    except Undo:
        return True


def _touch(user: User) -> None:
    if User.objects.filter(pk=user.pk).update(phone="0102030405") != 1:
        raise DatabaseError("no row")


def _membership(world: FullWorld) -> None:
    Membership.objects.create(
        user=world.prescriber, organisation=world.operator, role="manager", valid_from="2020-01-01"
    )


def _end_membership(world: FullWorld) -> None:
    if Membership.objects.filter(user=world.prescriber).update(valid_to="2030-01-01") != 1:
        raise DatabaseError("no row")


def _rename_job(world: FullWorld) -> None:
    if Job.objects.filter(requested_by=world.caseworker).update(progress_text="autre") != 1:
        raise DatabaseError("no row")


def _rename_every_job() -> None:
    """Without a condition, so that only the policy on writing stands."""
    if Job.objects.update(progress_text="autre") == 0:
        raise DatabaseError("no row")


def gate_faults(world: FullWorld) -> Iterator[str]:
    """The few functions that look past the policies: the sign-in, the scope, the searches, the calendar."""
    if len(_rows("SELECT * FROM emile_account_by_email(%s)", world.head.email)) != 1:
        yield "connexion impossible"
    if str(world.granted_household) not in str(_rows("SELECT emile_scope(%s)->'granted'", world.manager.pk)):
        yield "ouverture motivée ignorée"
    ours, theirs = world.ours.pk, world.theirs.pk
    questions = {
        "nom": ("SELECT * FROM emile_search_journeys(%s, 10)", ["notre"], ["leur"]),
        "nom approchant": ("SELECT * FROM emile_search_alike(%s, 10)", ["notr"], ["leurr"]),
        "téléphone": ("SELECT * FROM emile_search_phones(%s, 10)", "600000001", "600000002"),
        "téléphone du ménage": ("SELECT * FROM emile_search_phones(%s, 10)", "700000001", "700000002"),
    }
    with acting_as(world.prescriber.pk):
        for name, (query, of_ours, of_theirs) in questions.items():
            if ours not in {pk for (pk,) in _rows(query, of_ours)}:
                yield f"recherche muette : {name}"
            if theirs in {pk for (pk,) in _rows(query, of_theirs)}:
                yield f"recherche indiscrète : {name}"
        yield from _calendar_faults(world)


def _calendar_faults(world: FullWorld) -> Iterator[str]:
    """The nights are everybody's, the family is not."""
    flats = [world.flat.pk, world.other_flat.pk]
    query = "SELECT flat_id, journey_id FROM emile_relay_calendar(%s, '2000-01-01', '2100-01-01')"
    shown = _rows(query, flats)
    if not any(flat == world.flat.pk and journey == world.ours.pk for flat, journey in shown):
        yield "calendrier muet"
    theirs = [journey for flat, journey in shown if flat == world.other_flat.pk]
    if not theirs:
        yield "nuits des autres cachées"
    if any(theirs):
        yield "calendrier indiscret"


def _rows(query: str, argument) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, [argument])
        return cursor.fetchall()
