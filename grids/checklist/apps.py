from django.apps import AppConfig
from django.utils.translation import gettext_noop

from gis_core.jobs.registry import register_job
from grids.checklist.affected import register_affected
from grids.review.registry import register_guard

VERIFY = "checklist.verify"
VENUES = gettext_noop("阵地")


class ChecklistConfig(AppConfig):
    name = "grids.checklist"
    label = "checklist"
    verbose_name = "核对"

    def ready(self) -> None:
        register_job(VERIFY, "grids.checklist.jobs.verify")
        register_guard("checklist", "grids.checklist.guarding.blocking_rules_kept")
        register_affected(VENUES, "grids.checklist.venues.affected_venues")
