from django.core.management.base import BaseCommand

from emile.tools.demo.invented.accounts import table


class Command(BaseCommand):
    help = "Affiche les comptes de démonstration et leur mot de passe."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(table())
