from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "emile.reporting"
    label = "reporting"
    verbose_name = "Pilotage"

    def ready(self) -> None:
        from emile.reporting.menu import register_entries
        from emile.reporting.tables import register_tables

        register_entries()
        register_tables()
