from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "emile.core.jobs"
    label = "jobs"
    verbose_name = "Travaux"

    def ready(self) -> None:
        """The Celery tasks are registered when they are imported."""
        from emile.core.jobs import tasks  # noqa: F401
