from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from communities.territory.finding import place_by_code
from gis_core.jobs.waiting import add_waiting_arguments, finish_job
from grids.proposals.models import SuggestionKind
from grids.proposals.services import SuggestionRefused, request_suggestion
from grids.proposals.wording import summarise_suggestion


class Command(BaseCommand):
    help = "Ask the engine: merge the communities of a place, or divide them into grids."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=SuggestionKind.values)
        parser.add_argument(
            "--place", required=True, help="code of a county, subdistrict, community"
        )
        parser.add_argument("--seed", type=int, default=1)
        add_waiting_arguments(parser)

    def handle(
        self, *, kind: str, place: str, seed: int, no_wait: bool, here: bool, **options: Any
    ) -> None:
        try:
            suggestion = request_suggestion(
                kind=SuggestionKind(kind), place=place_by_code(place), seed=seed
            )
        except SuggestionRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        finish_job(suggestion.job, self.stdout, no_wait=no_wait, here=here)  # type: ignore[arg-type]  # a wrapped stream
        if not no_wait:
            self.stdout.write(summarise_suggestion(suggestion))
