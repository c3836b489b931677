from django.apps import AppConfig


class DivisionConfig(AppConfig):
    name = "grids.division"
    label = "division"
    verbose_name = "网格"

    def ready(self) -> None:
        from grids.division import jobs  # noqa: F401  # registers what the workers can do
