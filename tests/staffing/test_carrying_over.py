"""A new edition takes staff along: where grids end, by lineage; what cannot be is listed."""

import pytest

from grids.checklist.affected import affected_by
from grids.proposals.drafts.comparing import edition_of, version_of
from grids.proposals.models import Proposal
from grids.publication.models import Publication
from grids.publication.rehoming import decide_rehoming, rehoming_of
from grids.staffing.capacities import Capacity, Part
from grids.staffing.models import Carried, Coverage, Posting
from grids.staffing.periods import on_day
from tests.checklist.looking import BROKEN, NO_DATA, PASSED, line_of, only_fault
from tests.drafts.asking import operate
from tests.drafts.town import G1, G2, WEST, begin, block, lay_cells
from tests.publication.asking import NEXT_WEEK, publish
from tests.staffing.cast import TODAY, Cast, cover, person, post
from tests.world import World


@pytest.fixture
def town(world: World, cast: Cast) -> World:
    lay_cells(world)
    return world


def merge_grids(world: World) -> Proposal:
    """A draft in which g2 goes into g1."""
    draft = begin(world)
    operate(draft, world.planner, kind="merge_units", units=[G1, G2], into=G1)
    return draft


def outcomes(publication: Publication) -> dict[str, str]:
    rows = Carried.objects.filter(publication=publication)
    return {str(row.posting or row.coverage or row.place): row.outcome for row in rows}


def where(name: str, day: object = TODAY) -> list[str]:
    rows = Posting.objects.filter(on_day(day), person__name=name)  # type: ignore[arg-type]
    return list(rows.values_list("place__name", flat=True))


def test_staff_of_a_merged_grid_goes_on_in_its_heir(town: World, cast: Cast) -> None:
    post(cast.zhao, town.grids[1])
    cover(cast.police, town.grids[1])
    publication = publish(merge_grids(town), town)
    assert where("赵警官") == ["第一网格"]
    made = Posting.objects.get(on_day(TODAY), person=cast.zhao)
    assert made.edition == publication.edition
    assert outcomes(publication) == {"政法干警 赵警官": "goes_on", "县公安局 主包": "goes_on"}
    assert Coverage.objects.get(on_day(TODAY)).part == Part.LEAD


def test_a_second_lead_unit_supports_and_a_second_officer_is_listed(
    town: World, cast: Cast
) -> None:
    post(cast.li, town.grids[0])
    post(cast.wang, town.grids[1])
    cover(cast.police, town.grids[0])
    cover(cast.taxes, town.grids[1])
    publication = publish(merge_grids(town), town)
    assert (where("李秀英"), where("王建国")) == (["第一网格"], [])
    assert dict(Coverage.objects.filter(on_day(TODAY)).values_list("unit__name", "part")) == {
        "县公安局": "lead", "县税务局": "support",
    }  # fmt: skip
    assert outcomes(publication) == {
        "专职网格员 王建国": "ended", "县税务局 主包": "in_support",
    }  # fmt: skip


def test_until_the_day_of_the_edition_everybody_stays(
    town: World, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import timezone

    from grids.publication.entering import put_due_in_force

    post(cast.zhao, town.grids[1])
    publish(merge_grids(town), town, NEXT_WEEK)
    assert where("赵警官") == ["第二网格"]
    later = timezone.now() + (NEXT_WEEK - TODAY)
    monkeypatch.setattr(timezone, "now", lambda: later)
    put_due_in_force()
    assert where("赵警官", NEXT_WEEK) == ["第一网格"]
    assert where("赵警官") == ["第二网格"]


def test_somebody_may_decide_otherwise_before(town: World, cast: Cast) -> None:
    row = post(cast.zhao, town.grids[1])
    draft = merge_grids(town)
    assert [line.homeless.what for line in rehoming_of(draft)] == ["政法干警 赵警官"]
    decide_rehoming(
        proposal=draft, kind="posting", key=str(row.pk), unit=None, person=town.planner,
        reason="回原单位",
    )  # fmt: skip
    assert outcomes(publish(draft, town)) == {"政法干警 赵警官": "ended"}
    assert where("赵警官") == []


def test_a_new_grid_without_anybody_is_listed(town: World, cast: Cast) -> None:
    post(cast.li, town.grids[0])
    draft = begin(town)
    operate(
        draft, town.planner, kind="new_unit", name="第三网格", parent=WEST,
        cells=block(5, 0, 10, 5),
    )  # fmt: skip
    publication = publish(draft, town)
    assert set(publication.carried_staff.values_list("outcome", "place__name")) == {
        ("no_full_time", "第三网格"), ("no_lead", "第三网格"),
    }  # fmt: skip
    assert where("李秀英") == ["第一网格"]


def test_the_checklist_looks_at_the_real_tables(town: World, cast: Cast) -> None:
    for grid, officer in zip(town.grids, ("甲", "乙", "丙"), strict=True):
        post(person(town, officer), grid)
        for number in (1, 2):
            post(person(town, f"{officer}警{number}", Capacity.POLITICAL_LEGAL), grid)
    cover(cast.police, town.grids[0])
    cover(cast.police, town.grids[2])
    draft = begin(town)
    assert line_of(draft, "officers").outcome == PASSED
    assert line_of(draft, "legal_officers").outcome == PASSED
    fault = only_fault(draft, "covering_units")
    assert (fault.unit, fault.value, fault.limit) == (G2, 0, 1)
    assert line_of(draft, "displaced_staff").outcome == PASSED


def test_an_officer_whose_grid_ends_beside_another_holds_the_case_up(
    town: World, cast: Cast
) -> None:
    post(cast.li, town.grids[0])
    row = post(cast.wang, town.grids[1])
    draft = merge_grids(town)
    line = line_of(draft, "displaced_staff")
    assert (line.outcome, line.blocks) == (BROKEN, True)
    assert [(fault.unit, fault.value) for fault in line.faults] == [(G2, 1)]
    decide_rehoming(
        proposal=draft, kind="posting", key=str(row.pk), unit=None, person=town.planner,
        reason="转任社区工作者",
    )  # fmt: skip
    assert line_of(draft, "displaced_staff").outcome == PASSED


def test_a_county_without_people_has_no_data_to_judge_by(world: World) -> None:
    lay_cells(world)
    draft = begin(world)
    for key in ("officers", "legal_officers", "covering_units", "displaced_staff"):
        assert line_of(draft, key).outcome == NO_DATA


def test_the_reviewer_is_told_who_goes_where(town: World, cast: Cast) -> None:
    post(cast.zhao, town.grids[1])
    cover(cast.police, town.grids[1])
    post(cast.li, town.grids[0])
    draft = merge_grids(town)
    found = affected_by(draft, edition_of(draft), version_of(draft, None))["人员与包抓单位"]
    assert {tuple(one) for one in found} == {
        ("政法干警 赵警官", "第二网格", "第一网格"), ("县公安局 主包", "第二网格", "第一网格"),
    }  # fmt: skip
