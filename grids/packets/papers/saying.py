"""Sentences that several papers have in common: how it is, what is wrong, what is proposed."""

from collections.abc import Iterable, Iterator

from gis_core.accounts.models import Level
from grids.packets.contents.model import Contents, Fate, LevelTotals, Limit, Totals, UnitRow
from grids.packets.papers.wording import UNKNOWN, listed, percent, square_km, stands_on, whole

WORDS = {Level.COMMUNITY: "社区", Level.GRID: "网格"}
MOST_NAMED = 30  # units named one by one in a sentence; all of them are in the table


def basics(contents: Contents) -> str:
    """How the place is divided now."""
    communities, grids = (contents.total(level).before for level in WORDS)
    return (
        f"{contents.head.place}纳入本次调整的范围面积{square_km(communities.area)}平方公里，"
        f"现有社区{communities.units}个、网格{grids.units}个，建筑{communities.buildings}栋、"
        f"住宅{communities.dwellings}套，{contents.head.counted} {communities.households}户，"
        f"常住人口{communities.population}人。{stands_on(contents.head)}。"
        f"{_estimated(communities, contents.head.counted)}"
    )


def _estimated(totals: Totals, counted: str) -> str:
    if not totals.estimated:
        return ""
    return f"其中{totals.estimated}户为按建筑规模估算（{counted}无登记数）。"


def problems(contents: Contents) -> list[str]:
    """What the figures say is wrong as it is; the authors' own words come before."""
    found = [text for level in levels_of(contents) for text in _problems(contents, level)]
    return [f"{number}.{text}" for number, text in enumerate(found, start=1)]


def levels_of(contents: Contents) -> tuple[Level, ...]:
    """The levels a case is about."""
    return tuple(WORDS) if contents.head.consolidates else (Level.GRID,)


def _problems(contents: Contents, level: Level) -> Iterator[str]:
    total, word = contents.total(level).before, WORDS[level]
    units = [row.before for row in contents.rows(level) if row.before]
    for sign, side in ((-1, "下限"), (1, "上限")):
        off = [unit for unit in units if sign * unit.deviation > 0]
        if off:
            named = [f"{unit.name}{unit.households}户" for unit in off]
            yield f"{len(off)}个{word}户数{'低于' if sign < 0 else '超过'}{side}：{_some(named)}。"
    if total.units > 1:
        yield (
            f"{word}规模不均：最少{total.least}户，最多{total.most}户，"
            f"平均{total.mean:.0f}户，标准差{total.spread:.0f}户。"
        )
    if total.disconnected:
        yield f"{total.disconnected}个{word}不连片。"
    if total.compounds_split:
        yield f"{total.compounds_split}个住宅小区分属两个以上{word}。"
    if level == Level.COMMUNITY and total.served_share is not None:
        yield f"服务半径以内有阵地的户占{percent(total.served_share)}。"


def _some(named: list[str]) -> str:
    if len(named) <= MOST_NAMED:
        return listed(named)
    return f"{listed(named[:MOST_NAMED])}等{len(named)}个，详见对照表"


def principles(contents: Contents) -> list[str]:
    """The three headings under which the plan is judged, with what stands behind each."""
    limits = {limit.key: limit for limit in contents.limits}
    served = limits.get("service_radius_m")
    return [
        f"人口规模适度。{_sizes(limits)}",
        "服务管理方便。边界沿道路、河流、围墙，每个社区、网格连成一片，不拆分楼栋，"
        f"尽量不拆分住宅小区{_radius(served)}。",
        "资源配置有效。按户数配置服务用房、社区工作者和网格力量，"
        "撤并单位的人员、阵地和工作全部有去处。",
    ]


def _sizes(limits: dict[str, Limit]) -> str:
    texts = []
    for level, word in (("community", "社区"), ("grid", "网格")):
        least, most = (limits.get(f"{level}.{end}_households") for end in ("min", "max"))
        if least and most:
            texts.append(f"{word}{least.value}至{most.value}户（{least.source}）")
    return f"{'；'.join(texts)}。" if texts else ""


def _radius(limit: Limit | None) -> str:
    return f"，居民在{limit.value}{limit.unit}以内有阵地" if limit else ""


def change_in_all(contents: Contents, verb: str = "拟将") -> str:
    """How many units there are before and after."""
    texts = []
    for level in levels_of(contents):
        total = contents.total(level)
        texts.append(f"{WORDS[level]}由{total.before.units}个调整为{total.after.units}个")
    return f"{verb}{'，'.join(texts)}。"


def fates(contents: Contents, level: Level) -> list[str]:
    """What becomes of which unit, one sentence each, numbered."""
    found = [fate for fate in contents.fates if fate.level == level and fate.kind in _SAID]
    told = [text for fate in _once(found) if (text := _SAID[fate.kind].format(**_values(fate)))]
    return [f"{number}.{text}" for number, text in enumerate(told, start=1)]


_SAID = {
    "merged": "{before}合并为{after}，共{households}户。",
    "split": "{before}拆分为{after}，共{households}户。",
    "regrouped": "{unit}（{households}户）由{left}改属{entered}。",
    "renamed": "{before}更名为{after}，{households}户。",
    "created": "新设{after}，{households}户。",
    "abolished": "撤销{before}，原有{households}户。",
}


def _once(found: list[Fate]) -> Iterator[Fate]:
    """A unit that is merged into another is not told of again as abolished."""
    merged = {name for fate in found if fate.kind == "merged" for name in fate.before}
    for fate in found:
        if fate.kind != "abolished" or not set(fate.before) <= merged:
            yield fate


def _values(fate: Fate) -> dict[str, str]:
    return {
        "before": listed(fate.before),
        "after": listed(fate.after),
        "households": str(fate.households),
        "unit": fate.unit,
        "left": fate.left,
        "entered": fate.entered,
    }


def effects(contents: Contents) -> list[str]:
    """What the plan comes to, level by level."""
    return [_effect(contents.total(level)) for level in levels_of(contents)]


def _effect(total: LevelTotals) -> str:
    word, old, new = WORDS[total.level], total.before, total.after
    return (
        f"{word}：户数在上下限以内的由{old.in_bounds}个变为{new.in_bounds}个"
        f"（共{new.units}个）；户数由{old.least}—{old.most}户变为{new.least}—{new.most}户，"
        f"平均由{old.mean:.0f}户变为{new.mean:.0f}户；边界沿道路、河流、围墙的比例由"
        f"{percent(old.barrier_share)}变为{percent(new.barrier_share)}；"
        f"服务半径以内的户由{percent(old.served_share)}变为{percent(new.served_share)}。"
    )


def households_moved(contents: Contents) -> str:
    """How many households come to another unit."""
    texts = []
    for level in levels_of(contents):
        moved = [one for one in contents.transfers if one.level == level]
        households, people = (sum(getattr(one, name) for one in moved)
                              for name in ("households", "population"))  # fmt: skip
        texts.append(f"改变所属{WORDS[level]}的有{households}户、{people}人")
    return f"{'；'.join(texts)}。"


def described(row: UnitRow, bounds: str) -> str:
    """A unit as the reply describes it: bounds, area, households, inhabitants."""
    unit = row.after
    if unit is None:
        return ""
    code = f"（代码{unit.code}）" if unit.code else ""
    place = f"{bounds.removesuffix('。')}；" if bounds else ""
    return (
        f"{unit.name}{code}：{place}面积{square_km(unit.area)}平方公里，"
        f"{unit.households}户，常住人口{unit.population}人，{_inside(row)}"
        f"服务用房{whole(unit.venue_area)}{'' if unit.venue_area is None else '平方米'}。"
    )


def _inside(row: UnitRow) -> str:
    unit = row.after
    return f"下辖网格{unit.grids}个，" if unit and unit.level == Level.COMMUNITY else ""


def changed(rows: Iterable[UnitRow]) -> list[UnitRow]:
    """The units that are new or otherwise than before, without those that are no more."""
    return [row for row in rows if row.after is not None and row.changes]


def consultation(contents: Contents) -> str:
    """What was asked and heard."""
    answered = sum(not thread.open for thread in contents.threads)
    text = f"办理过程中收到批注意见{len(contents.threads)}条，已答复{answered}条。"
    if not contents.notices:
        return f"{text}尚未公示。"
    received, adopted, refused, owed = (
        sum(getattr(notice, name) for notice in contents.notices)
        for name in ("received", "adopted", "not_adopted", "owed")
    )
    return (
        f"{text}公示{len(contents.notices)}次，收到公众意见{received}条，采纳{adopted}条，"
        f"不采纳{refused}条，尚待答复{owed}条。"
    )


def paper_number(contents: Contents, kind: str) -> str:
    """The number of the newest paper of a kind on record, empty where there is none."""
    return next((one.number for one in reversed(contents.papers) if one.kind == kind), "")


def sources(contents: Contents) -> str:
    """The texts the thresholds come from, each once: laws before practice."""
    found = dict.fromkeys(limit.source for limit in contents.limits)
    laws = [source for source in found if "《" in source]
    return listed(laws) or UNKNOWN
