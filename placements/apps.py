from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "placements"
    verbose_name = "Installations"

    def ready(self):
        from placements import guards  # noqa: F401  (registers the guards by name)
