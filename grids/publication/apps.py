from django.apps import AppConfig

from gis_core.jobs.chores import register_chore


class PublicationConfig(AppConfig):
    name = "grids.publication"
    label = "publication"
    verbose_name = "发布"

    def ready(self) -> None:
        from gis_core.audit.records import register_record
        from grids.publication.case import register_in_review
        from grids.publication.registry import register_rehoming

        register_chore("grids.publication.entering.put_due_in_force")
        register_rehoming("membership", "grids.publication.memberships.MEMBERSHIPS")
        register_record("publication.Publication", "published_at")
        register_in_review()
