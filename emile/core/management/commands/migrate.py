"""``migrate`` as the owner of the tables, always: the application's own role cannot create anything."""

from django.core.management.commands.migrate import Command as DjangoMigrate

from emile.core.database.roles import ensure_roles


class Command(DjangoMigrate):
    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args, **options):
        ensure_roles(options["database"])
        super().handle(*args, **options)
