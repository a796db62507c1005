from django.core.management.base import BaseCommand, CommandParser

from emile.reference.loading import load_reference


class Command(BaseCommand):
    help = "Charge les données de référence livrées avec le logiciel ; ne fait rien si elles n'ont pas changé."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default="owner", help="alias de la base (owner par défaut)")

    def handle(self, *args: str, database: str, **options: object) -> None:
        loaded = load_reference(using=database)
        if not loaded:
            self.stdout.write("Référentiel déjà à jour.")
        for result in loaded:
            kept = f", {result.kept} gardées telles qu'un gestionnaire les a écrites" if result.kept else ""
            self.stdout.write(f"{result.name} : {result.rows} lignes{kept}")
