"""Creates, changes and closes accounts. Rights come from ``partners.models.Membership``."""

from django.db import transaction

from emile.accounts.models import User


@transaction.atomic
def open_account(person: User) -> User:
    """The account has no password until its owner chooses one through their link."""
    person.set_unusable_password()
    person.save()
    return person


def change_password(person: User, password: str) -> None:
    """Ends every other session of this person, and every link made before."""
    person.set_password(password)
    person.save(update_fields=["password"])


def deactivate(person: User) -> None:
    """Closes the account but keeps it, because files keep the names of people. A session ends at its next page."""
    person.is_active = False
    person.save(update_fields=["is_active"])


def reactivate(person: User) -> None:
    person.is_active = True
    person.save(update_fields=["is_active"])
