"""Files into the base map and the territory; a dry run unless told to commit."""

import argparse
import csv
import gc
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communities.territory.models import County
from gis_core.files.absent import keep_pandas_out
from gis_core.files.faults import FileRefused
from layers.importing.layers import LAYERS, Options
from layers.importing.picture import write_picture
from layers.importing.report import Report
from layers.importing.report_text import report_lines
from layers.importing.services import ImportRequest, load, read_file


class Command(BaseCommand):
    help = "导入图层文件（默认试运行）。Import a layer from a file; a dry run unless --commit."
    # They load every page of the site, and are run where the site is started.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("layer", choices=sorted(LAYERS), help="图层")
        parser.add_argument(
            "file", type=Path, help="GeoPackage、zip 的 Shapefile、GeoJSON、CSV、XLSX"
        )
        parser.add_argument("--county", default="", help="六位区划代码；只有一个县时可省")
        parser.add_argument("--name", default="", help="县名（导入县界而文件没有名称列时）")
        parser.add_argument("--crs", default="", help="EPSG 代码，或 gcj02、bd09")
        parser.add_argument("--swap-axes", action="store_true", help="文件先纬度（或纵坐标）后经度")
        parser.add_argument("--encoding", default="", help="UTF-8、GBK、GB18030、BIG5")
        parser.add_argument("--map", action="append", default=[], type=_pair, metavar="字段=列")
        parser.add_argument("--layer-name", default="", help="文件内的图层、工作表或压缩包内的文件")
        parser.add_argument("--where", type=_pair, metavar="列=值", help="只读取符合的行")
        parser.add_argument("--with-paths", action="store_true", help="步道、内部路也作支路")
        parser.add_argument("--commit", action="store_true", help="写入数据库")
        parser.add_argument(
            "--accept-partial", action="store_true", help="有行被拒绝时仍写入其余行"
        )
        parser.add_argument("--remove-missing", action="store_true", help="删除文件中没有的旧行")
        parser.add_argument("--refused-csv", type=Path, help="把拒绝的行写入此文件")
        parser.add_argument("--picture", type=Path, help="把范围图写入此 SVG 文件")

    def handle(self, *args: Any, **options: Any) -> None:
        if not gc.isenabled():  # see manage.py
            gc.freeze()
            gc.enable()
        keep_pandas_out()
        request = _request(options)
        try:
            report = load(request) if options["commit"] else read_file(request)
        except FileRefused as refusal:
            raise CommandError(f"{refusal}  [{refusal.fault}]") from refusal
        for line in report_lines(report):
            self.stdout.write(line)
        self._write_files(report, options)
        if report.refused and not report.committed:
            raise CommandError("有行被拒绝，未写入。", returncode=2)

    def _write_files(self, report: Report, options: dict[str, Any]) -> None:
        if options["refused_csv"]:
            write_refusals(report, options["refused_csv"])
            self.stdout.write(f"拒绝清单 refused rows: {options['refused_csv']}")
        if options["picture"]:
            county = County.objects.filter(pk=report.county).first()
            write_picture(report, county, options["picture"])
            self.stdout.write(f"范围图 picture: {options['picture']}")


def write_refusals(report: Report, path: Path) -> None:
    """The refused rows as CSV that Excel opens (UTF-8 with mark)."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["行号", "原因"])
        writer.writerows((refusal.row, refusal.reason) for refusal in report.refusals)


def _request(options: dict[str, Any]) -> ImportRequest:
    return ImportRequest(
        layer=options["layer"],
        path=options["file"],
        county=options["county"],
        name=options["name"],
        crs=options["crs"],
        swap_axes=options["swap_axes"],
        encoding=options["encoding"],
        mapping=dict(options["map"]),
        layer_name=options["layer_name"],
        where=options["where"],
        options=Options(paths=options["with_paths"]),
        accept_partial=options["accept_partial"],
        remove_missing=options["remove_missing"],
    )


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name:
        raise argparse.ArgumentTypeError(f"“{text}”应写成 名=值")
    return name, value
