from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "emile.tools.demo"
    label = "demo"
