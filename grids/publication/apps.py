from django.apps import AppConfig

from gis_core.jobs.chores import register_chore
from gis_core.jobs.registry import register_job
from grids.review.registry import register_consequence, register_guard

OVERTAKE = "publication.overtake"


class PublicationConfig(AppConfig):
    name = "grids.publication"
    label = "publication"
    verbose_name = "发布"

    def ready(self) -> None:
        from gis_core.audit.records import register_record
        from grids.publication.registry import register_entry_step, register_rehoming

        register_chore("grids.publication.entering.put_due_in_force")
        register_rehoming("membership", "grids.publication.memberships.MEMBERSHIPS")
        register_rehoming("local_rule", "grids.publication.local_rules.LOCAL_RULES")
        register_record("publication.Publication", "published_at")
        register_job(OVERTAKE, "grids.publication.overtaking.lead_overtaken")
        register_guard("rehomed", "grids.publication.case.rehomed")
        register_consequence("publish", "grids.publication.case.publish")
        register_entry_step("grids.publication.case.enter")
