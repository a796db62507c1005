from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "emile.audit"
    label = "audit"
    verbose_name = "Journal"

    def ready(self) -> None:
        from emile.accounts.enums import Role
        from emile.core.pages.navigation import Entry, register

        register(
            Entry(
                "Journal",
                "audit:journal",
                icon="scroll-text",
                order=94,
                allowed=lambda user: user.has_role(Role.DPO),
                section="Pilotage",
            )
        )
