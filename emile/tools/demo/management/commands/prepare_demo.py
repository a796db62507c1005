from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrations, référentiel et données de démonstration, en un seul processus."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        call_command("migrate", verbosity=0)
        call_command("load_demo", stdout=self.stdout)
