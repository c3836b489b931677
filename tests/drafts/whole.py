"""What must hold of every draft after every step, by its plan, its rows and its log."""

import numpy as np
import shapely

from gis_core.accounts.models import Level
from gis_core.shapes import shape_array, shape_of
from grids.partitioning import RunningDivision
from grids.proposals.drafting.effects import NOBODY, Effect
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.sketch import difference
from grids.proposals.drafts.grounds import ground_of
from grids.proposals.drafts.past import sketch_of
from grids.proposals.drafts.plans import reading
from grids.proposals.drafts.starting import plan_of_edition
from grids.proposals.drafts.storing import read_plan
from grids.proposals.models import Operation, Proposal, ProposalUnit
from tests.drafts.lines import assert_same

LEVELS = (Level.COMMUNITY, Level.GRID)


def assert_whole(draft: Proposal, ground: shapely.Geometry, *, shapes: bool = True) -> None:
    """`ground` is the place as its cells covered it when the draft was begun; `shapes`: hold the
    outlines to the cells too."""
    draft.refresh_from_db()
    with reading(draft.pk) as plan:
        assert plan.version == draft.version
        assert_shared_out(plan)
        assert_figures(plan)
        assert_same(plan, read_plan(draft))
        assert_log(draft, plan)
        if shapes:
            assert_outlines(draft, plan, ground)


def assert_shared_out(plan: Plan) -> None:
    """Every cell has one living grid or nobody, every living grid a cell and a living community;
    no two are called the same; nobody came or went."""
    living = {level: {unit.number for unit in plan.live(level)} for level in LEVELS}
    assert len(plan.labels) == plan.ground.size
    assert {*plan.labels.tolist()} - {NOBODY} == living[Level.GRID]
    assert {plan.units[number].parent for number in living[Level.GRID]} == living[Level.COMMUNITY]
    assert (plan.labels[plan.ground.gone] == NOBODY).all()
    names = [(unit.level, unit.parent, unit.name) for level in LEVELS for unit in plan.live(level)]
    assert len(set(names)) == len(names)
    codes = [unit.code for level in LEVELS for unit in plan.live(level) if unit.code]
    assert len(set(codes)) == len(codes)
    for level in LEVELS:
        parts = plan.level(level).parts.values()
        assert sum(part.households for part in parts) == int(plan.ground.households.sum())
        assert sum(part.units for part in parts) == plan.ground.size


def assert_figures(plan: Plan) -> None:
    """What was kept from step to step is what is measured anew."""
    assert (plan.communities.labels == plan.parents()[plan.labels]).all()
    for level in LEVELS:
        kept = plan.level(level)
        anew = RunningDivision(kept.problem, kept.labels, plan.ground.measure(level, plan.kind))
        assert kept.parts == anew.parts
        assert kept.violations == anew.violations
        for name in ("parts", "in_bounds", "disconnected", "compounds_split"):
            assert getattr(kept.totals, name) == getattr(anew.totals, name)
        assert np.isclose(kept.totals.cut, anew.totals.cut, atol=1e-6)


def assert_log(draft: Proposal, plan: Plan) -> None:
    """The log has a row for every version, and replayed from the edition gives the same state."""
    made = Operation.objects.filter(proposal=draft).order_by("version")
    rows = list(made.values_list("version", "effect"))
    assert [version for version, _ in rows] == list(range(1, draft.version + 1))
    replayed = plan_of_edition(draft, ground_of(draft))
    start = sketch_of(replayed)
    for _, effect in rows:
        replayed.apply(Effect.from_json(effect))
    replayed.version = plan.version
    assert_same(replayed, plan)
    back = sketch_of(plan).rewind(Effect.from_json(effect) for _, effect in reversed(rows))
    left = difference(start, back)
    assert (left.moves, left.units, left.locks) == ((), (), ())


def assert_outlines(draft: Proposal, plan: Plan, ground: shapely.Geometry) -> None:
    """The cells tile the ground; every unit is exactly the union of its cells, in the rows too."""
    cells = plan.ground.shapes[~plan.ground.gone]
    assert shapely.coverage_is_valid(cells)
    assert shapely.coverage_union_all(cells).normalize().equals(ground.normalize())
    for unit in ProposalUnit.objects.filter(proposal=draft):
        rows = plan.rows_of(unit.number)
        if unit.retired or not len(rows):
            assert unit.geom is None
            continue
        own = shapely.coverage_union_all(plan.ground.shapes[rows])
        assert shape_of(unit).equals(own), unit
    grids = shape_array(
        shape_of(unit)
        for unit in ProposalUnit.objects.filter(proposal=draft, level=Level.GRID, retired=False)
    )
    assert shapely.coverage_is_valid(grids)
