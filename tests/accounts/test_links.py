"""Links to choose one's password: 72 hours, once, for one person."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import signing
from django.urls import reverse

from emile.accounts.models import User
from emile.core.database.identity import acting_as_system
from tests.accounts.conftest import PASSWORD, fresh, give_password

NEW = "le chat dort sur la table"
MADE = datetime(2026, 6, 3, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def make(world, sign_in, head):
    """The link, as the page that makes it shows it."""

    def make(person: User = head) -> str:
        page = sign_in(world.manager).post(reverse("accounts:person_link", args=[person.pk]))
        assert page.status_code == 200
        return re.search(r"http://testserver(/mot-de-passe/[^<\s]+)", page.content.decode())[1]

    return make


@pytest.fixture
def link(make) -> str:
    return make()


def choose(visitor, link: str, password: str = NEW, again: str | None = None):
    return visitor.post(link, {"new_password": password, "again": password if again is None else again})


def test_works_once(visitor, link, head):
    assert visitor.get(link).status_code == 200
    assert choose(visitor, link)["Location"] == "/connexion/"
    assert fresh(head).check_password(NEW)
    assert visitor.get(link).status_code == 410
    assert choose(visitor, link, "encore un autre mot").status_code == 410
    assert fresh(head).check_password(NEW)


def test_changes_the_password_of_that_person_alone(visitor, world, link, head):
    give_password(world.manager)
    choose(visitor, link)
    assert fresh(world.manager).check_password(PASSWORD)


def test_looking_at_it_does_not_use_it(visitor, link):
    assert [visitor.get(link).status_code for _ in range(3)] == [200] * 3


def test_lives_72_hours_to_the_second(visitor, make):
    with time_machine.travel(MADE, tick=False):
        link = make()
    with time_machine.travel(MADE + timedelta(hours=72), tick=False):
        assert visitor.get(link).status_code == 200
    with time_machine.travel(MADE + timedelta(hours=72, seconds=1), tick=False):
        assert visitor.get(link).status_code == 410
        assert choose(visitor, link).status_code == 410


def test_one_used_makes_the_others_void(visitor, make):
    first, second = make(), make()
    choose(visitor, second)
    assert visitor.get(first).status_code == 410


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": "autre@exemple.test"}, {"password": "!"}])
def test_is_void_once_the_account_is_closed_or_is_entered_otherwise(visitor, link, head, change):
    with acting_as_system():
        User.objects.filter(pk=head.pk).update(**change)
    assert visitor.get(link).status_code == 410
    assert choose(visitor, link).status_code == 410


@pytest.mark.parametrize("change", [{"phone": "0471000000"}, {"last_name": "Faure"}])
def test_outlives_a_change_of_name_or_telephone(visitor, link, head, change):
    with acting_as_system():
        User.objects.filter(pk=head.pk).update(**change)
    assert visitor.get(link).status_code == 200


@pytest.mark.parametrize("token", ["x", "a:b:c", "\0", "🙂", "x" * 5000])
def test_altered(visitor, world, token):
    assert visitor.get(reverse("accounts:choose_password", args=[token])).status_code == 410


def test_what_is_signed_for_something_else_is_void(visitor, link, head):
    said = signing.loads(link.removeprefix("/mot-de-passe/").rstrip("/"), salt="emile.accounts.choose_password")
    token = signing.dumps(said, salt="autre chose")
    assert visitor.get(reverse("accounts:choose_password", args=[token])).status_code == 410


def test_of_somebody_does_not_open_another_account(visitor, world, link, head):
    said = signing.loads(link.removeprefix("/mot-de-passe/").rstrip("/"), salt="emile.accounts.choose_password")
    token = signing.dumps(said | {"person": world.manager.pk}, salt="emile.accounts.choose_password")
    assert visitor.get(reverse("accounts:choose_password", args=[token])).status_code == 410


def test_of_an_account_that_was_never_opened_gives_its_first_password(visitor, world, make):
    choose(visitor, make(world.caseworker))
    assert fresh(world.caseworker).check_password(NEW)


def test_gives_its_address_to_nobody(visitor, link):
    assert visitor.get(link)["Referrer-Policy"] == "no-referrer"
    assert visitor.get("/mot-de-passe/x/")["Referrer-Policy"] == "no-referrer"


def test_is_made_by_a_post(world, sign_in, head):
    assert sign_in(world.manager).get(reverse("accounts:person_link", args=[head.pk])).status_code == 405


def test_is_not_made_for_a_closed_account(world, sign_in, head):
    with acting_as_system():
        User.objects.filter(pk=head.pk).update(is_active=False)
    assert sign_in(world.manager).post(reverse("accounts:person_link", args=[head.pk])).status_code == 404


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ("", "Renseignez ce champ."),
        ("mot 11 lett", "Ce mot de passe est trop court. Il doit contenir au minimum 12 caractères."),
        ("password1234", "Ce mot de passe est trop courant."),
        ("\0" * 14, "Le caractère nul n’est pas autorisé."),
        ("é" * 129, "Assurez-vous que cette valeur comporte au plus 128 caractères (actuellement 129)."),
        ("Hélène Service_head", "Le mot de passe est trop semblable au champ «\xa0nom\xa0»."),
    ],
)  # fmt: skip
def test_a_bad_password_is_refused_in_french(visitor, link, head, bad, sentence):
    answer = choose(visitor, link, bad)
    assert answer.status_code == 200
    assert answer.context["form"].errors["new_password"] == [sentence]
    assert fresh(head).check_password(PASSWORD)


@pytest.mark.parametrize("good", ["mot 12 lettr", "é" * 128, "  deux espaces autour  "])
def test_twelve_characters_are_enough_and_none_is_lost(visitor, link, head, good):
    choose(visitor, link, good)
    assert fresh(head).check_password(good)


def test_twice_the_same(visitor, link, head):
    answer = choose(visitor, link, again="autre chose ici")
    assert answer.context["form"].errors == {"again": ["Les deux mots de passe ne sont pas les mêmes."]}
    assert fresh(head).check_password(PASSWORD)
