from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "placements"
    verbose_name = "Installations"

    def ready(self):
        from placements import guards, panels, todo, verbs  # noqa: F401  (each registers what it brings)
        from placements.menu import register_entries

        register_entries()
