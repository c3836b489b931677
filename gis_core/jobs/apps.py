from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "gis_core.jobs"
    label = "jobs"
    verbose_name = "后台任务"
