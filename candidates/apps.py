from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = "Candidatures"

    def ready(self):
        from candidates import guards  # noqa: F401  (registers the guards by name)
