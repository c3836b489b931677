from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from communities.territory.finding import county_by_code
from gis_core.jobs.services import enqueue_job
from gis_core.jobs.waiting import add_waiting_arguments, finish_job
from grids.division.apps import BUILD_CELLS


class Command(BaseCommand):
    help = "Build a county's cells from its buildings and barriers, and bring its grids up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--county", required=True, help="six-digit code")
        add_waiting_arguments(parser)

    def handle(self, *, county: str, no_wait: bool, here: bool, **options: Any) -> None:
        place = county_by_code(county)
        job = enqueue_job(
            kind=BUILD_CELLS, arguments={"county": str(place.pk)}, county_key=place.pk
        )
        job = finish_job(job, self.stdout, no_wait=no_wait, here=here)  # type: ignore[arg-type]  # a wrapped stream
        if job.result:
            self.stdout.write(f"{place}：生成单元 {job.result['cells']} 个。")
