from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "grids.publication"
    label = "publication"
    verbose_name = "发布"
