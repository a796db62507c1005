"""``migrate`` as the owner of the tables, always: the application's own role cannot create anything."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as DjangoMigrate

from emile.core.database.roles import ensure_roles


class Command(DjangoMigrate):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: str, **options: Any) -> None:
        ensure_roles(options["database"])
        super().handle(*args, **options)
