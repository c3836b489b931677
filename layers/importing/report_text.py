"""A report as lines for the reader, Chinese first."""

from collections.abc import Iterator

from communities.basemap.models import BarrierClass, BuildingUse, CountSource, GroundKind
from layers.importing.report import Report

FIRST = 20
_LABELS = {
    **dict(BuildingUse.choices),
    **dict(BarrierClass.choices),
    **dict(GroundKind.choices),
    **dict(CountSource.choices),
}
_TITLES = {
    "use": "用途",
    "barrier_class": "类别",
    "kind": "类别",
    "floors": "层数",
    "count_source": "户数来源",
}


def report_lines(report: Report, first: int = FIRST) -> Iterator[str]:
    """The report, line by line; at most `first` refused rows."""
    yield from _found(report)
    yield from _rows(report, first)
    yield from _values(report)
    yield from (f"注意 note: {text}" for text in [*report.header.notes, *report.warnings])
    yield from (f"已做 done: {text}" for text in report.done)
    yield from _corrections(report)
    yield from _outcome(report)


def _found(report: Report) -> Iterator[str]:
    header = report.header
    layer = f" · 图层 {header.layer}" if header.layer else ""
    yield f"{report.label} {report.layer} ← {report.file_name}（{header.format}{layer}）"
    if header.crs:
        yield f"坐标系 CRS: {header.crs}（{header.crs_how}）"
    if header.encoding:
        yield f"编码 encoding: {header.encoding}（{header.encoding_how}）"
    if header.sample:
        yield f"  前几个名称: {'、'.join(header.sample)}"
    matched = "，".join(f"{report.labels[k]}←{v}" for k, v in report.columns.items())
    yield f"列 columns: {matched or '（无）'}"
    if report.unused_columns:
        yield f"  未用的列: {'、'.join(report.unused_columns[:30])}"
    if report.extent:
        yield "范围 extent: {:.5f}, {:.5f} – {:.5f}, {:.5f}".format(*report.extent)
    yield f"隔离 isolation: {'、'.join(['独立进程', *header.isolation])}"


def _rows(report: Report, first: int) -> Iterator[str]:
    left_out = sum(report.left_out.values())
    yield (
        f"行 rows: 读取 {report.rows}，可载入 {report.loaded}，"
        f"拒绝 {report.refused}，不属于本图层 {left_out}"
    )
    for reason, count in report.left_out.most_common(12):
        yield f"  不属于 {count}: {reason}"
    for refusal in report.refusals[:first]:
        yield f"  拒绝 第 {refusal.row} 行: {refusal.reason}"
    if report.refused > first:
        yield f"  …… 另有 {report.refused - first} 行被拒绝，完整清单用 --refused-csv 文件名 导出"


def _values(report: Report) -> Iterator[str]:
    for name, counts in report.distributions.items():
        listed = "，".join(f"{_LABELS.get(k, k)} {n}" for k, n in counts.most_common(12))
        yield f"{_TITLES.get(name, name)} {name}: {listed}"
    for text, count in report.notes.most_common(20):
        yield f"推定 assumed: {text}（{count} 行）"


def _corrections(report: Report) -> Iterator[str]:
    if not report.corrections:
        return
    count = len(report.corrections)
    yield f"纠错 corrections: 本文件涉及 {count} 条待核实的数据纠错，导入后请逐条答复"
    yield from (f"  {text}" for text in report.corrections[:FIRST])


def _outcome(report: Report) -> Iterator[str]:
    if report.changes and report.committed:
        c = report.changes
        removed = f"，删除 {c.removed}" if c.removed else ""
        yield f"结果 result: 新增 {c.new}，更新 {c.changed}，未变 {c.unchanged}{removed}"
        if c.absent:
            yield f"  库中另有 {c.absent} 行不在此文件中，保留不动（删除用 --remove-missing）"
    if report.committed:
        yield f"已写入 committed，用时 {report.seconds:.1f} 秒"
    elif report.refused:
        yield "未写入 nothing written：有行被拒绝。请修正文件，或加 --accept-partial 只载入其余行"
    else:
        yield f"试运行 dry run，未写入，用时 {report.seconds:.1f} 秒。确认后加 --commit"
