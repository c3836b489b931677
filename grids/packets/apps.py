from django.apps import AppConfig

from gis_core.jobs.registry import register_job

MAKE = "packets.make"


class PacketsConfig(AppConfig):
    name = "grids.packets"
    label = "packets"
    verbose_name = "报批材料"

    def ready(self) -> None:
        register_job(MAKE, "grids.packets.jobs.make")
