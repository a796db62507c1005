import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from emile.reference import compact
from emile.reference.shipped import DATA


class Command(BaseCommand):
    help = "Refait les fichiers compacts à partir de communes.csv, departments.csv et rome.csv d'un dossier."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="dossier des fichiers publiés")
        parser.add_argument("--to", type=Path, default=DATA, help="dossier à écrire")
        parser.add_argument("--rome-version", default="3")
        parser.add_argument("--rome-valid-from", type=datetime.date.fromisoformat, default=datetime.date(2009, 12, 14))

    def handle(
        self,
        *args: str,
        folder: Path,
        to: Path,
        rome_version: str,
        rome_valid_from: datetime.date,
        **options: object,
    ) -> None:
        try:
            files = {
                "departments.csv": compact.departments(folder / "departments.csv"),
                "communes.csv.gz": compact.communes(folder / "communes.csv"),
                "rome.csv": compact.trades(folder / "rome.csv", version=rome_version, valid_from=rome_valid_from),
            }
        except (OSError, UnicodeDecodeError, compact.UnreadableSource) as error:
            raise CommandError(str(error)) from error
        for name, content in files.items():
            (to / name).write_bytes(content)
            self.stdout.write(f"{name} : {len(content) / 1000:.0f} ko")
