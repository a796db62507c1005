from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = "Candidatures"

    def ready(self) -> None:
        """Each of these modules registers what it brings."""
        from candidates.candidature import guards, jobs  # noqa: F401
        from candidates.file import first_half as panels  # noqa: F401
        from candidates.journey import following  # noqa: F401
        from candidates.menu import register_entries
        from candidates.todo import first_half as piles  # noqa: F401
        from candidates.todo import oversight  # noqa: F401

        register_entries()
