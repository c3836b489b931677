from django.apps import AppConfig
from django.utils.translation import gettext_noop

from communities.territory.rules import RuleKey
from gis_core.jobs.registry import register_job

SUGGEST = "staffing.suggest"
LOOK_AT_ROSTER, APPLY_ROSTER = "staffing.look_at_roster", "staffing.apply_roster"
AFFECTED = gettext_noop("人员与包抓单位")


class StaffingConfig(AppConfig):
    name = "grids.staffing"
    label = "staffing"
    verbose_name = "人员与包抓"

    def ready(self) -> None:
        from gis_core.audit.records import register_record

        register_job(SUGGEST, "grids.staffing.suggesting.jobs.suggest")
        register_job(LOOK_AT_ROSTER, "grids.staffing.rosters.jobs.look")
        register_job(APPLY_ROSTER, "grids.staffing.rosters.jobs.apply")
        register_record("staffing.StaffExport", "exported_at")
        register_record("staffing.Carried", "made_at")
        self._follow_publication()
        self._count_for_the_checklist()

    def _follow_publication(self) -> None:
        from grids.publication.registry import register_entry_step, register_rehoming

        rehoming = "grids.staffing.carrying.rehoming"
        register_rehoming("posting", f"{rehoming}.POSTINGS")
        register_rehoming("coverage", f"{rehoming}.COVERAGES")
        register_entry_step(f"{rehoming}.note_what_is_missing")

    def _count_for_the_checklist(self) -> None:
        from grids.checklist.affected import register_affected
        from grids.checklist.counting import DISPLACED, register_counter

        counting = "grids.staffing.carrying.counting"
        register_affected(AFFECTED, "grids.staffing.carrying.affected.affected_staff")
        register_counter(RuleKey.OFFICERS_PER_GRID, f"{counting}.full_time_officers")
        register_counter(RuleKey.LEGAL_STAFF_PER_GRID, f"{counting}.legal_staff")
        register_counter(RuleKey.COVERING_UNITS_PER_GRID, f"{counting}.covering_units")
        register_counter(DISPLACED, f"{counting}.displaced")
