from django.apps import AppConfig

from gis_core.jobs.chores import register_chore


class AuditConfig(AppConfig):
    name = "gis_core.audit"
    label = "audit"
    verbose_name = "审计"

    def ready(self) -> None:
        register_chore("gis_core.audit.sealing.seal_when_due")
