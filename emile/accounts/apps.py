from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "emile.accounts"
    label = "accounts"
    verbose_name = "Comptes"
