from typing import NamedTuple

import pytest
from django.db import connection

from emile.core.database.rows import rows_by_name

pytestmark = pytest.mark.django_db


class Family(NamedTuple):
    name: str
    structure: str


def read(statement: str) -> list[Family]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [Family(**row) for row in rows_by_name(cursor)]


def test_columns_go_to_their_names_in_whatever_order():
    expected = [Family(name="Diallo", structure="Coallia"), Family(name="Martin", structure="Aurore")]
    families = "(VALUES ('Diallo', 'Coallia'), ('Martin', 'Aurore')) AS f (name, structure)"
    assert read(f"SELECT * FROM {families}") == expected
    assert read(f"SELECT structure, name FROM {families}") == expected


def test_a_column_without_its_place_is_an_error():
    with pytest.raises(TypeError, match="household__name"):
        read("SELECT 'Diallo' AS household__name, 'Coallia' AS structure")
    with pytest.raises(TypeError, match="structure"):
        read("SELECT 'Diallo' AS name")


def test_no_row():
    assert read("SELECT 'Diallo' AS name, 'Coallia' AS structure WHERE false") == []
