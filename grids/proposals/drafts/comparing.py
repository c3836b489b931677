"""A draft beside another one, or beside the edition it was begun on, as a table."""

from typing import Any

from django.utils.translation import gettext as _

from grids.proposals.drafting.comparing import Counterpart, Transfer, compare
from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.sketch import Sketch
from grids.proposals.drafts.grounds import ground_of
from grids.proposals.drafts.past import sketch_at, sketch_of
from grids.proposals.drafts.plans import reading
from grids.proposals.drafts.starting import plan_of_edition
from grids.proposals.models import Proposal


def compare_drafts(
    draft: Proposal, other: Proposal | None, version: int | None = None
) -> dict[str, Any]:
    """What `draft` has otherwise than `other` at a version (None: as it is), or than the edition.

    Raises Refused: the two are not about the same cells, or there is no such version.
    """
    ground = ground_of(draft)
    if other is None:
        before = sketch_of(plan_of_edition(draft, ground))
    else:
        refuse_other_ground(draft, other)
        before = _state(other, version)
    found = compare(before, _state(draft, None), ground.households)
    return {
        "transfers": [_transfer(one) for one in found.transfers],
        "units": [_unit(one) for one in found.units],
    }


def refuse_other_ground(draft: Proposal, other: Proposal) -> None:
    """Only drafts of the same cells can be laid beside each other."""
    if (draft.cell_set_id, draft.place_id) != (other.cell_set_id, other.place_id):
        text = _("两个草案不在同一片单元上，不能比较。请选同一街道（镇）、同一版次的草案。")
        raise Refused("other_ground", text)


def _state(draft: Proposal, version: int | None) -> Sketch:
    with reading(draft.pk) as plan:
        if version is not None and version > plan.version:
            text = _("草案还没有第 %(version)s 版。请重新选择版本。")
            raise Refused("no_such_version", text % {"version": version})
        return sketch_at(draft, plan, plan.version if version is None else version)


def _transfer(one: Transfer) -> dict[str, Any]:
    return {
        "before": _name(one.before),
        "after": _name(one.after),
        "cells": list(one.rows),
        "households": one.households,
    }


def _unit(one: Counterpart) -> dict[str, Any]:
    unit = one.after or one.before
    before, after = one.households
    return {
        "level": unit.level if unit else None,
        "number": one.after.number if one.after else None,
        "before": _named(one.before, before),
        "after": _named(one.after, after),
    }


def _named(unit: UnitState | None, households: int) -> dict[str, Any] | None:
    if unit is None:
        return None
    return {"name": unit.name, "code": unit.code, "households": households}


def _name(unit: UnitState | None) -> str | None:
    return unit.name if unit else None
