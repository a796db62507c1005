"""A file as the database has it, to see all that a verb writes."""

from django.apps import apps

from candidates.models import EventNote, Journey, JourneyEvent

Rows = dict[str, dict[int, dict]]


def rows_of(journey: Journey) -> Rows:
    """Every row of every table of the second half, and the file's events: table → id → columns."""
    models = [model for model in apps.get_app_config("placements").get_models() if model._meta.managed]
    ours = [model for model in models if any(column.name == "journey" for column in model._meta.fields)]
    tables = [*ours, JourneyEvent, EventNote]
    return {
        model.__name__: {row["id"]: row for row in model.objects.filter(journey=journey).order_by("pk").values()}
        for model in tables
    }


def changes(before: Rows, after: Rows) -> dict[str, list[dict]]:
    found = {
        table: [
            {column: value for column, value in after[table][pk].items() if value != row[column]}
            for pk, row in before[table].items()
            if after[table][pk] != row
        ]
        for table in before
    }
    return {table: changed for table, changed in found.items() if changed}


def added(before: Rows, after: Rows) -> dict[str, list[dict]]:
    new = {table: [row for pk, row in after[table].items() if pk not in before[table]] for table in after}
    return {table: rows for table, rows in new.items() if rows}


def columns(journey: Journey) -> dict:
    return Journey.objects.filter(pk=journey.pk).values().get()
