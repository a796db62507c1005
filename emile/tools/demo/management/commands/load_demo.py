import time

from django.core.management.base import BaseCommand
from django.utils import timezone

from emile.tools.demo.loading import load


class Command(BaseCommand):
    help = "Écrit les données de démonstration, une fois pour toutes (docs/demo.md)."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        began = time.perf_counter()
        written = load(timezone.localdate())
        seconds = time.perf_counter() - began
        said = f"Données de démonstration écrites en {seconds:.1f} s." if written else "Données déjà là."
        self.stdout.write(said)
