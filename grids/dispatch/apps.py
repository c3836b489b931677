from django.apps import AppConfig
from django.utils.translation import gettext_noop

AFFECTED = gettext_noop("未结工单")


class DispatchConfig(AppConfig):
    name = "grids.dispatch"
    label = "dispatch"
    verbose_name = "吹哨报到"

    def ready(self) -> None:
        from gis_core.audit.records import register_record
        from gis_core.jobs.chores import register_chore
        from gis_core.photos.sweeping import register_photos
        from grids.checklist.affected import register_affected
        from grids.publication.registry import register_entry_step

        register_record("dispatch.Move", "at")
        register_record("dispatch.Photo", "made_at")
        register_record("dispatch.Rating", "at")
        register_record("dispatch.Withdrawal", "at")
        register_record("dispatch.Rerouting", "at")
        register_photos("grids.dispatch.services.photographing.kept_keys")
        register_chore("gis_core.photos.sweeping.sweep_when_due")
        register_chore("grids.dispatch.reminding.remind_when_due")
        register_entry_step("grids.dispatch.rerouting.reroute")
        register_affected(AFFECTED, "grids.dispatch.affected.affected_orders")
