from django.apps import AppConfig


class PacketsConfig(AppConfig):
    name = "grids.packets"
    label = "packets"
    verbose_name = "报批材料"
