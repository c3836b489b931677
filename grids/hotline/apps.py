from django.apps import AppConfig


class HotlineConfig(AppConfig):
    name = "grids.hotline"
    label = "hotline"
    verbose_name = "热线导入"

    def ready(self) -> None:
        from gis_core.jobs.chores import register_chore

        register_chore("grids.hotline.services.forget_when_due")
