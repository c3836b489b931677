"""An answer tells what is broken where it was looked at again: with what was told before, all."""

from typing import Any

import numpy as np
import pytest

from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.history import poll_of
from grids.proposals.drafts.plans import forget_plans, reading
from grids.proposals.drafts.wording import tell_findings
from grids.proposals.models import Proposal
from tests.drafts.asking import assign, operate
from tests.drafts.lines import ACROSS_G3, begin_on_cells, cut
from tests.drafts.test_kept_figures import wishes
from tests.drafts.town import G1, G2, G3, at, begin
from tests.world import World


class Window:
    """What somebody knows who opened a draft and hears every answer, or asks now and then."""

    def __init__(self, draft: Proposal) -> None:
        self.draft, self.version = draft, draft.version
        with reading(draft.pk) as plan:
            self.known = tell_findings(plan, None)["violations"]

    def hear(self, told: dict[str, Any]) -> None:
        judged = {number or None for number in told["judged"]}
        kept = [one for one in self.known if one["unit"] not in judged]
        self.known, self.version = [*kept, *told["violations"]], told["version"]

    def ask(self, world: World) -> None:
        with reading(self.draft.pk) as plan:
            self.hear(poll_of(self.draft, plan, self.version, world.planner))

    def knows_all(self) -> bool:
        with reading(self.draft.pk) as plan:
            whole = tell_findings(plan, None)["violations"]
        return sorted(map(repr, self.known)) == sorted(map(repr, whole))


@pytest.mark.parametrize("kind", ["division", "consolidation"])
def test_what_is_told_step_by_step_is_all_that_is_broken(town: World, kind: str) -> None:
    draft, rng = begin(town, kind), np.random.default_rng(5)
    mine, theirs = Window(draft), Window(draft)
    for turn in range(4):
        with reading(draft.pk) as plan:
            todo = list(wishes(rng, plan))
        for wish in rng.permutation(np.array(todo, dtype=object)).tolist():
            try:
                mine.hear(operate(draft, town.planner, **wish))
            except Refused:
                continue
            assert mine.knows_all()
        if turn % 2:
            forget_plans()  # as another process, which looked at nothing yet
        theirs.ask(town)
        assert theirs.knows_all()
    assert mine.known


def test_what_no_operation_reached_is_not_told_again(town: World) -> None:
    draft = begin(town)
    assign(draft, town.planner, [at(15, 5)], 0)
    answer = assign(draft, town.planner, [at(5, 0)], G1)
    assert set(answer["judged"]) & {G1, G2, G3} == {G1, G2}
    with reading(draft.pk) as plan:
        still = poll_of(draft, plan, answer["version"], town.planner)
    assert (still["judged"], still["violations"]) == ([], [])


def test_a_cut_is_judged_where_it_was_made(world: World) -> None:
    draft = begin_on_cells(world)
    mine = Window(draft)
    mine.hear(cut(draft, world.planner, G3, ACROSS_G3))
    assert mine.knows_all()
    far = cut(draft, world.planner, G1, [(230.0, -5.0), (240.0, 1005.0)])
    assert G3 not in far["judged"]
    mine.hear(far)
    assert mine.knows_all()
