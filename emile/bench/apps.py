from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "emile.bench"
    label = "bench"
