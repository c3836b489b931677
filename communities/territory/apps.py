from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "communities.territory"
    label = "territory"
    verbose_name = "区划"
