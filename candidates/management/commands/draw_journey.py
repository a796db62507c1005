"""``manage.py draw_journey`` writes docs/journey.md from the table of transitions; ``--check`` only compares."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from candidates.journey.drawn import page

PAGE = Path(settings.BASE_DIR) / "docs" / "journey.md"


class Command(BaseCommand):
    help = "Écrit docs/journey.md d'après la table des transitions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare sans écrire")

    def handle(self, *args: str, check: bool = False, **options: object) -> None:
        if not check:
            PAGE.write_text(page(), encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
            raise CommandError("docs/journey.md n'est plus à jour : lancez « manage.py draw_journey ».")
