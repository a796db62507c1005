from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "placements"
    verbose_name = "Installations"

    def ready(self):
        from placements import guards, panels, verbs  # noqa: F401  (each registers what it brings)
