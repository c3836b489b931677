import datetime

import pgtrigger
import pytest
from django.utils import timezone

from communities.basemap.models import MapRevision
from communities.territory.models import Edition
from communities.territory.services import (
    create_default_rule_set,
    create_place,
    prepare_edition,
    redesignate_place,
)
from gis_core.accounts.models import Level
from grids.proposals.models import Proposal, ProposalUnit
from tests.checklist.looking import BROKEN, PASSED, line_of, only_fault
from tests.drafts.town import EAST, G1, G2, G3, WEST, begin, lay_cells
from tests.world import World, box, draw


def call(draft: Proposal, number: int, **values: str) -> None:
    """Name or code a unit past the desk, whose operations would refuse it."""
    ProposalUnit.objects.filter(proposal=draft, number=number).update(**values)


@pytest.mark.parametrize(
    "key",
    ["names_told_apart", "names_printable", "names_of_their_kind", "codes_well_formed",
     "codes_below_their_place", "codes_never_used_before", "edition_of_today", "cells_of_today",
     "map_of_today", "rules_of_today"],
)  # fmt: skip
def test_a_fresh_draft_of_a_well_named_town_passes(town: World, key: str) -> None:
    assert line_of(begin(town), key).outcome == PASSED


def test_grids_of_one_community_may_not_share_a_name(town: World) -> None:
    draft = begin(town)
    call(draft, G3, name="第一网格")
    assert line_of(draft, "names_told_apart").outcome == PASSED
    call(draft, G2, name="第一网格")
    line = line_of(draft, "names_told_apart")
    assert (line.blocks, {fault.unit for fault in line.faults}) == (True, {G1, G2})


def test_a_community_may_not_be_called_as_one_elsewhere_in_the_county(town: World) -> None:
    second, other = (
        create_place(level=level, county=town.county, code=code, name=name)
        for level, code, name in [
            (Level.SUBDISTRICT, "629931002", "城北街道"),
            (Level.COMMUNITY, "629931002001", "北关社区"),
        ]
    )
    with pgtrigger.ignore("territory.Boundary:keep_published"):  # as if drawn before publishing
        draw(town.edition, second, town.county, box(2000, 0, 3000, 1000))
        draw(town.edition, other, second, box(2000, 0, 3000, 1000))
    draft = begin(town, "consolidation")
    assert line_of(draft, "names_told_apart").outcome == PASSED
    call(draft, WEST, name="北关社区")
    assert only_fault(draft, "names_told_apart").unit == WEST


@pytest.mark.parametrize(
    "name", ["第一\u202e网格", "第一\x07网格", "第一\u200b网格", " 第一网格", ""]
)
def test_what_nobody_sees_has_no_place_in_a_name(town: World, name: str) -> None:
    draft = begin(town)
    call(draft, G1, name=name)
    fault = only_fault(draft, "names_printable")
    assert (fault.unit, fault.blocking) == (G1, True)
    assert not {"\u202e", "\x07", "\u200b"} & set(fault.text)


def test_a_name_that_does_not_say_what_it_names_is_warned_of(town: World) -> None:
    draft = begin(town)
    call(draft, G1, name="长富路一片")
    call(draft, EAST, name="新城")
    faults = line_of(draft, "names_of_their_kind").faults
    assert {fault.unit: fault.blocking for fault in faults} == {G1: False, EAST: False}


@pytest.mark.parametrize("code", ["62993100100100", "62993100100１001", "6299310010010011"])
def test_a_code_of_the_wrong_length_blocks(town: World, code: str) -> None:
    draft = begin(town)
    call(draft, G1, code=code)
    assert only_fault(draft, "codes_well_formed").unit == G1
    call(draft, G1, code="")
    assert line_of(draft, "codes_well_formed").outcome == PASSED


def test_a_code_below_another_place_is_warned_of(town: World) -> None:
    draft = begin(town)
    call(draft, G1, code="629931001002009")
    fault = only_fault(draft, "codes_below_their_place")
    assert (fault.unit, fault.blocking) == (G1, False)
    call(draft, G1, code="629931001001001")
    call(draft, EAST, code="629931009002")
    assert {fault.unit for fault in line_of(draft, "codes_below_their_place").faults} == {EAST, G3}


def test_a_retired_code_is_never_used_again(town: World) -> None:
    since = datetime.date(2027, 1, 1)
    redesignate_place(place=town.grids[0], code="629931001001008", name="第一网格", since=since)
    draft = begin(town)
    assert line_of(draft, "codes_never_used_before").outcome == PASSED
    call(draft, G2, code="629931001001001")
    fault = only_fault(draft, "codes_never_used_before")
    assert (fault.unit, fault.blocking) == (G2, True)
    call(draft, G2, code="629931001001009")
    assert line_of(draft, "codes_never_used_before").outcome == PASSED
    call(draft, G1, code="629931001001001")  # its own, given up
    assert only_fault(draft, "codes_never_used_before").unit == G1


def test_a_code_used_twice_blocks(town: World) -> None:
    draft = begin(town)
    call(draft, G2, code="629931001001001")
    line = line_of(draft, "codes_never_used_before")
    assert (line.blocks, {fault.unit for fault in line.faults}) == (True, {G1, G2})


def test_a_draft_of_an_older_edition_blocks(town: World) -> None:
    draft = begin(town)
    prepare_edition(county=town.county)
    fault = only_fault(draft, "edition_of_today")
    assert (fault.value, fault.limit, fault.blocking) == (1, 2, True)


def test_an_edition_that_waits_for_its_day_blocks_drafts_of_the_one_before(town: World) -> None:
    draft = begin(town)
    Edition.objects.create(
        county=town.county,
        number=2,
        status=Edition.Status.SCHEDULED,
        in_force_from=datetime.date(2030, 1, 1),
        published_at=timezone.now(),
    )
    assert only_fault(draft, "edition_of_today").limit == 2


def test_cells_built_anew_block(town: World) -> None:
    draft = begin(town)
    lay_cells(town, divided=False)
    assert line_of(draft, "cells_of_today").blocks


def test_a_changed_base_map_and_newer_rules_are_warned_of(town: World) -> None:
    draft = begin(town)
    MapRevision.objects.filter(county=town.county).update(number=5)
    create_default_rule_set(county=town.county)
    for key, numbers in (("map_of_today", (1, 5)), ("rules_of_today", (1, 2))):
        line = line_of(draft, key)
        assert (line.outcome, line.blocks) == (BROKEN, False)
        assert (line.faults[0].value, line.faults[0].limit) == numbers
