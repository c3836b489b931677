import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from communities.territory.finding import county_by_code
from communities.territory.models import Edition
from communities.territory.services import EditionRefused, open_first_edition


class Command(BaseCommand):
    help = "Put a county's first edition in force: the boundaries found, before any proposal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--county", required=True, help="six-digit code")
        parser.add_argument(
            "--from", dest="day", type=datetime.date.fromisoformat, help="in force from, YYYY-MM-DD"
        )

    def handle(self, *, county: str, day: datetime.date | None, **options: Any) -> None:
        place = county_by_code(county)
        prepared = Edition.objects.filter(county=place, status=Edition.Status.PREPARED).first()
        if prepared is None:
            raise CommandError(f"{place}没有准备中的版次。请先用 import_layer 导入区划边界。")
        try:
            edition = open_first_edition(
                edition=prepared, published_by=None, in_force_from=day or timezone.localdate()
            )
        except EditionRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{edition}自 {edition.in_force_from} 起生效。")
