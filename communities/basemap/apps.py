from django.apps import AppConfig


class BasemapConfig(AppConfig):
    name = "communities.basemap"
    label = "basemap"
    verbose_name = "底图"
