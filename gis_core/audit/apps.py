from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "gis_core.audit"
    label = "audit"
    verbose_name = "审计"
