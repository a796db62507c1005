from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "emile.reference"
    label = "reference"
    verbose_name = "Référentiel"
