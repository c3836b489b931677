"""The tables of the papers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from gis_core.accounts.models import Level
from grids.packets.contents.model import Contents, Moved, UnitFigures, UnitRow
from grids.packets.papers.document import Block, Paragraph, Table
from grids.packets.papers.saying import WORDS
from grids.packets.papers.wording import (
    UNKNOWN,
    listed,
    one_digit,
    percent,
    square_km,
    whole,
)

MOST_BUILDINGS = 5000  # listed one by one in the papers; of more only how many, by street


def comparison(contents: Contents, level: Level) -> Table:
    """Every unit of a level before and after, one line per side."""
    rows = [line for row in contents.rows(level) for line in _sides(row)]
    total = contents.total(level)
    for word, side in (("调整前", total.before), ("调整后", total.after)):
        rows.append((
            f"合计（{side.units}个）", word, "", str(side.households), str(side.dwellings), "",
            str(side.population), square_km(side.area), "", str(side.buildings), "", "", "", "",
            percent(side.served_share), "",
        ))  # fmt: skip
    word, inner = WORDS[level], "网格" if level == Level.COMMUNITY else "所属社区"
    head = (
        word, "状态", "代码", "户数", "住宅套数", "户籍户", "常住人口", "面积（平方公里）",
        "密度（人/平方公里）", "建筑", "小区", inner, "服务用房（平方米）",
        "每百户用房", "服务半径内", "变动",
    )  # fmt: skip
    widths = (13, 7, 14, 7, 7, 7, 8, 8, 9, 6, 5, 9 if level == Level.GRID else 5, 8, 7, 8, 9)
    right = frozenset({3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14})
    return Table("", head, tuple(rows), widths, right)


def _sides(row: UnitRow) -> Iterable[tuple[str, ...]]:
    """Both sides, or one line where nothing about the unit is otherwise than before."""
    if row.before and row.after and replace(row.before, number=row.after.number) == row.after:
        yield (row.name, "不变", row.after.code or UNKNOWN, *_figures(row.after), "")
        return
    for word, side in (("调整前", row.before), ("调整后", row.after)):
        if side is not None:
            yield (side.name, word, side.code or UNKNOWN, *_figures(side), _change(row, word))


def _figures(unit: UnitFigures) -> tuple[str, ...]:
    return (
        str(unit.households),
        str(unit.dwellings),
        str(unit.registered),
        str(unit.population),
        square_km(unit.area),
        whole(unit.density),
        str(unit.buildings),
        str(unit.compounds),
        str(unit.grids) if unit.level == Level.COMMUNITY else unit.parent,
        whole(unit.venue_area),
        one_digit(unit.venue_per_100),
        percent(unit.served_share),
    )


def _change(row: UnitRow, word: str) -> str:
    """Said once: beside the side after, or that which is no more."""
    if word == "调整前" and row.after is not None:
        return ""
    return listed(row.changes) or "不变"


def thresholds(contents: Contents) -> Table:
    rows = tuple(
        (limit.label, f"{limit.value} {limit.unit}", limit.source) for limit in contents.limits
    )
    return Table("规则与依据", ("规则", "数值", "依据"), rows, (28, 18, 54))


def transfers(contents: Contents, level: Level) -> list[Block]:
    """The ground between every two units."""
    moved = [one for one in contents.transfers if one.level == level]
    if not moved:
        return [Paragraph(f"没有划转的{WORDS[level]}范围。")]
    rows = tuple(
        (
            one.before, one.after, str(one.buildings), str(one.households), str(one.population),
            square_km(one.area), "；".join(one.reasons) or UNKNOWN,
        )
        for one in moved
    )  # fmt: skip
    head = ("原属", "改属", "建筑", "户数", "人口", "面积（平方公里）", "来由")
    widths, right = (22, 22, 8, 8, 8, 10, 22), frozenset({2, 3, 4, 5})
    return [Table(f"划转范围（{WORDS[level]}）", head, rows, widths, right)]


def moved_buildings(contents: Contents) -> list[Block]:
    """Every building that comes to another unit, by where it goes, compound and street; where
    they are too many for paper, how many there are of each."""
    count = sum(one.buildings for one in contents.moved)
    if not count:
        return [Paragraph("没有改变所属的建筑。")]
    said = f"改变所属社区或网格的建筑共{count}栋。"
    one_by_one = count <= MOST_BUILDINGS
    note = (
        "括号内为户数，没有括号的无住户。"
        if one_by_one
        else "因数量较多只列栋数，逐栋清单见所附表格。"
    )
    return [Paragraph(said + note), _by_street(contents.moved, one_by_one=one_by_one)]


def _by_street(moved: Sequence[Moved], *, one_by_one: bool) -> Table:
    """One line for each way and each compound or street on it."""
    groups: dict[tuple[str, ...], list[Moved]] = {}
    for one in moved:
        street = one.compound or street_of(one.number or one.name) or "（无地址）"
        groups.setdefault((*_way(one), street), []).append(one)
    rows = tuple(
        (
            *key,
            *(("、".join(_building(one, key[-1]) for one in found),) if one_by_one else ()),
            *(str(sum(getattr(one, name) for one in found))
              for name in ("buildings", "households", "population")),
        )
        for key, found in groups.items()
    )  # fmt: skip
    listed_too = ("建筑",) if one_by_one else ()
    head = ("原属", "改属", "小区、道路", *listed_too, "栋", "户数", "人口")
    widths = (15, 15, 12, *((42,) if one_by_one else ()), 5, 6, 6)
    last = len(head)
    return Table("", head, rows, widths, frozenset({last - 3, last - 2, last - 1}))


def _way(one: Moved) -> tuple[str, str]:
    before, after = (
        "\n".join(filter(None, names)) or "未划分"
        for names in (
            (one.community_before, one.grid_before),
            (one.community_after, one.grid_after),
        )
    )
    return before, after


def _building(one: Moved, street: str) -> str:
    """A building within its compound or street, with its households."""
    number = (one.number or one.name).removeprefix(street).strip()
    if one.compound:
        text = one.name.removeprefix(street) or one.number
    else:
        text = number if one.name in one.number else f"{number}{one.name}"
    return f"{text or '（无号）'}{f'（{one.households}）' if one.households else ''}"


def street_of(address: str) -> str:
    """An address without its numbers and what follows them."""
    return re.split(r"\d", address, maxsplit=1)[0].strip()
