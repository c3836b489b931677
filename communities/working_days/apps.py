from django.apps import AppConfig


class WorkingDaysConfig(AppConfig):
    name = "communities.working_days"
    label = "working_days"
    verbose_name = "工作日历"
