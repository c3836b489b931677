from django.apps import AppConfig


class TilesConfig(AppConfig):
    name = "layers.tiles"
    label = "tiles"
    verbose_name = "瓦片"
