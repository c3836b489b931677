from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "grids.staffing"
    label = "staffing"
    verbose_name = "人员与包抓"
