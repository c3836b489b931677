from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    name = "grids.corrections"
    label = "corrections"
    verbose_name = "数据纠错"
