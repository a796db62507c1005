"""Pages that anybody may read, without being known nor counted."""

import pytest

from tests.core.pages.drawing import words


@pytest.mark.parametrize(
    ("address", "title", "said"),
    [
        ("/accessibilite/", "Accessibilité", "non conforme"),
        ("/donnees-personnelles/", "Vos données personnelles", "Le numéro de sécurité sociale"),
    ],
)
def test_a_public_page(client, db, django_assert_num_queries, address, title, said):
    with django_assert_num_queries(3):  # of the test itself: forgetting who was there, and its savepoint
        page = client.get(address)
    assert page.status_code == 200
    assert title in words(page.content.decode().split("<h1>")[1].split("</h1>")[0])
    assert said in words(page.content.decode().split("<main")[1])
    assert not page.cookies


@pytest.mark.parametrize("address", ["/accessibilite/", "/donnees-personnelles/"])
def test_it_is_only_read(client, db, address):
    assert client.post(address).status_code == 405
