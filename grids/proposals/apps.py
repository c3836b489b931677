from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "grids.proposals"
    label = "proposals"
    verbose_name = "方案"

    def ready(self) -> None:
        from grids.proposals import jobs  # noqa: F401  # registers what the workers can do
