from django.apps import AppConfig


class ChecklistConfig(AppConfig):
    name = "grids.checklist"
    label = "checklist"
    verbose_name = "核对"
