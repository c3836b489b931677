from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from communities.basemap.outlines import NOTE, OutlineRefused, outline_county
from communities.territory.finding import county_by_code


class Command(BaseCommand):
    help = "Draw an outline around the buildings and roads of a county that has no boundaries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--county", required=True, help="six-digit code")

    def handle(self, *, county: str, **options: Any) -> None:
        try:
            edition = outline_county(county=county_by_code(county))
        except OutlineRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{edition}（准备中）：{NOTE}。")
