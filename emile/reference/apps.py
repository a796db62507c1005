from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "emile.reference"
    label = "reference"
    verbose_name = "Référentiel"

    def ready(self) -> None:
        from emile.accounts.enums import Role
        from emile.core.pages.navigation import Entry, register

        register(
            Entry(
                "Référentiel",
                "reference:index",
                icon="book-open",
                order=90,
                allowed=lambda user: user.has_role(Role.MANAGER),
                section="Pilotage",
            )
        )
