"""What a county's own life-cycle must hold to; every fault is told, not only the first.

The default is the measure: a step that is not optional there lies on every way to the end, and
an arrow into it keeps the right, the guards and the consequence it has there.
"""

from collections.abc import Collection, Iterator
from itertools import chain

from django.utils.translation import gettext as _

from gis_core.accounts.roles import PERMISSIONS, Action
from grids.review.lifecycle.compulsory import BARS, CONFIRMED
from grids.review.lifecycle.definition import Definition, Transition

START, END = "draft", "in_force"
PUBLISHED = "scheduled"  # its edition is there for good; only the day is to come
FREE_GUARDS = ("papers",)  # which papers are needed is the county's to say


def faults_of(definition: Definition, default: Definition, guards: Collection[str]) -> list[str]:
    """What is wrong with a definition, in words; `guards`: the names somebody answers to."""
    return list(
        chain(
            _keys(definition, default),
            _ways(definition),
            _compulsory_steps(definition, default),
            chain.from_iterable(_rights(arrow) for arrow in definition.transitions),
            chain.from_iterable(_safeguards(definition, default)),
            _unknown_guards(definition, guards),
            _taken_back(definition),
        )
    )


def _keys(definition: Definition, default: Definition) -> Iterator[str]:
    steps = [step.key for step in definition.steps]
    arrows = [arrow.key for arrow in definition.transitions]
    for keys, what in ((steps, _("步骤")), (arrows, _("流转"))):
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield _("%(what)s“%(key)s”重复。请只保留一个。") % {"what": what, "key": key}
    for key in sorted(set(steps) - {step.key for step in default.steps}):
        yield _("系统没有步骤“%(key)s”。请从默认流程的步骤中选用。") % {"key": key}
    for arrow in definition.transitions:
        for key in sorted({*arrow.origin, arrow.target} - set(steps)):
            yield _("流转“%(arrow)s”指向不存在的步骤“%(key)s”。请补上这个步骤或删除流转。") % {
                "arrow": _(arrow.label),
                "key": key,
            }


def _ways(definition: Definition) -> Iterator[str]:
    """Every step is reached from the draft, and from every step there is a way to an end."""
    reached = reachable(definition, START)
    ends = {
        step.key
        for step in definition.steps
        if step.key == END or not any(arrow.actors for arrow in definition.leaving(step.key))
    }
    for step in definition.steps:
        if step.key not in reached:
            yield _("步骤“%(step)s”从草案出发无法到达。请增加通向它的流转，或删除它。") % {
                "step": _(step.label)
            }
        if not step.side and END not in reachable(definition, step.key):
            yield _("从步骤“%(step)s”走不到生效。请补上后续流转。") % {"step": _(step.label)}
        if step.side and not reachable(definition, step.key) & ends:
            yield _("步骤“%(step)s”没有出路。请补上后续流转。") % {"step": _(step.label)}


def reachable(definition: Definition, start: str, without: str = "") -> set[str]:
    """The steps one gets to from `start`, itself included, never over `without`."""
    found, frontier = {start}, [start]
    while frontier:
        for arrow in definition.leaving(frontier.pop()):
            if arrow.target not in found and arrow.target != without:
                found.add(arrow.target)
                frontier.append(arrow.target)
    return found


def _compulsory_steps(definition: Definition, default: Definition) -> Iterator[str]:
    for step in default.steps:
        if step.optional or step.side or step.key in (START, END):
            continue
        if END in reachable(definition, START, without=step.key):
            yield _("步骤“%(step)s”依据%(source)s不能略过。请让每条到生效的路都经过它。") % {
                "step": _(step.label),
                "source": _(step.source),
            }


def _rights(arrow: Transition) -> Iterator[str]:
    if arrow.action not in BARS:
        yield _("流转“%(arrow)s”的权限“%(right)s”不能用于流转。") % {
            "arrow": _(arrow.label),
            "right": _(str(arrow.action.label)),
        }
        return
    for role in arrow.actors:
        if role not in PERMISSIONS[arrow.action]:
            yield _("“%(role)s”没有“%(right)s”的权限，不能办理“%(arrow)s”。") % {
                "role": _(str(role.label)),
                "right": _(str(arrow.action.label)),
                "arrow": _(arrow.label),
            }
    if arrow.action == Action.LEGALITY and not any(map(str.strip, arrow.departments)):
        yield _("流转“%(arrow)s”没有指明由哪个部门审查合法性。请填写，如“司法局”。") % {
            "arrow": _(arrow.label)
        }
    for bar in BARS[arrow.action]:
        if bar not in arrow.bars:
            yield _("流转“%(arrow)s”缺少强制回避“%(bar)s”。职责分离不能取消，请恢复。") % {
                "arrow": _(arrow.label),
                "bar": bar,
            }
    if arrow.action in CONFIRMED and arrow.actors and not arrow.password:
        yield _("流转“%(arrow)s”须重新验证密码，不能取消。请恢复。") % {"arrow": _(arrow.label)}


def _safeguards(definition: Definition, default: Definition) -> Iterator[Iterator[str]]:
    """An arrow into a step keeps what the default's arrows into that step hold to."""
    for arrow in definition.transitions:
        same = [one for one in default.transitions if one.target == arrow.target]
        if same:
            yield _kept(arrow, same)


def _kept(arrow: Transition, same: list[Transition]) -> Iterator[str]:
    model = next((one for one in same if one.key == arrow.key), same[0])
    if arrow.action not in {one.action for one in same}:
        yield _("流转“%(arrow)s”须有“%(right)s”的权限才能办理。请恢复。") % {
            "arrow": _(arrow.label),
            "right": _(str(model.action.label)),
        }
        return
    for guard in model.guards:
        if guard not in arrow.guards and guard not in FREE_GUARDS:
            yield _("流转“%(arrow)s”缺少检查“%(guard)s”。这项检查不能取消，请恢复。") % {
                "arrow": _(arrow.label),
                "guard": guard,
            }
    yield from _acted(arrow, model, same)
    if model.then != arrow.then:
        yield _("流转“%(arrow)s”的后续动作须为“%(then)s”。请恢复。") % {
            "arrow": _(arrow.label),
            "then": model.then or _("无"),
        }
    if model.reason and not arrow.reason:
        yield _("流转“%(arrow)s”须填写理由，不能取消。请恢复。") % {"arrow": _(arrow.label)}
    if model.binds and not arrow.binds:
        yield _("流转“%(arrow)s”须绑定所审的内容，不能取消。请恢复。") % {"arrow": _(arrow.label)}


def _unknown_guards(definition: Definition, guards: Collection[str]) -> Iterator[str]:
    for arrow in definition.transitions:
        for guard in arrow.guards:
            if guard not in guards:
                yield _("流转“%(arrow)s”要求的检查“%(guard)s”无人办理。请改正名称。") % {
                    "arrow": _(arrow.label),
                    "guard": guard,
                }


def _taken_back(definition: Definition) -> Iterator[str]:
    """What has been published nobody leads elsewhere."""
    for arrow in definition.leaving(PUBLISHED):
        if arrow.actors:
            yield _("流转“%(arrow)s”从“待生效”出发：已公布的版次不能撤回。请删除它。") % {
                "arrow": _(arrow.label)
            }


def _acted(arrow: Transition, model: Transition, same: list[Transition]) -> Iterator[str]:
    """What the system does stays the system's; what people do has somebody to do it."""
    if arrow.actors and not any(one.actors for one in same):
        yield _("流转“%(arrow)s”由系统办理，不能交给人。请恢复。") % {"arrow": _(arrow.label)}
    if model.actors and not arrow.actors:
        text = _("流转“%(arrow)s”没有办理人，走不下去。请至少选一个角色。")
        yield text % {"arrow": _(arrow.label)}
