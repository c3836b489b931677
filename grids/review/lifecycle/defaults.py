"""The life-cycles a county starts with. Sources are those of the domain reference (4.1 to 4.4)."""

from django.utils.translation import gettext_noop as _

from gis_core.accounts.roles import Action, Role
from grids.review.lifecycle.compulsory import BARS
from grids.review.lifecycle.definition import Definition, Step, Transition

_LAW = _("《中华人民共和国城市居民委员会组织法》（2025年修订）第三条")
_DECISIONS = _("《重大行政决策程序暂行条例》（国务院令第713号）")
_PRACTICE = _("各地社区设立、撤销、规模调整办理流程（街道请示、民政审核、常务会议审议）")
_ZHOUSHAN = _("《舟山市网格化服务管理条例》（2023年）第十条")
_POSTING = _("网格公示要求（名称、范围、人员、监督电话张贴上墙）")
_SYSTEM = _("本系统建议，请由县确认")

STM, COM, REV, DPT, DEC = (
    (Role.STREET_MANAGER,), (Role.COMMUNITY_HEAD,), (Role.REVIEWER,), (Role.DEPARTMENT,),
    (Role.DECIDER,),
)  # fmt: skip
LEGAL = ("司法局",)
SUBMIT, CONFIRM, REVIEW, LEGALITY, NOTICE, DECIDE, ACTIVATE = (
    Action.SUBMIT, Action.CONFIRM, Action.REVIEW, Action.LEGALITY, Action.NOTICE, Action.DECIDE,
    Action.ACTIVATE,
)  # fmt: skip

_SIDE = (
    Step("returned", _("已退回"), _PRACTICE, side=True),
    Step("withdrawn", _("已撤回"), _SYSTEM, side=True),
    Step("suspended", _("已中止"), _SYSTEM, side=True),
    Step("superseded", _("已被取代"), _SYSTEM, side=True),
)


def _arrow(  # noqa: PLR0917  # a table, read across
    key: str, label: str, origin: str, target: str, action: Action, actors: tuple[Role, ...],
    guards: str = "", **more: object,
) -> Transition:  # fmt: skip
    """An arrow with what is compulsory for its action; `origin` and `guards` are split at
    spaces."""
    confirmed = action in (DECIDE, ACTIVATE)
    return Transition(
        key, label, tuple(origin.split()), target, action, actors, tuple(guards.split()),
        BARS[action], password=confirmed, **more,  # type: ignore[arg-type]  # as given
    )  # fmt: skip


_READY = "current_edition checklist comments_answered"

_CONSOLIDATION_STEPS = (
    Step("draft", _("草案"), _PRACTICE),
    Step("team_review", _("专班审议"), _PRACTICE, 5, True, optional=True),
    Step("consultation", _("征求意见"), _DECISIONS, 10, True, ("意见汇总",)),
    Step("risk_assessment", _("社会稳定风险评估"), _DECISIONS, 10, True, ("风险评估报告",)),
    Step("public_notice", _("公示"), _DECISIONS, 30),
    Step("submitted", _("上报请示"), _LAW, 3, True, ("请示",)),
    Step("civil_affairs_audit", _("民政审核"), _PRACTICE, 10, True, ("审核报告",)),
    Step("legality_review", _("合法性审查"), _DECISIONS, 5, True, ("合法性审查意见",)),
    Step("executive_meeting", _("常务会议审议"), _PRACTICE, 15, True, ("会议纪要",)),
    Step("approved", _("批复"), _LAW, 5, True, ("批复",)),
    Step("filed", _("备案"), _PRACTICE, 10, True),
    Step("implementing", _("实施"), _PRACTICE, 30),
    Step("scheduled", _("待生效"), _SYSTEM),
    Step("in_force", _("生效"), _SYSTEM),
    Step("refused", _("不予批准"), _LAW, side=True),
    *_SIDE,
)
_STREET = "team_review consultation risk_assessment public_notice"
_COUNTY = "submitted civil_affairs_audit legality_review executive_meeting"
_DECIDED = "approved filed implementing"

_CONSOLIDATION = (
    _arrow("start_review", _("提交专班审议"), "draft returned", "team_review", SUBMIT, STM, _READY),
    _arrow("consult", _("开始征求意见"), "team_review", "consultation", SUBMIT, STM),
    _arrow("assess_risk", _("进入风险评估"), "consultation", "risk_assessment", SUBMIT, STM,
           "papers"),
    _arrow("open_notice", _("开始公示"), "risk_assessment", "public_notice", NOTICE, REV, "papers"),
    _arrow("submit", _("上报请示"), "public_notice", "submitted", SUBMIT, STM,
           f"notice_over objections_answered {_READY}"),
    _arrow("accept", _("受理"), "submitted", "civil_affairs_audit", REVIEW, REV, "papers"),
    _arrow("audit", _("审核通过"), "civil_affairs_audit", "legality_review", REVIEW, REV,
           f"papers {_READY}", binds=True),
    _arrow("find_lawful", _("审查通过"), "legality_review", "executive_meeting", LEGALITY, DPT,
           "papers unchanged", departments=LEGAL),
    _arrow("find_unlawful", _("审查不通过"), "legality_review", "returned", LEGALITY, DPT,
           reason=True, departments=LEGAL),
    _arrow("audit_again", _("重新审核"), "legality_review executive_meeting", "civil_affairs_audit",
           REVIEW, REV, reason=True),
    _arrow("approve", _("批准"), "executive_meeting", "approved", DECIDE, DEC,
           f"papers unchanged {_READY}", binds=True),
    _arrow("refuse", _("不予批准"), "executive_meeting", "refused", DECIDE, DEC, reason=True),
    _arrow("send_back", _("退回修改"), "executive_meeting", "returned", DECIDE, DEC, reason=True),
    _arrow("file", _("完成备案"), "approved", "filed", REVIEW, REV, "papers unchanged"),
    _arrow("implement", _("开始实施"), "filed", "implementing", SUBMIT, STM, "unchanged"),
    _arrow("activate", _("公布生效"), "implementing", "scheduled", ACTIVATE, REV,
           "unchanged current_edition rehomed", then="publish"),
    _arrow("enter", _("生效"), "scheduled", "in_force", ACTIVATE, ()),
    _arrow("revoke", _("撤销批复"), _DECIDED, "returned", DECIDE, DEC, reason=True),
    _arrow("return", _("退回"), f"{_STREET} {_COUNTY}", "returned", REVIEW, REV, reason=True),
    _arrow("withdraw", _("撤回"), f"{_STREET} {_COUNTY}", "withdrawn", SUBMIT, STM, reason=True),
    _arrow("suspend", _("中止"), f"{_STREET} {_COUNTY}", "suspended", REVIEW, REV, reason=True),
    _arrow("resume", _("恢复（重新提交）"), "suspended", "returned", REVIEW, REV, reason=True),
    _arrow("reopen", _("重新起草"), "withdrawn", "draft", SUBMIT, STM),
    _arrow("supersede", _("被新版次取代"), f"returned withdrawn suspended {_STREET} {_COUNTY} "
           f"{_DECIDED}", "superseded", ACTIVATE, (), reason=True),
)  # fmt: skip

_DIVISION_STEPS = (
    Step("draft", _("草案"), _ZHOUSHAN),
    Step("community_confirm", _("社区确认"), _PRACTICE, 5, True, optional=True),
    Step("street_submitted", _("街道（镇）上报"), _ZHOUSHAN, 3, True),
    Step("county_review", _("县网格管理机构审核"), _ZHOUSHAN, 10, True),
    Step("city_filed", _("市备案"), _ZHOUSHAN, 10, True, ("备案回执",)),
    Step("published", _("公布"), _POSTING, 5, True),
    Step("scheduled", _("待生效"), _SYSTEM),
    Step("in_force", _("生效"), _SYSTEM),
    *_SIDE,
)
_OPEN = "community_confirm street_submitted county_review"

_DIVISION = (
    _arrow("ask_communities", _("送社区确认"), "draft returned", "community_confirm", SUBMIT, STM,
           _READY),
    _arrow("confirm", _("社区确认"), "community_confirm", "community_confirm", CONFIRM, COM),
    _arrow("object", _("社区有异议"), "community_confirm", "returned", CONFIRM, COM, reason=True),
    _arrow("submit", _("上报"), "community_confirm", "street_submitted", SUBMIT, STM,
           f"confirmed {_READY}"),
    _arrow("accept", _("初审通过"), "street_submitted", "county_review", REVIEW, REV, _READY,
           binds=True),
    _arrow("review_again", _("重新初审"), "county_review", "street_submitted", REVIEW, REV,
           reason=True),
    _arrow("approve", _("审核通过"), "county_review", "city_filed", DECIDE, DEC,
           f"unchanged {_READY}", binds=True),
    _arrow("send_back", _("退回修改"), "county_review", "returned", DECIDE, DEC, reason=True),
    _arrow("publish", _("公布"), "city_filed", "published", REVIEW, REV, "papers unchanged"),
    _arrow("activate", _("定日生效"), "published", "scheduled", ACTIVATE, REV,
           "unchanged current_edition rehomed", then="publish"),
    _arrow("enter", _("生效"), "scheduled", "in_force", ACTIVATE, ()),
    _arrow("revoke", _("撤销审核"), "city_filed published", "returned", DECIDE, DEC, reason=True),
    _arrow("return", _("退回"), _OPEN, "returned", REVIEW, REV, reason=True),
    _arrow("withdraw", _("撤回"), _OPEN, "withdrawn", SUBMIT, STM, reason=True),
    _arrow("suspend", _("中止"), _OPEN, "suspended", REVIEW, REV, reason=True),
    _arrow("resume", _("恢复（重新提交）"), "suspended", "returned", REVIEW, REV, reason=True),
    _arrow("reopen", _("重新起草"), "withdrawn", "draft", SUBMIT, STM),
    _arrow("supersede", _("被新版次取代"), f"returned withdrawn suspended {_OPEN} city_filed "
           "published", "superseded", ACTIVATE, (), reason=True),
)  # fmt: skip

CONSOLIDATION = Definition(_CONSOLIDATION_STEPS, _CONSOLIDATION)
DIVISION = Definition(_DIVISION_STEPS, _DIVISION)
DEFAULTS: dict[str, Definition] = {"consolidation": CONSOLIDATION, "division": DIVISION}
