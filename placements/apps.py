from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "placements"
    verbose_name = "Installations"

    def ready(self) -> None:
        """Each of these modules registers what it brings."""
        import placements.housing.todo
        import placements.project.todo
        import placements.stays.todo
        import placements.support.todo
        import placements.work.todo  # noqa: F401
        from placements import guards, panels, verbs  # noqa: F401
        from placements.menu import register_entries

        register_entries()
