"""The life-cycle of an order as data: who leads it from which states to which, and what it takes.

    draft -> approved -> issued -> signed -> contacted -> arrived -> planned -> resolving
          -> resolved -> verified -> rated -> closed

A refusal names the next owner and goes to the county's arbiter, never back to the street; an
escalation goes to the county leader who keeps the community. After 街镇吹哨、部门报到 as
practised in Beijing, Nanjing Gulou and Yihuang (docs/dispatch.md).
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop

from grids.dispatch.states import OPEN, WITH_THE_UNIT, Stage, State


class Actor(StrEnum):
    """Who may: see `rights`."""

    STREET = "street"
    UNIT = "unit"
    ARBITER = "arbiter"
    KEEPER = "keeper"


ACTORS = {
    Actor.STREET: gettext_noop("街道（镇）管理、社区负责人"),
    Actor.UNIT: gettext_noop("主责单位"),
    Actor.ARBITER: gettext_noop("县调度"),
    Actor.KEEPER: gettext_noop("包联县领导"),
}


@dataclass(frozen=True)
class Transition:
    """One arrow. `target` None stays where it is, or for `resume` goes back to where it was.

    `stops` and `starts` are the clocks; `fresh` begins those of the unit anew. `unit` asks for
    one, `days` for a number of working days, `photos` takes some. `apart`: whoever resolved it
    may not.
    """

    key: str
    label: str
    origin: tuple[State, ...]
    target: State | None
    actors: tuple[Actor, ...]
    reason: bool = False
    unit: bool = False
    days: bool = False
    photos: bool = False
    apart: bool = False
    fresh: bool = False
    stops: tuple[Stage, ...] = ()
    starts: tuple[Stage, ...] = ()


_UNIT_CLOCKS = (Stage.SIGN, Stage.CONTACT, Stage.ARRIVE)
_TOLD = (Stage.SIGN, Stage.CONTACT)
_STREET, _UNIT, _ARBITER = (Actor.STREET,), (Actor.UNIT,), (Actor.ARBITER,)
_ALL = tuple(Stage)
S = State

TRANSITIONS = (
    Transition("approve", gettext_noop("批准"), (S.DRAFT,), S.APPROVED, _STREET),
    Transition(
        "issue", gettext_noop("吹哨"), (S.APPROVED,), S.ISSUED,
        (Actor.STREET, Actor.ARBITER), fresh=True,
    ),
    Transition(
        "assign", gettext_noop("指定主责单位并吹哨"), (S.APPROVED,), S.ISSUED, _ARBITER,
        unit=True, fresh=True,
    ),
    Transition(
        "sign", gettext_noop("签收"), (S.ISSUED,), S.SIGNED, _UNIT, stops=(Stage.SIGN,)
    ),
    Transition(
        "contact", gettext_noop("联系"), (S.SIGNED,), S.CONTACTED, _UNIT, stops=_TOLD
    ),
    Transition(
        "arrive", gettext_noop("报到"), (S.CONTACTED,), S.ARRIVED, _UNIT,
        photos=True, stops=_UNIT_CLOCKS, starts=(Stage.RESOLVE,),
    ),
    Transition("plan", gettext_noop("定方案"), (S.ARRIVED,), S.PLANNED, _UNIT, reason=True),
    Transition("begin", gettext_noop("开始办理"), (S.PLANNED,), S.RESOLVING, _UNIT),
    Transition(
        "resolve", gettext_noop("办结"), (S.RESOLVING,), S.RESOLVED, _UNIT,
        reason=True, photos=True, stops=(Stage.RESOLVE,), starts=(Stage.VERIFY,),
    ),
    Transition(
        "verify", gettext_noop("核实"), (S.RESOLVED,), S.VERIFIED, _STREET,
        photos=True, apart=True, stops=(Stage.VERIFY,),
    ),
    Transition(
        "return", gettext_noop("核实不通过，继续办理"), (S.RESOLVED,), S.RESOLVING, _STREET,
        reason=True, photos=True, apart=True, stops=(Stage.VERIFY,), starts=(Stage.RESOLVE,),
    ),
    Transition("close", gettext_noop("结案"), (S.RATED,), S.CLOSED, (Actor.STREET, Actor.ARBITER)),
    Transition(
        "refuse", gettext_noop("退回并说明应由谁办"), (S.ISSUED, S.SIGNED), S.REFUSED, _UNIT,
        reason=True, unit=True, stops=_ALL,
    ),
    Transition(
        "arbitrate", gettext_noop("裁定主责单位"), (S.REFUSED,), S.ISSUED, _ARBITER,
        reason=True, unit=True, fresh=True,
    ),
    Transition(
        "reassign", gettext_noop("改派"), WITH_THE_UNIT, S.ISSUED, _ARBITER,
        reason=True, unit=True, stops=_ALL, fresh=True,
    ),
    Transition(
        "escalate", gettext_noop("提请包联县领导"), (*WITH_THE_UNIT, S.REFUSED), S.ESCALATED,
        (Actor.STREET, Actor.ARBITER), reason=True, stops=_ALL,
    ),
    Transition(
        "direct", gettext_noop("县领导交办"), (S.ESCALATED,), S.ISSUED,
        (Actor.KEEPER, Actor.ARBITER), reason=True, unit=True, fresh=True,
    ),
    Transition(
        "suspend", gettext_noop("挂起"), WITH_THE_UNIT, S.SUSPENDED, _ARBITER, reason=True
    ),
    Transition("resume", gettext_noop("恢复办理"), (S.SUSPENDED,), None, _ARBITER),
    Transition(
        "extend", gettext_noop("延期"), WITH_THE_UNIT, None, _ARBITER, reason=True, days=True
    ),
    Transition(
        "void", gettext_noop("作废"), (S.DRAFT, S.APPROVED), S.VOID,
        (Actor.STREET, Actor.ARBITER), reason=True, stops=_ALL,
    ),
    Transition(
        "cancel", gettext_noop("县里作废"),
        tuple(state for state in OPEN if state not in (S.DRAFT, S.APPROVED)), S.VOID, _ARBITER,
        reason=True, stops=_ALL,
    ),
)  # fmt: skip

REPORT, RATE, REROUTE, REOPEN, DISPUTE = "report", "rate", "reroute", "reopen", "dispute"
LABELS = {
    **{arrow.key: arrow.label for arrow in TRANSITIONS},
    REPORT: gettext_noop("提出"),
    RATE: gettext_noop("评价"),
    REROUTE: gettext_noop("边界调整后改派"),
    REOPEN: gettext_noop("居民反映没有解决，重新办理"),
    DISPUTE: gettext_noop("居民多次反映没有解决，交县调度裁定"),
}


def transition(key: str) -> Transition | None:
    """The arrow of this key, None where there is none."""
    return next((arrow for arrow in TRANSITIONS if arrow.key == key), None)


def leaving(state: str) -> tuple[Transition, ...]:
    """The arrows that lead away from a state."""
    return tuple(arrow for arrow in TRANSITIONS if state in arrow.origin)
