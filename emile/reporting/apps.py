from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "emile.reporting"
    label = "reporting"
    verbose_name = "Pilotage"
