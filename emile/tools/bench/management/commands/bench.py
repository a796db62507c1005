from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from emile.tools.bench.generate import AlreadyFilled, generate
from emile.tools.bench.measure import measure
from emile.tools.bench.pages import people
from emile.tools.bench.report import row, write


class Command(BaseCommand):
    help = "Mesure les pages sur un grand nombre de ménages, dans la base de l'environnement (docs/bench.md)."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--households", type=int, default=100_000)
        parser.add_argument("--only", choices=["generate", "measure"])
        parser.add_argument("--rounds", type=int, default=30)
        parser.add_argument("--report", type=Path, default=settings.BASE_DIR / "docs" / "bench.md")

    def handle(self, *args, households: int, only: str | None, rounds: int, report: Path, **options):
        if only != "measure":
            self.generate(households)
        if only != "generate":
            self.measure(households, rounds, report)

    def generate(self, households: int) -> None:
        self.stdout.write(f"Génération de {households} ménages…")
        try:
            seconds = generate(households, self.stdout.write)
        except AlreadyFilled as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{households} ménages prêts ({seconds:.1f} s).")

    def measure(self, households: int, rounds: int, report: Path) -> None:
        figures = measure(people(), rounds, say=self.stdout.write)
        for person, lines in figures.items():
            self.stdout.write("\n".join([person.title, *map(row, lines)]))
        write(report, figures, households=households, rounds=rounds, now=timezone.localtime())
        self.stdout.write(f"Écrit dans {report}.")
