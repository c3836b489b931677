from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from communities.territory.models import County
from grids.proposals.drafting.refusals import Refused
from layers.open311.keys import issue_key


class Command(BaseCommand):
    help = "Issue a key with which another system sends service requests to one county."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("county", help="code of the county, six digits")
        parser.add_argument("client", help="name of the system")

    def handle(self, *, county: str, client: str, **options: Any) -> None:
        found = County.objects.filter(code=county, abolished=False).first()
        if found is None:
            raise CommandError(f"没有代码为 {county} 的县。请核对六位代码。")
        try:
            _row, key = issue_key(county=found, client=client)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{key}\n（只显示这一次，请妥善保存。）")
