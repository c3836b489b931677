"""The sheets of a packet's workbook. Official papers are in Chinese, whoever asks for them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gis_core.accounts.models import Level
from grids.packets.bounds.model import FourBounds
from grids.packets.contents.model import Contents, UnitFigures, UnitRow
from grids.packets.tables.workbook import Column, Kind, Sheet

LEVELS = {Level.COMMUNITY: "社区", Level.GRID: "网格"}
Figure = tuple[str, Kind, Callable[[UnitFigures], Any]]

FIGURES: tuple[Figure, ...] = (
    ("户数", Kind.COUNT, lambda one: one.households),
    ("其中估算", Kind.COUNT, lambda one: one.estimated),
    ("住宅套数", Kind.COUNT, lambda one: one.dwellings),
    ("户籍户数", Kind.COUNT, lambda one: one.registered),
    ("常住人口", Kind.COUNT, lambda one: one.population),
    ("面积（平方米）", Kind.DECIMAL, lambda one: round(one.area, 2)),
    ("人口密度（人/平方千米）", Kind.COUNT, lambda one: one.density),
    ("楼栋", Kind.COUNT, lambda one: one.buildings),
    ("小区", Kind.COUNT, lambda one: one.compounds),
    ("网格", Kind.COUNT, lambda one: one.grids),
    ("阵地", Kind.COUNT, lambda one: one.venues),
    ("阵地面积（平方米）", Kind.COUNT, lambda one: one.venue_area),
    ("每百户阵地面积（平方米）", Kind.DECIMAL, lambda one: one.venue_per_100),
    ("服务半径内户数占比", Kind.SHARE, lambda one: one.served_share),
    ("界线沿道路河流占比", Kind.SHARE, lambda one: one.barrier_share),
)
OF_COMMUNITIES = {"网格"}


def sheets_of(contents: Contents, bounds: Mapping[int, FourBounds]) -> list[Sheet]:
    """All sheets; `bounds` by a unit's number in the plan."""
    return [
        _head(contents),
        _comparison(contents, Level.COMMUNITY),
        _comparison(contents, Level.GRID),
        _moved(contents),
        _grids(contents, bounds),
        _fates(contents),
        _transfers(contents),
        _bounds(contents, bounds),
        _staffing(contents),
        _affected(contents),
    ]


def _head(contents: Contents) -> Sheet:
    head = contents.head
    rows = [
        ("方案", head.title), ("种类", head.kind_label), ("县", head.county),
        ("范围", f"{head.place}（{head.place_code}）"), ("依据版次", f"第 {head.edition} 版区划"),
        ("规则", f"第 {head.rule_set} 号 {head.rule_set_name}"), ("户数口径", head.counted),
        ("方案步数", str(head.version)), ("状态", head.status), ("内容指纹", head.content_hash),
        ("生成日期", head.day.isoformat()),
    ]  # fmt: skip
    return Sheet("说明", (Column("项目", width=16), Column("内容", width=70)), rows)


def _comparison(contents: Contents, level: Level) -> Sheet:
    """Each unit in three lines: before, after, and what it won or lost."""
    figures = _figures_for(level)
    columns = [
        Column("单元", width=20), Column("时点", width=8), Column("名称", width=20),
        Column("代码", width=18), Column("所属", width=14), Column("变化", width=14),
        *(Column(title, kind, 10) for title, kind, _ in figures),
    ]  # fmt: skip
    rows = [line for row in contents.rows(level) for line in _compared(row, figures)]
    return Sheet(f"{LEVELS[level]}前后对照", columns, rows)


def _compared(row: UnitRow, figures: list[Figure]) -> Iterator[list[Any]]:
    told = {}
    for when, one in (("调整前", row.before), ("调整后", row.after)):
        if one is not None:
            told[when] = [of(one) for _, _, of in figures]
            named = [one.name, one.code, one.parent, "、".join(row.changes)]
            yield [row.name, when, *named, *told[when]]
    if len(told) == 2:
        pairs = zip(*told.values(), strict=True)
        won = [None if None in pair else pair[1] - pair[0] for pair in pairs]
        yield [row.name, "增减", "", "", "", "", *won]


def _figures_for(level: Level) -> list[Figure]:
    return [one for one in FIGURES if level == Level.COMMUNITY or one[0] not in OF_COMMUNITIES]


def _moved(contents: Contents) -> Sheet:
    """What stands on the ground that moves, address by address."""
    columns = (
        Column("原社区", width=16), Column("原网格", width=18), Column("新社区", width=16),
        Column("新网格", width=18), Column("小区", width=22), Column("楼栋或地址", width=40),
        Column("楼栋数", Kind.COUNT, 9), Column("户数", Kind.COUNT, 9),
        Column("人口", Kind.COUNT, 9),
    )  # fmt: skip
    rows = [
        (one.community_before, one.grid_before, one.community_after, one.grid_after, one.compound,
         one.address, one.buildings, one.households, one.population)
        for one in contents.moved
    ]  # fmt: skip
    return Sheet("变动楼栋", columns, rows)


def _grids(contents: Contents, bounds: Mapping[int, FourBounds]) -> Sheet:
    """The grids as they are to be."""
    figures = _figures_for(Level.GRID)
    columns = [
        Column("社区", width=16), Column("网格", width=20), Column("代码", width=18),
        Column("超出或不足户数", Kind.COUNT, 11), Column("片数", Kind.COUNT, 7),
        *(Column(title, kind, 11) for title, kind, _ in figures), Column("四至", width=60),
    ]  # fmt: skip
    after = [row.after for row in contents.rows(Level.GRID) if row.after]
    rows = [
        [one.parent, one.name, one.code, one.deviation, one.pieces,
         *(of(one) for _, _, of in figures), _text(bounds, one.number)]
        for one in sorted(after, key=lambda one: (one.parent, one.code, one.name))
    ]  # fmt: skip
    return Sheet("调整后网格", columns, rows)


def _text(bounds: Mapping[int, FourBounds], number: int) -> str:
    return bounds[number].text if number in bounds else ""


def _fates(contents: Contents) -> Sheet:
    """What becomes of units: the lineage as it will be."""
    columns = (
        Column("层级", width=8), Column("类型", width=12), Column("调整前", width=50),
        Column("调整后", width=50), Column("户数", Kind.COUNT, 10),
    )  # fmt: skip
    rows = [
        (LEVELS[one.level], one.label, "、".join(one.before), "、".join(one.after), one.households)
        for one in contents.fates
    ]
    return Sheet("沿革", columns, rows)


def _transfers(contents: Contents) -> Sheet:
    """The ground that goes from one unit to another."""
    columns = (
        Column("层级", width=8), Column("由", width=30), Column("到", width=30),
        Column("单元", Kind.COUNT, 8), Column("楼栋", Kind.COUNT, 8), Column("户数", Kind.COUNT, 9),
        Column("人口", Kind.COUNT, 9), Column("面积（平方米）", Kind.DECIMAL, 14),
        Column("操作", width=40),
    )  # fmt: skip
    rows = [
        (LEVELS[one.level], one.before, one.after, one.cells, one.buildings, one.households,
         one.population, round(one.area, 2), "；".join(one.reasons))
        for one in contents.transfers
    ]  # fmt: skip
    return Sheet("地块划转", columns, rows)


def _bounds(contents: Contents, bounds: Mapping[int, FourBounds]) -> Sheet:
    """What each side of each unit follows, and over how much of it."""
    columns = (
        Column("层级", width=8), Column("社区", width=16), Column("单元", width=20),
        Column("方位", width=7), Column("沿", width=24), Column("相邻", width=30),
        Column("长度（米）", Kind.COUNT, 11), Column("占该边", Kind.SHARE, 9),
    )  # fmt: skip
    units = [row.after for level in LEVELS for row in contents.rows(level) if row.after]
    rows = [
        (LEVELS[unit.level], unit.parent, unit.name, side.side.value,
         one.along or "无可指地物", "、".join(name or "未划社区" for name in one.beyond),
         one.metres, one.share)
        for unit in units if unit.number in bounds
        for side in bounds[unit.number].sides
        for one in side.stretches
    ]  # fmt: skip
    return Sheet("四至明细", columns, rows)


def _staffing(contents: Contents) -> Sheet:
    """What the rules of staff and cover ask, and who is short of it."""
    columns = (
        Column("规则", width=24), Column("要求", width=16), Column("登记", width=12),
        Column("单位数", Kind.COUNT, 9), Column("不足的单位", width=50), Column("依据", width=40),
    )  # fmt: skip
    rows = [
        (one.label, one.needed, "有" if one.counted else "无登记", one.units,
         "、".join(one.short), one.source)
        for one in contents.staffing
    ]  # fmt: skip
    return Sheet("人员配备", columns, rows)


def _affected(contents: Contents) -> Sheet:
    """People, posts, venues and orders whose unit becomes another."""
    columns = (Column("类别", width=14), Column("名称", width=36), Column("调整前", width=30),
               Column("调整后", width=30))  # fmt: skip
    rows = [
        (kind, one.name, one.before, one.after)
        for kind, found in contents.affected.items()
        for one in found
    ]
    return Sheet("受影响事项", columns, rows)
