"""Who is asking: found by the backend, for one transaction, whose writes a breakdown takes back."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from emile.accounts.backends import EmailBackend
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.accounts.signing_in.middleware import IdentityMiddleware
from emile.core.database.identity import acting_as_system
from tests.accounts.conftest import BAD_PASSWORD, PASSWORD, fresh
from tests.conftest import forget_everything

pytestmark = pytest.mark.django_db


def who() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.user_id', true), '')")
        return cursor.fetchone()[0]


def close(person: User) -> None:
    with acting_as_system():
        User.objects.filter(pk=person.pk).update(is_active=False)
    forget_everything()


class TestThePassword:
    def enter(self, **said) -> User | None:
        return EmailBackend().authenticate(None, **said)

    @pytest.mark.parametrize("name", ["email", "username"])
    def test_a_good_one_gives_the_person_and_their_scope(self, head, world, name):
        found = self.enter(**{name: f" {head.email.upper()} ", "password": PASSWORD})
        assert found == head
        assert (found.scope.roles, found.scope.territories) == ({Role.SERVICE_HEAD}, (world.cantal.pk,))
        assert who() == str(head.pk)

    @pytest.mark.parametrize(
        "said",
        [
            {"password": PASSWORD},
            {"email": "", "password": PASSWORD},
            {"email": "  ", "password": PASSWORD},
            {"email": "personne@exemple.test", "password": PASSWORD},
            {"email": "helene\0@exemple.test", "password": PASSWORD},
            {"email": "%s"},
            {"email": "%s", "password": ""},
            {"email": "%s", "password": BAD_PASSWORD},
        ],
    )
    def test_otherwise_nobody(self, head, said):
        said = {name: head.email if value == "%s" else value for name, value in said.items()}
        assert self.enter(**said) is None
        assert who() == ""

    def test_of_a_closed_account_nobody(self, head):
        close(head)
        assert self.enter(email=head.email, password=PASSWORD) is None
        assert who() == ""


class TestThePersonOfASession:
    def test_is_read_with_their_scope_once(self, head, django_assert_num_queries):
        with django_assert_num_queries(2):
            found = EmailBackend().get_user(head.pk)
            assert found.scope.roles == {Role.SERVICE_HEAD}
        assert who() == str(head.pk)

    def test_of_a_closed_account_is_nobody(self, head):
        close(head)
        assert EmailBackend().get_user(head.pk) is None

    def test_that_does_not_exist_is_nobody(self, head):
        assert EmailBackend().get_user(10**9) is None


class TestOneTransaction:
    def answer(self, person: User, status: int, address: str = "/") -> list[int]:
        """The depth of transactions, as the page found it."""
        depth = []

        def page(request):
            depth.append(len(connection.savepoint_ids))
            with acting_as_system():
                User.objects.filter(pk=person.pk).update(phone="0471000000")
            return HttpResponse(status=status)

        assert IdentityMiddleware(page)(RequestFactory().get(address)).status_code == status
        return depth

    @pytest.mark.parametrize("status", [200, 302, 404, 422, 499])
    def test_what_was_written_stays(self, head, status):
        self.answer(head, status)
        assert fresh(head).phone == "0471000000"

    @pytest.mark.parametrize("status", [500, 503])
    def test_a_breakdown_leaves_nothing_behind(self, head, status):
        self.answer(head, status)
        assert fresh(head).phone == ""

    def test_the_watchman_needs_no_database(self, head):
        outside = len(connection.savepoint_ids)
        assert self.answer(head, 200, "/healthz") == [outside]
        assert self.answer(head, 200, "/dossiers/") == [outside + 1]


def test_an_account_made_by_hand_has_an_address_without_capitals(world):
    with acting_as_system():
        made = User.objects.create_user(" Ines.Faure@Exemple.test ", PASSWORD, first_name="Inès", last_name="Faure")
        made.refresh_from_db()
        assert (made.email, made.check_password(PASSWORD)) == ("ines.faure@exemple.test", True)
        assert not User.objects.create_user("x@exemple.test").has_usable_password()


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [("Inès", "Faure", "Inès Faure"), ("", "Faure", "Faure"), ("Inès", "", "Inès"), ("", "", "i@exemple.test")],
)
def test_a_person_is_called_by_what_is_known(first, last, name):
    person = User(first_name=first, last_name=last, email="i@exemple.test")
    assert (person.full_name, str(person)) == (name, name)
