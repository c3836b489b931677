"""Where an order can be, which clocks run there, and where orders come from."""

from django.db.models import TextChoices


class State(TextChoices):
    """The usual way in its order, then the side ways."""

    DRAFT = "draft", "待批准"
    APPROVED = "approved", "已批准"
    ISSUED = "issued", "已吹哨"
    SIGNED = "signed", "已签收"
    CONTACTED = "contacted", "已联系"
    ARRIVED = "arrived", "已报到"
    PLANNED = "planned", "已定方案"
    RESOLVING = "resolving", "办理中"
    RESOLVED = "resolved", "办结待核实"
    VERIFIED = "verified", "已核实"
    RATED = "rated", "已评价"
    CLOSED = "closed", "已结案"
    REFUSED = "refused", "已退回，待裁定"
    ESCALATED = "escalated", "已提请县领导"
    SUSPENDED = "suspended", "已挂起"
    VOID = "void", "已作废"


ENDED = (State.CLOSED, State.VOID)
WITH_THE_UNIT = (
    State.ISSUED,
    State.SIGNED,
    State.CONTACTED,
    State.ARRIVED,
    State.PLANNED,
    State.RESOLVING,
)
OPEN = tuple(state for state in State if state not in ENDED)


class Stage(TextChoices):
    """What a clock waits for."""

    SIGN = "sign", "签收"
    CONTACT = "contact", "联系"
    ARRIVE = "arrive", "报到"
    RESOLVE = "resolve", "办结"
    VERIFY = "verify", "核实"


class Source(TextChoices):
    OFFICER = "officer", "网格员"
    COMMUNITY = "community", "社区"
    RESIDENT = "resident", "民有所呼"
    HOTLINE = "hotline", "12345 热线"
    OPEN311 = "open311", "其他系统"


class Rater(TextChoices):
    STREET = "street", "街道（镇）"
    RESIDENT = "resident", "居民"
