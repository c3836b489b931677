"""An operation made in one state, put on top of another: its numbers, fields and cuts fitted in."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from grids.proposals.drafting.effects import Effect, UnitChange
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.sketch import COMMUNITY, Sketch
from grids.proposals.drafting.touching import changed_fields


def number_anew(mine: Effect, present: Sketch) -> Effect:
    """`mine` with the units it makes numbered after all that there are by now."""
    new = [one.number for one in mine.units if one.before is None]
    fresh = max(present.units, default=0) + 1
    numbers = {number: fresh + place for place, number in enumerate(new)}
    return replace(
        mine,
        units=tuple(_numbered(one, numbers) for one in mine.units),
        moves=tuple(replace(one, after=numbers.get(one.after, one.after)) for one in mine.moves),
    )


def _numbered(change: UnitChange, numbers: Mapping[int, int]) -> UnitChange:
    after, number = change.after, numbers.get(change.number, change.number)
    if after is None:
        return change
    parent = after.parent if after.parent is None else numbers.get(after.parent, after.parent)
    return replace(change, number=number, after=replace(after, number=number, parent=parent))


def lay(ground: Sketch, base: Sketch, mine: Effect) -> Sketch:
    """`ground` with `mine` on top, which was made in `base`.

    Raises Refused where a cell it cuts has been cut, or made whole, since.
    """
    for shape in mine.shapes:
        if ground.shapes.get(shape.row) != base.shapes.get(shape.row):
            raise Refused("ground_changed", _("切分线经过的地块之后已变。请按现在的图形重新画线。"))
    found = ground.copy().apply(Effect(shapes=mine.shapes))
    for change in mine.units:
        _set_unit(found, change)
    for move in mine.moves:
        found.move(filter(found.exists, move.rows), move.after)
    found.leave_gone()
    for lock in mine.locks:
        found.lock(filter(found.exists, lock.rows), lock.locked)
    _drop_unused(found, [one.number for one in mine.units if one.before is None])
    return found


def _set_unit(found: Sketch, change: UnitChange) -> None:
    after, number = change.after, change.number
    if after is not None and change.before is None:
        found.units[number] = after
    elif after is not None and number in found.units:
        values = {name: getattr(after, name) for name in changed_fields(change)}
        found.units[number] = replace(found.units[number], **values)


def _drop_unused(found: Sketch, numbers: Iterable[int]) -> None:
    """Forget units made for cells or grids that went elsewhere."""
    used = {*found.labels.tolist()} | {unit.parent for unit in found.units.values()}
    for number in sorted(numbers, key=lambda one: found.units[one].level == COMMUNITY):
        if number not in used:
            del found.units[number]
            used = {*found.labels.tolist()} | {unit.parent for unit in found.units.values()}
