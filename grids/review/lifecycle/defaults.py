"""The life-cycles a county starts with. Sources are those of the domain reference (4.1 to 4.4)."""

from gis_core.accounts.roles import Role
from grids.review.lifecycle.definition import Lifecycle, Step, Transition

_LAW = "《中华人民共和国城市居民委员会组织法》（2025年修订）第三条"
_DECISIONS = "《重大行政决策程序暂行条例》（国务院令第713号）"
_PRACTICE = "各地社区设立、撤销、规模调整办理流程（街道请示、民政审核、常务会议审议）"
_ZHOUSHAN = "《舟山市网格化服务管理条例》（2023年）第十条"
_POSTING = "网格公示要求（名称、范围、人员、监督电话张贴上墙）"
_SYSTEM = "本系统建议，请由县确认"

STM, COM, REV, DPT, DEC = (
    Role.STREET_MANAGER, Role.COMMUNITY_HEAD, Role.REVIEWER, Role.DEPARTMENT, Role.DECIDER,
)  # fmt: skip

# What somebody may not have done to a proposal before: see grids.review.separation.
DREW, SUBMITTED, REVIEWED, DECIDED = "drew", "submitted", "reviewed", "decided"

_SIDE = (
    Step("returned", "已退回", _PRACTICE, side=True),
    Step("withdrawn", "已撤回", _SYSTEM, side=True),
    Step("suspended", "已中止", _SYSTEM, side=True),
    Step("superseded", "已被取代", _SYSTEM, side=True),
    Step("discarded", "已作废", _SYSTEM, side=True),
)

_CONSOLIDATION_STEPS = (
    Step("draft", "草案", _PRACTICE),
    Step("team_review", "专班审议", _PRACTICE, 5, True, optional=True),
    Step("consultation", "征求意见", _DECISIONS, 10, True, ("意见汇总",)),
    Step("risk_assessment", "社会稳定风险评估", _DECISIONS, 10, True, ("风险评估报告",)),
    Step("public_notice", "公示", _DECISIONS, 30),
    Step("submitted", "上报请示", _LAW, 3, True, ("请示",)),
    Step("civil_affairs_audit", "民政审核", _PRACTICE, 10, True, ("审核报告",)),
    Step("legality_review", "合法性审查", _DECISIONS, 5, True, ("合法性审查意见",)),
    Step("executive_meeting", "常务会议审议", _PRACTICE, 15, True, ("会议纪要",)),
    Step("approved", "批复", _LAW, 5, True, ("批复",)),
    Step("refused", "不予批准", _LAW, side=True),
    Step("filed", "备案", _PRACTICE, 10, True),
    Step("implementing", "实施", _PRACTICE, 30),
    Step("in_force", "生效", _SYSTEM),
    *_SIDE,
)

_AUTHORS = (DREW, SUBMITTED)
_OPEN = ("team_review", "consultation", "risk_assessment", "public_notice", "submitted",
         "civil_affairs_audit", "legality_review", "executive_meeting")  # fmt: skip

_CONSOLIDATION = (
    Transition("start_review", "提交专班审议", ("draft", "returned"), "team_review", (STM,),
               ("checklist", "comments_answered")),
    Transition("consult", "开始征求意见", ("team_review",), "consultation", (STM,)),
    Transition("assess_risk", "进入风险评估", ("consultation",), "risk_assessment", (STM,),
               ("papers",)),
    Transition("open_notice", "开始公示", ("risk_assessment",), "public_notice", (REV,),
               ("papers",), _AUTHORS),
    Transition("submit", "上报请示", ("public_notice",), "submitted", (STM,),
               ("notice_over", "objections_answered", "checklist", "comments_answered")),
    Transition("accept", "受理", ("submitted",), "civil_affairs_audit", (REV,),
               ("papers",), _AUTHORS),
    Transition("audit", "审核通过", ("civil_affairs_audit",), "legality_review", (REV,),
               ("papers", "checklist", "certificate", "comments_answered", "unchanged"), _AUTHORS),
    Transition("find_lawful", "审查通过", ("legality_review",), "executive_meeting", (DPT,),
               ("papers", "unchanged"), _AUTHORS),
    Transition("approve", "批准", ("executive_meeting",), "approved", (DEC,),
               ("papers", "checklist", "unchanged"), (*_AUTHORS, REVIEWED), password=True),
    Transition("refuse", "不予批准", ("executive_meeting",), "refused", (DEC,),
               (), (*_AUTHORS, REVIEWED), reason=True, password=True),
    Transition("file", "备案", ("approved",), "filed", (REV,), ("papers", "unchanged"), _AUTHORS),
    Transition("implement", "开始实施", ("filed",), "implementing", (STM,)),
    Transition("activate", "公布生效", ("implementing",), "in_force", (REV,),
               ("unchanged", "rehomed"), (*_AUTHORS, DECIDED), password=True),
    Transition("return", "退回", ("team_review", *_OPEN[4:]), "returned", (REV, DEC),
               (), _AUTHORS, reason=True),
    Transition("withdraw", "撤回", _OPEN, "withdrawn", (STM,), reason=True),
    Transition("suspend", "中止", _OPEN, "suspended", (REV,), (), _AUTHORS, reason=True),
    Transition("resume", "恢复", ("suspended",), "returned", (REV,), (), _AUTHORS, reason=True),
    Transition("reopen", "重新起草", ("withdrawn",), "draft", (STM,)),
)  # fmt: skip

_DIVISION_STEPS = (
    Step("draft", "草案", _ZHOUSHAN),
    Step("community_confirm", "社区确认", _PRACTICE, 5, True, optional=True),
    Step("street_submitted", "街道上报", _ZHOUSHAN, 3, True),
    Step("county_review", "县网格管理机构审核", _ZHOUSHAN, 10, True),
    Step("city_filed", "市备案", _ZHOUSHAN, 10, True, ("备案回执",)),
    Step("published", "公布", _POSTING, 5, True),
    Step("in_force", "生效", _SYSTEM),
    *_SIDE,
)

_DIVISION = (
    Transition("ask_communities", "送社区确认", ("draft", "returned"), "community_confirm", (STM,),
               ("checklist", "comments_answered")),
    Transition("submit", "上报", ("community_confirm",), "street_submitted", (STM,),
               ("confirmed", "checklist", "comments_answered")),
    Transition("accept", "受理", ("street_submitted",), "county_review", (REV,), (), _AUTHORS),
    Transition("approve", "审核通过", ("county_review",), "city_filed", (DEC,),
               ("checklist", "certificate", "comments_answered", "unchanged"),
               (*_AUTHORS, REVIEWED), password=True),
    Transition("publish", "公布", ("city_filed",), "published", (REV,),
               ("papers", "unchanged"), _AUTHORS),
    Transition("activate", "生效", ("published",), "in_force", (REV,),
               ("unchanged", "rehomed"), (*_AUTHORS, DECIDED), password=True),
    Transition("return", "退回", ("community_confirm", "street_submitted", "county_review"),
               "returned", (REV, DEC), (), _AUTHORS, reason=True),
    Transition("object", "社区有异议", ("community_confirm",), "returned", (COM,), (), _AUTHORS,
               reason=True),
    Transition("withdraw", "撤回", ("community_confirm", "street_submitted", "county_review"),
               "withdrawn", (STM,), reason=True),
    Transition("suspend", "中止", ("street_submitted", "county_review"), "suspended", (REV,),
               (), _AUTHORS, reason=True),
    Transition("resume", "恢复", ("suspended",), "returned", (REV,), (), _AUTHORS, reason=True),
    Transition("reopen", "重新起草", ("withdrawn",), "draft", (STM,)),
)  # fmt: skip

CONSOLIDATION = Lifecycle(_CONSOLIDATION_STEPS, _CONSOLIDATION)
DIVISION = Lifecycle(_DIVISION_STEPS, _DIVISION)
