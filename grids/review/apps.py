from django.apps import AppConfig

RECORDS = {"CaseEvent": "at", "Waiver": "given_at", "Paper": "added_at", "Comment": "made_at"}


class ReviewConfig(AppConfig):
    name = "grids.review"
    label = "review"
    verbose_name = "审核"

    def ready(self) -> None:
        from gis_core.audit.records import register_record

        for model, time in RECORDS.items():
            register_record(f"review.{model}", time)
