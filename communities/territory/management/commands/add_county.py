from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction

from communities.territory.models import County
from communities.territory.services import create_default_rule_set, create_place
from gis_core.accounts.models import Level


class Command(BaseCommand):
    help = "Add a county that has no boundary file, with the default rule set."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--code", required=True, help="six-digit code")
        parser.add_argument("--name", required=True)

    def handle(self, *, code: str, name: str, **options: Any) -> None:
        if len(code) != 6 or not code.isdecimal() or not code.isascii():
            raise CommandError(f"区划代码 {code} 不是六位数字。")
        if County.objects.filter(code=code).exists():
            raise CommandError(f"已有代码为 {code} 的县。")
        with transaction.atomic():
            county = create_place(level=Level.COUNTY, county=None, code=code, name=name)
            create_default_rule_set(county=county)
        self.stdout.write(f"已添加{county.name}（{county.code}），采用默认规则集。")
