from django.apps import AppConfig

from gis_core.jobs.registry import register_job

SUGGEST = "proposals.suggest"
CONSULT = "proposals.consult"


class ProposalsConfig(AppConfig):
    name = "grids.proposals"
    label = "proposals"
    verbose_name = "方案"

    def ready(self) -> None:
        register_job(SUGGEST, "grids.proposals.jobs.suggest")
        register_job(CONSULT, "grids.proposals.consulting.jobs.consult")
