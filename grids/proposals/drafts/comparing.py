"""A draft beside another state: the edition, an earlier version, another draft."""

from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.utils.translation import gettext as _

from gis_core.accounts.models import Level
from grids.proposals.drafting.comparing import Flow, Pair, flows, pair_units
from grids.proposals.drafting.effects import NOBODY, UnitState
from grids.proposals.drafting.outlines import features_of
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.grounds import ground_of
from grids.proposals.drafts.past import plan_of, sketch_at
from grids.proposals.drafts.plans import reading
from grids.proposals.drafts.starting import plan_of_edition
from grids.proposals.drafts.telling import figures_of, totals_of
from grids.proposals.models import Proposal, Snapshot

LEVELS = (Level.COMMUNITY, Level.GRID)


class Side(NamedTuple):
    """One of two states: what it is called, and of which draft it is."""

    plan: Plan
    title: str
    draft: UUID | None = None


def edition_of(proposal: Proposal) -> Side:
    """The edition the draft stands on."""
    title = _("第 %(number)s 版区划") % {"number": proposal.edition.number}
    return Side(plan_of_edition(proposal, ground_of(proposal)), title)


def version_of(proposal: Proposal, version: int | None) -> Side:
    """A draft at a version, None for the present one. Raises Refused where it has not come so far.

    The plan is one of its own, which no operation changes.
    """
    with reading(proposal.pk) as plan:
        wanted = plan.version if version is None else version
        if wanted > plan.version:
            text = _("草案还没有第 %(version)s 版。请重新选择版本。")
            raise Refused("no_such_version", text % {"version": wanted})
        found = plan_of(plan, sketch_at(proposal, plan, wanted), wanted)
        _keep_outlines(plan, found)
    title = proposal.title if version is None else _version_title(proposal, version)
    return Side(found, title, proposal.pk)


def _version_title(proposal: Proposal, version: int) -> str:
    """By the name somebody gave the version, or by how many steps led to it."""
    named = Snapshot.objects.filter(proposal=proposal, version=version).first()
    name = named.name if named else _("第 %(version)s 步之后") % {"version": version}
    return f"{proposal.title} · {name}"


def compare_drafts(before: Side, after: Side) -> dict[str, Any]:
    """What the second state has otherwise than the first, and how to draw both.

    Raises Refused where the two are not about the same cells.
    """
    if not _same_cells(before.plan, after.plan):
        text = _("两个草案不在同一片单元上，不能比较。请选同一街道（镇）、同一版次的草案。")
        raise Refused("other_ground", text)
    same_draft = before.draft == after.draft
    found = [_compare_level(before.plan, after.plan, level, same_draft) for level in LEVELS]
    return {
        "before": _side(before),
        "after": _side(after),
        "transfers": [one for transfers, _units in found for one in transfers],
        "units": [one for _transfers, units in found for one in units],
    }


def _same_cells(before: Plan, after: Plan) -> bool:
    """Whether both are about the same cells of one set, whatever was cut off them."""
    own, other = (np.unique(plan.ground.table.ids) for plan in (before, after))
    return bool(np.array_equal(own, other))


def _keep_outlines(plan: Plan, earlier: Plan) -> None:
    """Take over the shapes of units that have the very same cells, of the same shapes."""
    if plan.ground is not earlier.ground:
        return
    for level in LEVELS:
        own, other = plan.level(level).labels, earlier.level(level).labels
        changed = {*own[own != other].tolist(), *other[own != other].tolist()}
        kept = {unit.number for unit in earlier.live(level)} - changed
        earlier.outlines.update({n: plan.outlines[n] for n in kept if n in plan.outlines})


def _side(side: Side) -> dict[str, Any]:
    live = [unit.number for level in LEVELS for unit in side.plan.live(level)]
    return {
        "title": side.title,
        "version": side.plan.version,
        "totals": {level.value: totals_of(side.plan, level) for level in LEVELS},
        "outlines": features_of(side.plan, live),
    }


def _compare_level(
    before: Plan, after: Plan, level: Level, same_draft: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The transfers of a level, and the units that are not the same."""
    pairs = pair_units(before, after, level, same_draft=same_draft)
    moved = flows(before, after, level, pairs)
    units = [
        {
            "level": level.value,
            "number": pair.after,
            "before": _facts(before, pair.before),
            "after": _facts(after, pair.after),
            "changes": changes,
        }
        for pair in pairs
        if (changes := _changes(before, after, pair, moved))
    ]
    return [_transfer(before, after, flow) for flow in moved], units


def _transfer(before: Plan, after: Plan, flow: Flow) -> dict[str, Any]:
    longer = max(before.ground, after.ground, key=lambda ground: ground.size)
    return {
        "level": flow.level.value,
        "before": _name(before, flow.before),
        "after": _name(after, flow.after),
        "cells": list(flow.rows),
        "households": int(longer.households[list(flow.rows)].sum()),
    }


def _name(plan: Plan, number: int) -> str | None:
    return None if number == NOBODY else plan.units[number].name


def _facts(plan: Plan, number: int | None) -> dict[str, Any] | None:
    """A unit on one side; `number` is the one it has there."""
    if number is None:
        return None
    unit, part = plan.units[number], plan.part(number)
    above = plan.units.get(unit.parent or NOBODY)
    return {
        "number": number,
        "name": unit.name,
        "code": unit.code,
        "parent": above.name if above else None,
        "locked": unit.locked,
        "households": part.households if part else 0,
        "figures": figures_of(plan, number),
    }


def _changes(before: Plan, after: Plan, pair: Pair, moved: list[Flow]) -> list[str]:
    if pair.before is None or pair.after is None:
        return ["new" if pair.before is None else "retired"]
    old, new = before.units[pair.before], after.units[pair.after]
    found = [
        name for name in ("name", "code", "locked") if getattr(old, name) != getattr(new, name)
    ]
    above = [plan.units.get(unit.parent or NOBODY) for plan, unit in ((before, old), (after, new))]
    if _place(above[0]) != _place(above[1]):
        found.append("parent")
    if any(flow.before == pair.before or flow.after == pair.after for flow in moved):
        found.append("cells")
    return found


def _place(unit: UnitState | None) -> str | None:
    """What a community is known by in two drafts: its place, or its name where it is new."""
    return None if unit is None else unit.place or unit.name
