from django.apps import AppConfig


class DivisionConfig(AppConfig):
    name = "grids.division"
    label = "division"
    verbose_name = "网格"
