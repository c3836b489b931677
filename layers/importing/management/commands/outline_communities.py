"""Communities for a county whose own nobody has handed over, gathered from its street blocks."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gis_core.files.faults import FileRefused
from layers.importing.block_communities import outline_communities


class Command(BaseCommand):
    help = (
        "没有社区边界的县：在外廓内按街区推定社区（先运行 outline_county）。"
        "Cut the outline of a county into provisional communities along its streets."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", required=True, help="六位区划代码")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = sorted(outline_communities(code=options["county"]))
        except FileRefused as refusal:
            raise CommandError(f"{refusal}  [{refusal.fault}]") from refusal
        self.stdout.write(
            f"已推定社区 {len(counts)} 个（不是法定边界），按干路街区归并，"
            f"户数 {counts[0]}–{counts[-1]}，中位 {counts[len(counts) // 2]}。"
        )
