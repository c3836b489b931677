"""A county without boundary files: create it, and draw first boundaries around its base map."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gis_core.files.faults import FileRefused
from layers.importing.outline import outline_county


class Command(BaseCommand):
    help = (
        "没有边界文件的县：先建县；导入建筑、道路后再运行一次，按外廓和街区推定边界。"
        "Create a county, or draw its first boundaries from its buildings and roads."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", required=True, help="六位区划代码")
        parser.add_argument("--name", default="", help="县名（新建时必填）")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = outline_county(code=options["county"], name=options["name"])
        except FileRefused as refusal:
            raise CommandError(f"{refusal}  [{refusal.fault}]") from refusal
        if made.created:
            self.stdout.write(f"已建县 {made.county.name} {made.county.code}，附默认规则集。")
            self.stdout.write("下一步：import_layer buildings、barriers，再运行本命令。")
            return
        counts = sorted(made.households)
        self.stdout.write(
            f"已推定边界（不是法定边界）：县、街道取建筑与道路的凸包外扩 15 米；"
            f"社区 {len(counts)} 个，按干路街区归并，户数 {counts[0]}–{counts[-1]}，"
            f"中位 {counts[len(counts) // 2]}。"
        )
