"""The rules of the checklist, each with its text, its source and the check that looks.

Sources are those of the thresholds in the proposal's rule set where there are any; the others
are of the domain reference, sections 2.3, 2.5 and 4.5.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from django.utils.translation import gettext_noop as _

from communities.territory.rules import RuleKey
from grids.checklist import (
    borders,
    certifying,
    codes,
    freshness,
    ground,
    names,
    service,
    sizes,
    staff,
)
from grids.checklist.case import Case
from grids.checklist.lines import Fault, Severity

Check: TypeAlias = Callable[[Case], list[Fault] | None]

_HENAN = _("河南省关于规范城市社区设置的指导意见（2022年）")
_CODES = _("CJ/T 349-2010；DB11 网格编码：社区 12 位加顺序码 3 位")
_COVER = _("DB11、CJ/T 349-2010：网格闭合成面并建立拓扑；无缝覆盖")
_BELONGS = _("DB6101/T 3185-2024：每个网格须属于一个村（社区）")
_NAMES = _("《地名管理条例》")
_OURS = _("本系统规则：决定须依据现行版次与当前数据")
_CERTIFIED = _("本系统规则：引擎的每一项说法都由不用求解器的程序独立核对")
_COMPOUND = _("河南省指导意见（2022年）、《舟山市网格化服务管理条例》：以小区为基本单元")
_ADVICE = _("河南省指导意见（2022年）“道路为界”；五成为本系统建议值，请由县确认")
_RE_PLACED = _("本县做法：撤并社区的人员全部重新安排")


@dataclass(frozen=True)
class Rule:
    """One line of the checklist: `check` names the faults, None where there is no data; `told`
    says what is to be said besides."""

    key: str
    severity: Severity
    check: Check
    label: str
    text: str
    source: str = ""
    thresholds: tuple[RuleKey, ...] = ()
    waivable: bool = False
    told: Callable[[Case], str] | None = None


BLOCKING, WARNING = Severity.BLOCKING, Severity.WARNING

RULES: tuple[Rule, ...] = (
    Rule(
        "coverage",
        BLOCKING,
        ground.coverage,
        label=_("全覆盖"),
        text=_("单元不重不漏地划入网格，拼成整个辖区"),
        source=_COVER,
    ),
    Rule(
        "one_piece",
        BLOCKING,
        ground.one_piece,
        label=_("连成一片"),
        text=_("每个社区、网格连成一片，原则上不得由不接壤的区域组成"),
        source=_HENAN,
        waivable=True,
    ),
    Rule(
        "one_community",
        BLOCKING,
        ground.one_community,
        label=_("一格一社区"),
        text=_("每个网格只在一个社区内，每个社区只在一个街道（镇）内"),
        source=_BELONGS,
    ),
    Rule(
        "community_households",
        BLOCKING,
        sizes.community_households,
        label=_("社区规模"),
        text=_("调整后的社区户数在上下限之内；超出须说明理由"),
        thresholds=(RuleKey.COMMUNITY_MIN, RuleKey.COMMUNITY_MAX),
        waivable=True,
    ),
    Rule(
        "grid_households",
        WARNING,
        sizes.grid_households,
        label=_("网格规模"),
        text=_("网格户数在上下限之内"),
        thresholds=(RuleKey.GRID_MIN, RuleKey.GRID_MAX),
        waivable=True,
    ),
    Rule(
        "compounds_in_communities",
        BLOCKING,
        borders.compounds_in_communities,
        label=_("小区不跨社区"),
        text=_("住宅小区不分属两个社区"),
        source=_COMPOUND,
        waivable=True,
    ),
    Rule(
        "compounds_in_grids",
        WARNING,
        borders.compounds_in_grids,
        label=_("小区不跨网格"),
        text=_("住宅小区尽量不分属两个网格"),
        source=_COMPOUND,
        waivable=True,
    ),
    Rule(
        "along_barriers",
        WARNING,
        borders.along_barriers,
        label=_("边界清晰"),
        text=_("与邻近单位的边界至少五成沿道路、河流或围墙"),
        source=_ADVICE,
        waivable=True,
    ),
    Rule(
        "near_a_venue",
        WARNING,
        service.near_a_venue,
        label=_("服务半径"),
        text=_("至少八成的户在服务半径以内有阵地"),
        thresholds=(RuleKey.SERVICE_RADIUS,),
        waivable=True,
    ),
    Rule(
        "space_per_households",
        WARNING,
        service.space_per_households,
        label=_("每百户服务用房"),
        text=_("社区服务用房按户数足够"),
        thresholds=(RuleKey.SPACE_PER_100,),
        waivable=True,
    ),
    Rule(
        "space_in_all",
        WARNING,
        service.space_in_all,
        label=_("服务用房下限"),
        text=_("社区服务用房总面积不低于下限"),
        thresholds=(RuleKey.SPACE_MIN,),
        waivable=True,
    ),
    Rule(
        "workers",
        WARNING,
        staff.workers,
        label=_("社区工作者"),
        text=_("社区工作者按常住人口配足"),
        thresholds=(RuleKey.WORKERS_PER_10000,),
        waivable=True,
    ),
    Rule(
        "officers",
        WARNING,
        staff.officers,
        label=_("专职网格员"),
        text=_("每个网格有专职网格员"),
        thresholds=(RuleKey.OFFICERS_PER_GRID,),
        waivable=True,
    ),
    Rule(
        "covering_units",
        WARNING,
        staff.covering_units,
        label=_("包抓单位"),
        text=_("每个网格有包抓单位"),
        thresholds=(RuleKey.COVERING_UNITS_PER_GRID,),
        waivable=True,
    ),
    Rule(
        "legal_officers",
        WARNING,
        staff.legal_officers,
        label=_("政法力量"),
        text=_("每个网格有政法干警和法律工作者"),
        thresholds=(RuleKey.LEGAL_STAFF_PER_GRID,),
        waivable=True,
    ),
    Rule(
        "displaced_staff",
        BLOCKING,
        staff.displaced,
        label=_("人员安排"),
        text=_("被撤并单位的人员都有去处"),
        source=_RE_PLACED,
    ),
    Rule(
        "names_told_apart",
        BLOCKING,
        names.told_apart,
        label=_("不重名"),
        text=_("全县社区不重名，同一社区内网格不重名"),
        source=_NAMES,
    ),
    Rule(
        "names_printable",
        BLOCKING,
        names.printable,
        label=_("名称可读"),
        text=_("名称不为空，不含看不见的字符"),
        source=_NAMES,
    ),
    Rule(
        "names_of_their_kind",
        WARNING,
        names.of_their_kind,
        label=_("通名"),
        text=_("社区以“社区”结尾，网格以“网格”结尾"),
        source=_NAMES,
        waivable=True,
    ),
    Rule(
        "codes_well_formed",
        BLOCKING,
        codes.well_formed,
        label=_("代码位数"),
        text=_("社区代码 12 位，网格代码 15 位；新单位可在发布时编码"),
        source=_CODES,
    ),
    Rule(
        "codes_below_their_place",
        WARNING,
        codes.below_their_place,
        label=_("代码归属"),
        text=_("网格代码以所属社区代码开头，社区代码以街道（镇）代码开头"),
        source=_CODES,
        waivable=True,
    ),
    Rule(
        "codes_never_used_before",
        BLOCKING,
        codes.never_used_before,
        label=_("代码不重用"),
        text=_("代码不与别的单位相同，停用的代码不再使用"),
        source=_CODES,
    ),
    Rule(
        "certificate",
        BLOCKING,
        certifying.certified,
        label=_("引擎的证明"),
        text=_("采用的引擎方案经独立校验程序校验，没有不成立的说法"),
        source=_CERTIFIED,
        waivable=True,
        told=certifying.told,
    ),
    Rule(
        "edition_of_today",
        BLOCKING,
        freshness.edition_of_today,
        label=_("现行版次"),
        text=_("草案基于现行版次"),
        source=_OURS,
    ),
    Rule(
        "cells_of_today",
        BLOCKING,
        freshness.cells_of_today,
        label=_("当前单元"),
        text=_("草案基于当前的单元"),
        source=_OURS,
    ),
    Rule(
        "map_of_today",
        WARNING,
        freshness.map_of_today,
        label=_("当前底图"),
        text=_("生成单元之后底图没有改动"),
        source=_OURS,
        waivable=True,
    ),
    Rule(
        "rules_of_today",
        WARNING,
        freshness.rules_of_today,
        label=_("现行规则集"),
        text=_("草案按县里现行的规则集核对"),
        source=_OURS,
        waivable=True,
    ),
)
