from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "emile.core"
    label = "core"
    verbose_name = "Socle"
