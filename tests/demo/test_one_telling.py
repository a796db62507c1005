"""Every page of the demonstration agrees on what each file waits for (``tests/candidates/telling.py``)."""

import random

import pytest

from emile.accounts.models import User
from emile.core.database.identity import acting_as_system
from tests.candidates.telling import check_that_all_agree


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("account", ["prescripteur", "referent", "chef", "accompagnement", "gestion"])
def test_every_page_of_the_demonstration_agrees(sign_in, account):
    with acting_as_system():
        reader = User.objects.get(email=f"{account}@demo.emile.test")
    awaited = check_that_all_agree(sign_in(reader), random.Random(7), counts_only=account == "gestion")
    assert "–" in awaited
    assert len(awaited) > 3
