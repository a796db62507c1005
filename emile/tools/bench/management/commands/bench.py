import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test import override_settings
from django.utils import timezone

from emile.tools.bench.budgets import LARGE
from emile.tools.bench.discovery.explore import Findings, explore, furnish, plans_outlive_rollbacks
from emile.tools.bench.discovery.people import people
from emile.tools.bench.discovery.writes import NobodyAccepts
from emile.tools.bench.figures import Figures, read
from emile.tools.bench.generate import AlreadyFilled, generate
from emile.tools.bench.measures.copies import NoCopy, working_copy
from emile.tools.bench.measures.in_process import measure, measure_names
from emile.tools.bench.measures.papers import measure_papers
from emile.tools.bench.measures.server import NotStarted
from emile.tools.bench.measures.through_http import measure_cold, measure_http, measure_load
from emile.tools.bench.report import machine
from emile.tools.bench.report import write as write_report

STEPS = ("generate", "pages", "names", "http", "cold", "load", "papers")
"""In this order; each keeps its figures, and the report is written from all that are known."""


def report_path(households: int) -> Path:
    """The page of the documentation is about one size."""
    kept = settings.BASE_DIR / "var" / "bench" / f"bench-{households}.md"
    return settings.BASE_DIR / "docs" / "bench.md" if households == LARGE else kept


class Command(BaseCommand):
    help = "Mesure les pages sur un grand nombre de ménages, dans la base de l'environnement (docs/bench.md)."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--households", type=int, default=100_000)
        parser.add_argument("--only", choices=STEPS)
        parser.add_argument("--rounds", type=int, default=20)
        parser.add_argument("--report", type=Path, help="docs/bench.md pour cent mille ménages, var/bench sinon")
        parser.add_argument("--kept", type=Path, default=settings.BASE_DIR / "var" / "bench" / "figures")

    def handle(
        self,
        *args: object,
        households: int,
        only: str | None,
        rounds: int,
        kept: Path,
        report: Path | None,
        **options: object,
    ) -> None:
        steps = (only,) if only else STEPS
        if "generate" in steps:
            self.generate(households)
        if steps == ("generate",):
            return
        logging.disable(logging.WARNING)  # the bench opens pages that are somebody else's to know that they are
        kept_in = kept / f"{households}.json"
        figures = read(kept_in, households)
        figures.rounds = rounds if "pages" in steps else figures.rounds
        try:
            self.measure(figures, steps, rounds, kept_in)
        except (NoCopy, NobodyAccepts, NotStarted, LookupError) as error:
            raise CommandError(str(error)) from error
        path = report or report_path(households)
        write_report(path, figures, now=timezone.localtime())
        self.stdout.write(f"Écrit dans {path}.")

    def generate(self, households: int) -> None:
        self.stdout.write(f"Génération de {households} ménages…")
        try:
            seconds = generate(households, self.stdout.write)
        except AlreadyFilled as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{households} ménages prêts ({seconds:.1f} s).")

    def measure(self, figures: Figures, steps: tuple[str, ...], rounds: int, kept: Path) -> None:
        say = self.stdout.write
        with (
            tempfile.TemporaryDirectory() as media,
            override_settings(MEDIA_ROOT=media),
            working_copy(say),
        ):
            furnish()
            with plans_outlive_rollbacks():
                findings = explore(people(), say)
            log = Path(media) / "web.log"
            measures: dict[str, Callable[[list[Findings], Figures], None]] = {
                "pages": lambda found, kept: measure(found, kept, rounds=rounds, say=say),
                "names": lambda found, kept: measure_names(found, kept, say),
                "papers": lambda found, kept: measure_papers(found, kept, say),
                "cold": lambda found, kept: measure_cold(found, kept, log=log, say=say),
                "load": lambda found, kept: measure_load(found, kept, log=log, say=say),
                "http": lambda found, kept: measure_http(found, kept, rounds=rounds, log=log, say=say),
            }
            for step in measures:  # HTTP last: what it writes stays
                if step in steps:
                    measures[step](findings, figures)
                    figures.machine = machine()
                    figures.write(kept)
