from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "emile.accounts"
    label = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from emile.accounts import menu
        from emile.accounts.signing_in import sessions

        user_logged_in.connect(sessions.start, dispatch_uid="accounts.session_clocks")
        menu.register_entries()
