"""Rows of a statement written by hand, by the names of its columns: never by position, where two columns of text that
change places show one in the other's."""

from typing import Any

from django.db.backends.utils import CursorWrapper


def rows_by_name(cursor: CursorWrapper) -> list[dict[str, Any]]:
    """``[File(**row) for row in rows_by_name(cursor)]``: a column that has no place of its name is an error."""
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
