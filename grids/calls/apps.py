from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "grids.calls"
    label = "calls"
    verbose_name = "民有所呼"
