"""What cannot be taken back at once has a red button; what gives access again has not."""

import pytest
from django.urls import reverse

from emile.core.database.identity import acting_as_system
from tests.markup import on_one_line


@pytest.mark.parametrize(
    ("name", "active", "colour", "words"),
    [
        ("person_deactivate", True, "btn-danger", "Désactiver le compte"),
        ("person_reactivate", False, "btn-primary", "Réactiver le compte"),
    ],
)
def test_the_colour_of_the_button(world, sign_in, name, active, colour, words):
    with acting_as_system():
        world.head.is_active = active
        world.head.save(update_fields=["is_active"])
    page = sign_in(world.manager).get(reverse(f"accounts:{name}", args=[world.head.pk])).content.decode()
    assert f'<button class="btn {colour}">{words}</button>' in on_one_line(page)
