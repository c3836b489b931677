"""Words that come from data instead of a page, named here so that they are translated too.

What the database stores (thresholds of the default rules, phases of a job) is written in
Chinese by whoever stores it; pages translate it when they show it. Choices of models need no
entry: they are read from the models.
"""

from django.utils.translation import gettext_noop as _

THRESHOLDS = (
    _("社区最少户数"),
    _("社区最多户数"),
    _("网格最少户数"),
    _("网格目标户数"),
    _("网格最多户数"),
    _("服务半径"),
    _("服务半径上限"),
    _("每百户服务用房"),
    _("服务用房下限"),
    _("每万常住人口社区工作者"),
    _("每网格专职网格员"),
    _("每网格政法力量"),
    _("每网格包抓单位下限"),
    _("公示天数"),
)
UNITS = (_("户"), _("米"), _("平方米"), _("人"), _("个"), _("日"))
SOURCES = (
    _("《中华人民共和国城市居民委员会组织法》（2025年修订，2026年1月1日起施行）第三条"),
    _("《舟山市网格化服务管理条例》（2023年）第九条"),
    _("河南省关于规范城市社区设置的指导意见（2022年）"),
    _("本县做法（客户需求报告）"),
    _("本系统建议值，请由县确认"),
    _("威海、金口河公示实例（30日）"),
)
RULE_SETS = (_("默认规则"),)
PHASES = (
    _("读取底图"),
    _("划分街区"),
    _("划分单元"),
    _("拼合与校验"),
    _("读取单元"),
    _("枚举合并"),
    _("划分网格"),
    _("读取草案"),
    _("证明最优"),
    _("比较取舍"),
    _("独立校验"),
    _("读取人员"),
    _("安排人员"),
)
