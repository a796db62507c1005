from django.core.management.base import BaseCommand, CommandError

from emile.bench.generate import AlreadyFilled, generate


class Command(BaseCommand):
    help = "Mesure les pages sur un grand nombre de ménages, dans la base de l'environnement (docs/bench.md)."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--households", type=int, default=100_000)
        parser.add_argument("--only", choices=["generate", "measure"])
        parser.add_argument("--rounds", type=int, default=30)

    def handle(self, *args, households: int, only: str | None, rounds: int, **options):
        if only != "measure":
            self.generate(households)
        if only != "generate":
            self.measure(households, rounds)

    def generate(self, households: int) -> None:
        self.stdout.write(f"Génération de {households} ménages…")
        try:
            seconds = generate(households, self.stdout.write)
        except AlreadyFilled as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{households} ménages prêts ({seconds:.1f} s).")
