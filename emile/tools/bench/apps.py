from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "emile.tools.bench"
    label = "bench"
