from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "grids.proposals"
    label = "proposals"
    verbose_name = "方案"
