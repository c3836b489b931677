from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save

from grids.review.registry import register_guard


class NoticesConfig(AppConfig):
    name = "grids.notices"
    label = "notices"
    verbose_name = "公示"

    def ready(self) -> None:
        from gis_core.audit.records import register_record
        from grids.review.separation import register_reviewers

        register_record("notices.ContactReading", "read_at")
        register_guard("notice_over", "grids.notices.following.over_hinders")
        register_guard("objections_answered", "grids.notices.following.answers_hinder")
        register_reviewers("grids.notices.separating.took_part")
        post_save.connect(_end_with_the_step, sender="review.CaseEvent", dispatch_uid="notices.end")


def _end_with_the_step(**event: Any) -> None:
    """Brought when the first case moves: notices are drawn with libraries a command never needs."""
    from grids.notices.following import end_with_the_step

    end_with_the_step(**event)
