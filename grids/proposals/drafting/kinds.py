"""Every kind of operation, in one table: what may be sent, and what answers it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from pydantic import ValidationError

from grids.proposals.drafting.operations.assign import Assign, assign
from grids.proposals.drafting.operations.dissolve_unit import DissolveUnit, dissolve_unit
from grids.proposals.drafting.operations.lines import (
    CutLine,
    DragBoundary,
    cut_line,
    drag_boundary,
)
from grids.proposals.drafting.operations.lock import Lock, lock
from grids.proposals.drafting.operations.merge_units import MergeUnits, merge_units
from grids.proposals.drafting.operations.move_grids import MoveGrids, move_grids
from grids.proposals.drafting.operations.new_community import NewCommunity, new_community
from grids.proposals.drafting.operations.new_unit import NewUnit, new_unit
from grids.proposals.drafting.operations.relabel import Relabel, relabel
from grids.proposals.drafting.operations.rename_unit import RenameUnit, rename_unit
from grids.proposals.drafting.operations.renumber import Renumber, renumber
from grids.proposals.drafting.operations.restore import Restore, restore
from grids.proposals.drafting.operations.take_alternative import TakeAlternative, take_alternative
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.settling import Asked
from grids.proposals.drafting.wishes import Wish


class Kind(NamedTuple):
    """`ask` gets the draft, the wish, already checked to be of type `wish`, and what was read for
    it from the database, where its kind needs that."""

    wish: type[Wish]
    ask: Callable[..., Asked]


KINDS: Mapping[str, Kind] = {
    "assign": Kind(Assign, assign),
    "dissolve_unit": Kind(DissolveUnit, dissolve_unit),
    "lock": Kind(Lock, lock),
    "merge_units": Kind(MergeUnits, merge_units),
    "move_grids": Kind(MoveGrids, move_grids),
    "new_community": Kind(NewCommunity, new_community),
    "new_unit": Kind(NewUnit, new_unit),
    "relabel": Kind(Relabel, relabel),
    "rename_unit": Kind(RenameUnit, rename_unit),
    "renumber": Kind(Renumber, renumber),
    "restore": Kind(Restore, restore),
    "take_alternative": Kind(TakeAlternative, take_alternative),
    "unlock": Kind(Lock, lock),
    "cut_line": Kind(CutLine, cut_line),
    "drag_boundary": Kind(DragBoundary, drag_boundary),
}


def read_wish(operation: Mapping[str, Any], others: Mapping[str, type[Wish]] | None = None) -> Wish:
    """The operation of a request, checked; `others` are the kinds a plan alone cannot answer.

    Raises Refused for one that is none.
    """
    name = str(operation.get("kind"))
    wish = KINDS[name].wish if name in KINDS else (others or {}).get(name)
    if wish is None:
        raise Refused("no_such_operation", _("没有这种操作。请刷新页面后重试。"))
    try:
        return wish.model_validate(operation)
    except ValidationError as error:
        fields = "、".join(
            dict.fromkeys(str(one["loc"][0]) for one in error.errors() if one["loc"])
        )
        text = _("操作中的“%(fields)s”不符合要求，请检查后重试。")
        raise Refused("invalid_input", text % {"fields": fields}) from error


def ask(plan: Plan, wish: Wish, *found: Any) -> Asked:
    """What the operation would do to the draft, which stays as it is. Raises Refused."""
    return KINDS[wish.kind].ask(plan, wish, *found)
