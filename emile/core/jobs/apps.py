from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "emile.core.jobs"
    label = "jobs"
    verbose_name = "Travaux"

    def ready(self) -> None:
        autodiscover_modules("tasks")
