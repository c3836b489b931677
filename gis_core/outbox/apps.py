from django.apps import AppConfig

from gis_core.jobs.chores import register_chore


class OutboxConfig(AppConfig):
    name = "gis_core.outbox"
    label = "outbox"
    verbose_name = "待发通知"

    def ready(self) -> None:
        register_chore("gis_core.outbox.sending.send_waiting")
