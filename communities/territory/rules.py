"""The thresholds a plan is judged by, each with its source; defaults of a new county.

Sources are those of the domain reference: the revised Organic Law of the Urban Residents'
Committees (2025-10-28, in force 2026-01-01) art. 3, the Zhoushan grid regulation of 2023,
Henan's guidance of 2022, and county practice. A county replaces any of them by its own.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class RuleKey(StrEnum):
    COMMUNITY_MIN = "community.min_households"
    COMMUNITY_MAX = "community.max_households"
    GRID_MIN = "grid.min_households"
    GRID_TARGET = "grid.target_households"
    GRID_MAX = "grid.max_households"
    SERVICE_RADIUS = "service_radius_m"
    SERVICE_RADIUS_OUTER = "service_radius_outer_m"
    SPACE_PER_100 = "space_m2_per_100_households"
    SPACE_MIN = "space_m2_min"
    WORKERS_PER_10000 = "workers_per_10000"
    OFFICERS_PER_GRID = "full_time_officers_per_grid"
    LEGAL_STAFF_PER_GRID = "legal_staff_per_grid"
    COVERING_UNITS_PER_GRID = "covering_units_per_grid_min"
    NOTICE_DAYS = "notice_days"


@dataclass(frozen=True)
class DefaultRule:
    key: RuleKey
    label: str
    value: Decimal
    unit: str
    source: str


_LAW = "《中华人民共和国城市居民委员会组织法》（2025年修订，2026年1月1日起施行）第三条"
_ZHOUSHAN = "《舟山市网格化服务管理条例》（2023年）第九条"
_HENAN = "河南省关于规范城市社区设置的指导意见（2022年）"
_PRACTICE = "本县做法（客户需求报告）"
_PRODUCT = "本系统建议值，请由县确认"


def _rule(key: RuleKey, label: str, value: int, unit: str, source: str) -> DefaultRule:
    return DefaultRule(key, label, Decimal(value), unit, source)


DEFAULT_RULES = (
    _rule(RuleKey.COMMUNITY_MIN, "社区最少户数", 1000, "户", _LAW),
    _rule(RuleKey.COMMUNITY_MAX, "社区最多户数", 3000, "户", _LAW),
    _rule(RuleKey.GRID_MIN, "网格最少户数", 300, "户", _ZHOUSHAN),
    _rule(RuleKey.GRID_TARGET, "网格目标户数", 400, "户", _PRODUCT),
    _rule(RuleKey.GRID_MAX, "网格最多户数", 500, "户", _ZHOUSHAN),
    _rule(RuleKey.SERVICE_RADIUS, "服务半径", 500, "米", _PRODUCT),
    _rule(RuleKey.SERVICE_RADIUS_OUTER, "服务半径上限", 1000, "米", _PRODUCT),
    _rule(RuleKey.SPACE_PER_100, "每百户服务用房", 30, "平方米", _HENAN),
    _rule(RuleKey.SPACE_MIN, "服务用房下限", 300, "平方米", _HENAN),
    _rule(RuleKey.WORKERS_PER_10000, "每万常住人口社区工作者", 18, "人", _HENAN),
    _rule(RuleKey.OFFICERS_PER_GRID, "每网格专职网格员", 1, "人", _PRACTICE),
    _rule(RuleKey.LEGAL_STAFF_PER_GRID, "每网格政法力量", 2, "人", _PRACTICE),
    _rule(RuleKey.COVERING_UNITS_PER_GRID, "每网格包抓单位下限", 1, "个", _PRACTICE),
    _rule(RuleKey.NOTICE_DAYS, "公示天数", 30, "日", "威海、金口河公示实例（30日）"),
)
