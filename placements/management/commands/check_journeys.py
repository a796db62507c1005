from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from candidates.models import Journey
from emile.core.database.identity import acting_as_system
from placements.checks import find_disagreements


class Command(BaseCommand):
    help = "Vérifie que l'étape de chaque parcours s'accorde avec ses faits ; échoue si un seul ne s'accorde pas."

    def handle(self, *args: str, **options: object) -> None:
        with acting_as_system():
            number = Journey.objects.count()
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = '5min'")
                found = find_disagreements(cursor)
        if not found:
            self.stdout.write(f"{number} parcours vérifiés : tous s'accordent avec leurs faits.")
            return
        for line in found:
            more = "…" if line.number > len(line.references) else ""
            self.stdout.write(f"{line.rule.label} : {line.number} ({', '.join(line.references)}{more})")
        raise CommandError(f"{number} parcours vérifiés, {len(found)} règles ne sont pas respectées.", returncode=1)
