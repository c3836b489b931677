from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from gis_core.audit.comparing import strayed_rows
from gis_core.audit.models import Seal
from gis_core.audit.sealing import heads, seal_record, verify_record


class Command(BaseCommand):
    help = "Check that nobody changed the sealed audit record, or a row around it; print the heads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seal", action="store_true", help="first seal what has settled")

    def handle(self, *, seal: bool, **options: Any) -> None:
        if seal:
            self.stdout.write(f"新封印 {seal_record()} 个")
        faults, strayed = verify_record(), strayed_rows()
        for text in [*(one.text for one in faults), *(one.text for one in strayed)]:
            self.stderr.write(text)
        if faults or strayed:
            raise CommandError(
                f"审计记录有 {len(faults)} 处与封印不符，{len(strayed)} 张表的数据与记录不符。"
                "请保全数据库并报告安全管理员。"
            )
        rows = sum(Seal.objects.values_list("rows", flat=True))
        self.stdout.write(f"审计记录完好：{Seal.objects.count()} 个封印，{rows} 行。请在库外留存：")
        for table, digest in sorted(heads().items()):
            self.stdout.write(f"  {table} {digest}")
