"""Two people, one sheet: the second to save is told what changed meanwhile, and chooses."""

from decimal import Decimal

import pytest
from django.urls import reverse

from emile.accounts.models import User
from emile.core.database.identity import acting_as_system
from emile.core.pages.stamped import StampedForm, digest, display
from tests.accounts.conftest import fresh, give_password

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(world, sign_in):
    return sign_in(world.manager)


@pytest.fixture
def head(world) -> User:
    return give_password(world.head)


@pytest.fixture
def url(head):
    return reverse("accounts:person_edit", args=[head.pk])


def shown(page) -> dict:
    """What the browser would send back, untouched."""
    return {bound.name: bound.value() or "" for bound in page.context["form"]}


def somebody_saves(person: User, **changes) -> None:
    with acting_as_system():
        User.objects.filter(pk=person.pk).update(**changes)


def test_nobody_in_between_and_it_is_saved(browser, url, head):
    answer = browser.post(url, shown(browser.get(url)) | {"last_name": "Faure", "phone": "0471"})
    assert answer.status_code == 302
    assert (fresh(head).last_name, fresh(head).phone) == ("Faure", "0471")


def test_the_second_reads_what_is_new_then_chooses(browser, url, head):
    sheet = shown(browser.get(url)) | {"last_name": "Mienne"}
    somebody_saves(head, phone="0471000000", first_name="Léa")
    told = browser.post(url, sheet)
    assert told.status_code == 422
    assert told.context["form"].non_field_errors() == [
        "Quelqu'un a modifié cette fiche entre-temps : Prénom, maintenant « Léa » ; Téléphone, maintenant"
        " « 0471000000 ». Enregistrez de nouveau pour garder votre version."
    ]
    assert fresh(head).last_name == "Service_head"
    assert browser.post(url, shown(told)).status_code == 302
    assert (fresh(head).last_name, fresh(head).phone, fresh(head).first_name) == ("Mienne", "", "Hélène")


def test_a_third_in_between_is_told_again(browser, url, head):
    sheet = shown(browser.get(url)) | {"last_name": "Mienne"}
    somebody_saves(head, phone="0471000000")
    sheet = shown(browser.post(url, sheet))
    somebody_saves(head, phone="0471000001")
    told = browser.post(url, sheet)
    assert "Téléphone, maintenant « 0471000001 »" in told.context["form"].non_field_errors()[0]
    assert fresh(head).last_name == "Service_head"


@pytest.mark.parametrize("stamp", ["", "x", "a-b-c-d", "a-b"])
def test_a_stamp_that_was_tampered_with_saves_nothing(browser, url, head, stamp):
    told = browser.post(url, shown(browser.get(url)) | {"last_name": "Mienne", "stamp": stamp})
    assert told.status_code == 422
    assert "Enregistrez de nouveau pour garder votre version." in told.context["form"].non_field_errors()[0]
    assert ("relisez la fiche" in told.context["form"].non_field_errors()[0]) is (stamp != "a-b-c-d")
    assert fresh(head).last_name == "Service_head"


def test_a_new_row_needs_no_stamp(browser):
    data = {"token": "0" * 32, "first_name": "Inès", "last_name": "Faure", "email": "ines@exemple.test", "phone": ""}
    assert browser.post(reverse("accounts:person_add"), data).status_code == 302


def test_a_value_becomes_empty_or_yes_or_a_choice_in_words(world):
    with acting_as_system():
        membership = world.head.memberships.select_related("territory").get()
    assert [display(membership, name) for name in ("role", "territory", "origin_area", "valid_from")] == [
        "Chef·fe de service", "Cantal", "vide", "2014-11-03",
    ]  # fmt: skip
    assert [display(world.head, name) for name in ("phone", "is_active", "first_name")] == ["vide", "oui", "Hélène"]
    world.head.is_active = False
    assert display(world.head, "is_active") == "non"


def test_the_digest_of_an_amount_does_not_depend_on_how_it_is_written():
    assert digest(Decimal("410")) == digest(Decimal("410.00")) == digest(Decimal("4.1E+2"))
    assert len({digest(value) for value in (Decimal("410"), Decimal("410.01"), 410, "410", None, "")}) == 6


def test_nothing_of_a_value_can_be_read_in_its_digest(browser, url, head):
    stamp = shown(browser.get(url))["stamp"]
    assert [len(part) for part in stamp.split("-")] == [8] * 4
    assert set(stamp) <= set("0123456789abcdef-")


def test_forms_of_several_rows_on_one_page_keep_their_stamps_apart(head):
    class Sheet(StampedForm):
        class Meta:
            model = User
            fields = ("phone",)

    with acting_as_system():
        first = Sheet({"un-phone": "0471", "un-stamp": "x"}, instance=User.objects.get(pk=head.pk), prefix="un")
        assert not first.is_valid()
        again = Sheet(first.data, instance=User.objects.get(pk=head.pk), prefix="un")
        assert again.is_valid()
