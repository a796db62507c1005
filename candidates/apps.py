from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = "Candidatures"

    def ready(self):
        from candidates import file_panels, guards, oversight, todo  # noqa: F401  (each registers what it brings)
        from candidates.menu import register_entries

        register_entries()
