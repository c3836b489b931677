from django.apps import AppConfig

from gis_core.jobs.registry import register_job

BUILD_CELLS = "cells.build"


class DivisionConfig(AppConfig):
    name = "grids.division"
    label = "division"
    verbose_name = "网格"

    def ready(self) -> None:
        register_job(BUILD_CELLS, "grids.division.jobs.build_cells")
