from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "grids.notices"
    label = "notices"
    verbose_name = "公示"
