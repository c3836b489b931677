"""The chessboard of tests/drafts/town.py with some addresses, and a draft shown to the public.

Five cells of the second grid (column 5, lines 0-4) go to the first; 阳光花园 stands on one of
them, 粮站宿舍 in the first grid and stays there.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from communities.basemap.models import Cell, CellBuilding, CellSet, Compound
from communities.working_days.counting import DayKind
from grids.notices.models import Notice
from grids.notices.services import Announcement, open_notice
from grids.proposals.models import Proposal
from tests.drafts.asking import assign
from tests.drafts.town import G1, at, begin, block, lay_cells
from tests.world import World, box, build

MOVED = block(5, 0, 6, 5)
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def furnish_addresses(world: World, cell_set: CellSet) -> None:
    compound = Compound.objects.create(
        county=world.county, name="阳光花园", geom=box(500, 100, 600, 200)
    )
    _stand(world, cell_set, 5, 1, compound=compound, name="3号楼", address="长富路 12 号")
    _stand(world, cell_set, 0, 0, name="粮站宿舍")
    _stand(world, cell_set, 15, 5)


def _stand(world: World, cell_set: CellSet, x: int, y: int, **values: Any) -> None:
    building = build(world, 100 * x + 40, 100 * y + 40, **values)
    cell = Cell.objects.get(cell_set=cell_set, number=at(x, y) + 1)
    CellBuilding.objects.create(cell=cell, building=building)


def drawn(world: World, cells: list[int] | None = None, **values: Any) -> Proposal:
    """A draft that gives cells of the second grid to the first, at the step of its notice."""
    furnish_addresses(world, lay_cells(world))
    draft = begin(world, **values)
    assign(draft, world.planner, MOVED if cells is None else cells, G1)
    return at_the_step(draft)


def at_the_step(draft: Proposal) -> Proposal:
    Proposal.objects.filter(pk=draft.pk).update(status="public_notice")
    draft.refresh_from_db()
    return draft


def said(**values: Any) -> Announcement:
    return Announcement(
        **{
            "title": "城关街道网格调整公示",
            "office": "清河县民政局",
            "channel": "县政府网站、社区公告栏",
            "opens_on": timezone.localdate(),
            "days": 7,
            "day_kind": DayKind.WORKING,
            **values,
        }
    )


def opened(world: World, draft: Proposal | None = None, **values: Any) -> Notice:
    draft = draft or drawn(world)
    return open_notice(
        proposal=draft, said=said(**values), person=world.reviewer, seen_version=draft.version
    )


def on_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Let it be another day."""
    monkeypatch.setattr(timezone, "localdate", lambda *_given: day)


def day_after(notice: Notice) -> date:
    return notice.closes_on + timedelta(days=1)
