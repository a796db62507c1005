from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "emile.demo"
    label = "demo"
