from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "emile.audit"
    label = "audit"
    verbose_name = "Journal"
