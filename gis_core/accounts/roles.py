"""Who may do what, and how far: the permission matrix as data.

The rows are the actions built so far; the full matrix of sixteen roles is the county's
permission document. A role that has no entry under an action may not do it at all.
"""

from django.db.models import TextChoices


class Role(TextChoices):
    """A person's role inside one territory; personal data never follows from a role alone."""

    SYSTEM_ADMINISTRATOR = "SYS", "系统管理员"
    SECURITY_ADMINISTRATOR = "SEC", "安全管理员"
    AUDITOR = "AUD", "审计员"
    DECIDER = "DEC", "县决定人"
    REVIEWER = "REV", "县民政复核"
    DISPATCHER = "DSP", "县调度"
    PLANNER = "PLN", "街道（镇）规划员"
    STREET_MANAGER = "STM", "街道（镇）管理"
    COMMUNITY_HEAD = "COM", "社区负责人"
    FULL_TIME_OFFICER = "GRF", "专职网格员"
    PART_TIME_OFFICER = "GRP", "兼职网格员"
    COVERING_UNIT = "UNT", "包抓单位联络员"
    SECONDED_OFFICER = "OFF", "下沉政法干警"
    DEPARTMENT = "DPT", "职能部门"
    VOLUNTEER = "VOL", "志愿者"


class Action(TextChoices):
    """What a scope is asked for; one value per row of the matrix."""

    VIEW_MAP = "view_map", "查看现行边界"
    VIEW_COUNTS = "view_counts", "查看户数与人口"
    VIEW_DRAFT = "view_draft", "查看方案草案"
    EDIT_DRAFT = "edit_draft", "起草方案、运行引擎"
    IMPORT_BASE_DATA = "import_base_data", "导入基础数据"
    VIEW_AUDIT = "view_audit", "查看审计记录"
    VIEW_CASE = "view_case", "查看送审方案"
    COMMENT = "comment", "在地图上批注"
    SUBMIT = "submit", "提交、撤回方案"
    CONFIRM = "confirm", "社区确认"
    REVIEW = "review", "审核、退回、提出条件"
    LEGALITY = "legality", "合法性审查"
    NOTICE = "notice", "公示及答复意见"
    DECIDE = "decide", "作出决定"
    ACTIVATE = "activate", "公布生效"
    CONFIGURE = "configure", "配置办理流程"
    VIEW_STAFF = "view_staff", "查看网格人员与包抓单位"
    VIEW_PHONE = "view_phone", "查看值班电话"
    ASSIGN_STAFF = "assign_staff", "安排人员与包抓单位"
    ASSIGN_OWN = "assign_own", "安排本单位人员"
    PROPOSE_STAFF = "propose_staff", "提议安排人员"
    GRANT_ACCOUNT = "grant_account", "确认账号关联"
    EXPORT_STAFF = "export_staff", "导出含电话的名册"
    VIEW_CORRECTION = "view_correction", "查看数据纠错"
    ANSWER_CORRECTION = "answer_correction", "答复数据纠错"
    RAISE_ORDER = "raise_order", "提出工单"
    VIEW_ORDER = "view_order", "查看工单"
    HANDLE_ORDER = "handle_order", "签收、办理工单"
    ARBITRATE_ORDER = "arbitrate_order", "裁定、改派、挂起工单"
    VERIFY_ORDER = "verify_order", "批准、核实、评价工单"
    CONFIGURE_DISPATCH = "configure_dispatch", "配置责任清单与时限"
    KEEP_OUTBOX = "keep_outbox", "查看、重发通知"
    KEEP_KEYS = "keep_keys", "发放、停用接口密钥"
    EDIT_SERVICES = "edit_services", "维护服务事项清单"


class Reach(TextChoices):
    """How far a right goes from the place it is held at."""

    OWN = "own", "本辖区"
    COUNTY = "county", "全县"


_BUSINESS_ROLES = [
    role
    for role in Role
    if role not in (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR)
]
_OWN_COUNTS = [Role.PLANNER, Role.STREET_MANAGER, Role.COMMUNITY_HEAD, Role.FULL_TIME_OFFICER]
_JUDGES = [Role.DECIDER, Role.REVIEWER, Role.DEPARTMENT]
_IN_THE_GRID = [
    Role.FULL_TIME_OFFICER,
    Role.PART_TIME_OFFICER,
    Role.COVERING_UNIT,
    Role.SECONDED_OFFICER,
]
_STREET = [Role.STREET_MANAGER, Role.COMMUNITY_HEAD]
_OF_UNITS = [Role.COVERING_UNIT, Role.SECONDED_OFFICER, Role.DEPARTMENT]
_COUNTY_OFFICES = [Role.DECIDER, Role.REVIEWER, Role.DISPATCHER]

PERMISSIONS: dict[Action, dict[Role, Reach]] = {
    Action.VIEW_MAP: dict.fromkeys(_BUSINESS_ROLES, Reach.COUNTY),
    Action.VIEW_COUNTS: {
        **dict.fromkeys(_COUNTY_OFFICES, Reach.COUNTY),
        **dict.fromkeys(_OWN_COUNTS, Reach.OWN),
    },
    Action.VIEW_DRAFT: {
        Role.REVIEWER: Reach.COUNTY,
        Role.PLANNER: Reach.OWN,
        Role.STREET_MANAGER: Reach.OWN,
        Role.COMMUNITY_HEAD: Reach.OWN,
    },
    Action.EDIT_DRAFT: {Role.PLANNER: Reach.OWN},
    Action.IMPORT_BASE_DATA: {Role.REVIEWER: Reach.COUNTY, Role.PLANNER: Reach.OWN},
    Action.VIEW_AUDIT: {Role.AUDITOR: Reach.COUNTY},
    # What has been submitted: those who draw it, those it is about, those who pass judgement.
    Action.VIEW_CASE: {
        **dict.fromkeys(_JUDGES, Reach.COUNTY),
        **dict.fromkeys([Role.PLANNER, Role.STREET_MANAGER, Role.COMMUNITY_HEAD], Reach.OWN),
    },
    Action.COMMENT: {
        **dict.fromkeys(_JUDGES, Reach.COUNTY),
        **dict.fromkeys(_OWN_COUNTS, Reach.OWN),
    },
    Action.SUBMIT: {Role.STREET_MANAGER: Reach.OWN},
    Action.CONFIRM: {Role.COMMUNITY_HEAD: Reach.OWN},
    Action.REVIEW: {Role.REVIEWER: Reach.COUNTY},
    Action.LEGALITY: {Role.DEPARTMENT: Reach.COUNTY},
    Action.NOTICE: {Role.REVIEWER: Reach.COUNTY},
    Action.DECIDE: {Role.DECIDER: Reach.COUNTY},
    Action.ACTIVATE: {Role.REVIEWER: Reach.COUNTY},
    # How cases go is kept by somebody who leads none.
    Action.CONFIGURE: {Role.SYSTEM_ADMINISTRATOR: Reach.COUNTY},
    # Who works where is no secret; how to reach them is for those who work with them.
    Action.VIEW_STAFF: dict.fromkeys(_BUSINESS_ROLES, Reach.COUNTY),
    Action.VIEW_PHONE: {
        Role.DISPATCHER: Reach.COUNTY,
        **dict.fromkeys([Role.STREET_MANAGER, Role.COMMUNITY_HEAD, *_IN_THE_GRID], Reach.OWN),
    },
    Action.ASSIGN_STAFF: {Role.REVIEWER: Reach.COUNTY, Role.STREET_MANAGER: Reach.OWN},
    # Bounded by the unit they speak for and the grids it covers, not by a place.
    Action.ASSIGN_OWN: {
        Role.COVERING_UNIT: Reach.COUNTY,
        Role.SECONDED_OFFICER: Reach.COUNTY,
    },
    Action.PROPOSE_STAFF: {Role.COMMUNITY_HEAD: Reach.OWN},
    # Whose an account is gives rights: proposed by who keeps the roster, confirmed apart from it.
    Action.GRANT_ACCOUNT: {Role.SECURITY_ADMINISTRATOR: Reach.COUNTY},
    Action.EXPORT_STAFF: {Role.REVIEWER: Reach.COUNTY, Role.STREET_MANAGER: Reach.OWN},
    # Whoever works in a grid reports there (`grids_of`); the street's planner mends the data.
    Action.VIEW_CORRECTION: {
        Role.REVIEWER: Reach.COUNTY,
        **dict.fromkeys([Role.PLANNER, Role.STREET_MANAGER, Role.COMMUNITY_HEAD], Reach.OWN),
    },
    Action.ANSWER_CORRECTION: {Role.PLANNER: Reach.OWN},
    Action.RAISE_ORDER: {
        Role.DISPATCHER: Reach.COUNTY,
        **dict.fromkeys(_STREET, Reach.OWN),
        Role.FULL_TIME_OFFICER: Reach.OWN,
        Role.SECONDED_OFFICER: Reach.OWN,
    },
    Action.VIEW_ORDER: {
        Role.DISPATCHER: Reach.COUNTY,
        **dict.fromkeys([*_STREET, Role.FULL_TIME_OFFICER], Reach.OWN),
    },
    # Within the county an order is handled by the accounts of its unit alone (`units_of`).
    Action.HANDLE_ORDER: dict.fromkeys(
        [*_STREET, Role.FULL_TIME_OFFICER, *_OF_UNITS], Reach.COUNTY
    ),
    Action.ARBITRATE_ORDER: {Role.DISPATCHER: Reach.COUNTY},
    Action.VERIFY_ORDER: dict.fromkeys(_STREET, Reach.OWN),
    Action.CONFIGURE_DISPATCH: {Role.DISPATCHER: Reach.COUNTY},
    # What was not delivered is for who keeps the gateways, and for who waits for an answer.
    Action.KEEP_OUTBOX: {
        Role.SYSTEM_ADMINISTRATOR: Reach.COUNTY,
        Role.DISPATCHER: Reach.COUNTY,
    },
    Action.KEEP_KEYS: {Role.SYSTEM_ADMINISTRATOR: Reach.COUNTY},
    Action.EDIT_SERVICES: {
        Role.REVIEWER: Reach.COUNTY,
        **dict.fromkeys(_STREET, Reach.OWN),
    },
}
