"""The database has the last word; people read it in French."""

from datetime import date

import pytest
from django.db import IntegrityError, connection

from emile.accounts.models import User
from emile.core.database.identity import acting_as_system
from emile.core.database.integrity import RefusedByDatabase, explained, refused_as, sentences, together
from emile.core.workflow import WorkflowError
from partners.models import Membership

pytestmark = pytest.mark.django_db

ORDER = "La fin du rattachement précède son début."


@pytest.fixture
def world(world_as_it_stands):
    with acting_as_system():
        yield world_as_it_stands


def end_before_the_beginning(world) -> None:
    world.head.memberships.update(valid_from=date(2026, 6, 3), valid_to=date(2026, 6, 2))


def test_a_refusal_is_read_in_the_words_of_its_constraint(world):
    with pytest.raises(RefusedByDatabase) as refused, explained():
        end_before_the_beginning(world)
    assert str(refused.value) == ORDER
    assert isinstance(refused.value, WorkflowError)


def test_what_was_written_before_it_is_undone_and_the_rest_goes_on(world):
    @explained()
    def write_both() -> None:
        User.objects.filter(pk=world.head.pk).update(phone="0471000000")
        end_before_the_beginning(world)

    with pytest.raises(RefusedByDatabase):
        write_both()
    assert User.objects.get(pk=world.head.pk).phone == ""
    with explained():
        User.objects.filter(pk=world.head.pk).update(phone="0471000001")
    assert User.objects.get(pk=world.head.pk).phone == "0471000001"


def test_as_a_decorator(world):
    @explained()
    def write() -> str:
        """Returns what it returns."""
        return "écrit"

    refuse = explained()(end_before_the_beginning)
    assert write() == "écrit"
    with pytest.raises(RefusedByDatabase, match="précède"):
        refuse(world)


def test_a_constraint_without_a_sentence_is_a_bug_that_goes_on(world):
    with pytest.raises(IntegrityError, match="unique"), explained():
        User.objects.create(email=world.head.email)


def test_an_error_that_names_no_constraint_goes_on(world):
    with pytest.raises(IntegrityError, match="null value"), explained():
        Membership.objects.create(user=world.head, organisation=world.operator, role="dpo", valid_from=None)
    with pytest.raises(ZeroDivisionError), explained():
        raise ZeroDivisionError


def test_only_constraints_with_words_of_their_own_have_a_sentence():
    sentences.cache_clear()
    assert sentences()["membership_dates_in_order"] == ORDER
    assert sentences()["job_one_live_per_key"] == "Ce travail est déjà en cours."
    assert "job_progress_percent" not in sentences()
    assert not [name for name, sentence in sentences().items() if "Constraint" in sentence or "ontrainte" in sentence]


def test_every_sentence_is_that_of_a_rule_of_the_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind = 'i'")
        held = {name for (name,) in cursor.fetchall()}
    assert set(sentences()) <= held


class TestTogether:
    """Parts of one transaction: what they write is undone with it, and they make no savepoint of their own."""

    def test_a_refusal_undoes_all_that_was_written_with_it(self, world):
        @together()
        def write_both() -> None:
            User.objects.filter(pk=world.head.pk).update(phone="0471000000")
            explained()(end_before_the_beginning)(world)

        with pytest.raises(RefusedByDatabase, match="précède"):
            write_both()
        assert User.objects.get(pk=world.head.pk).phone == ""

    def test_a_named_refusal_keeps_its_name(self, world):
        refusal = WorkflowError("Ces dates ne vont pas.")
        with pytest.raises(WorkflowError) as refused, together(), refused_as("membership_dates_in_order", refusal):
            end_before_the_beginning(world)
        assert refused.value is refusal
        assert User.objects.filter(pk=world.head.pk).exists()

    def test_one_savepoint_is_enough(self, world, django_assert_num_queries):
        with django_assert_num_queries(3), together(), explained():  # SAVEPOINT, UPDATE, RELEASE
            User.objects.filter(pk=world.head.pk).update(phone="0471000000")

    def test_afterwards_each_has_its_own_again(self, world):
        with together():
            pass
        with pytest.raises(RefusedByDatabase), explained():
            end_before_the_beginning(world)
        assert User.objects.filter(pk=world.head.pk).exists()
