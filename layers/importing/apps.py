from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "layers.importing"
    label = "importing"
    verbose_name = "导入"
