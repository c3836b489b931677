"""Kinds of orders with their time limits, and categories; a county changes them as it likes.

Limits after Nanjing Gulou (南京鼓楼“街道吹哨、部门报到”：1 小时内签收、24 小时内联系、第一类
3 个工作日、第二类 5 个工作日内报到); the half hour of emergencies after Beijing Pinggu
(北京平谷“三协同”：30 分钟内响应). How long resolving may take is our proposal.
"""

from typing import NamedTuple

GULOU = "南京鼓楼“街道吹哨、部门报到”"
PINGGU = "北京平谷：部门 30 分钟内响应"
HOUR = 60
DAY = 24 * HOUR


class DefaultKind(NamedTuple):
    """Minutes and working days within which a unit signs, contacts, arrives and resolves."""

    code: str
    name: str
    name_en: str
    sign_minutes: int
    contact_minutes: int
    arrive_working_days: int
    resolve_working_days: int
    is_emergency: bool
    needs_principal: bool
    source: str


class DefaultCategory(NamedTuple):
    code: str
    name: str
    name_en: str


KINDS = (
    DefaultKind("work", "工作推进哨", "Work whistle", HOUR, DAY, 3, 10, False, True, GULOU),
    DefaultKind("hard", "攻坚克难哨", "Hard-case whistle", HOUR, DAY, 5, 30, False, True, GULOU),
    DefaultKind("emergency", "应急哨", "Emergency whistle", 30, 30, 1, 3, True, False, PINGGU),
)

CATEGORIES = (
    DefaultCategory("sanitation", "环境卫生", "Sanitation"),
    DefaultCategory("order", "市容秩序", "Street order"),
    DefaultCategory("safety", "安全隐患", "Safety hazards"),
    DefaultCategory("utilities", "水电气暖", "Water, power, gas and heating"),
    DefaultCategory("roads", "道路与路灯", "Roads and street lamps"),
    DefaultCategory("property", "物业管理", "Property management"),
    DefaultCategory("disputes", "矛盾纠纷", "Disputes"),
    DefaultCategory("livelihood", "民生服务", "Public services"),
    DefaultCategory("other", "其他", "Other"),
)
