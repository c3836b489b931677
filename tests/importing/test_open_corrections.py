"""What the importer says about faults that people of the grids reported."""

import uuid
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point

from grids.corrections.models import Correction, Fault, State
from grids.corrections.services import CorrectionFacts, answer_correction, report_correction
from layers.importing.report_text import report_lines
from tests.files.making import workbook
from tests.importing.files import commit, houses, try_out
from tests.world import World, build, lonlat

pytestmark = pytest.mark.django_db


def reported(world: World, facts: CorrectionFacts) -> Correction:
    return report_correction(
        person=world.member, grid=world.grids[0], facts=facts, key=uuid.uuid4()
    )


def missing_at(world: World, x: float, y: float) -> Correction:
    spot = Point(*lonlat(x, y), srid=4490)
    return reported(world, CorrectionFacts(Fault.BUILDING_MISSING, "新楼", spot))


def test_a_file_that_holds_the_missing_building_names_the_report(
    world: World, tmp_path: Path
) -> None:
    missing_at(world, 110, 106)  # inside the first house of the file
    missing_at(world, 300, 700)  # nowhere near
    path = houses(tmp_path / "a.gpkg")
    for report in (try_out("buildings", path), commit("buildings", path)):
        (told,) = report.corrections
        assert "第一网格 图上缺少楼栋" in told
        assert told.endswith("：新楼")
        assert any("1 条待核实的数据纠错" in line for line in report_lines(report))


def test_a_building_is_known_by_its_number_wherever_it_now_lies(
    world: World, tmp_path: Path
) -> None:
    building = build(world, 400, 600, name="3号楼", source_ref="b1")
    reported(world, CorrectionFacts(Fault.COUNT_WRONG, building=building.pk, floors=7))
    (told,) = commit("buildings", houses(tmp_path / "a.gpkg")).corrections
    assert "“3号楼” 户数或层数不符" in told


def test_a_table_of_counts_names_the_reports_of_its_buildings(world: World, tmp_path: Path) -> None:
    building = build(world, 100, 100, name="3号楼", source_ref="b0")
    reported(world, CorrectionFacts(Fault.COUNT_WRONG, building=building.pk, households=30))
    path = tmp_path / "counts.xlsx"
    path.write_bytes(workbook([["楼栋编号", "户数"], ["b0", 28]]))
    assert len(commit("building_counts", path).corrections) == 1


def test_what_is_answered_or_another_county_s_is_not_named(world: World, tmp_path: Path) -> None:
    made = missing_at(world, 110, 106)
    answer_correction(
        correction=made, person=world.planner, state=State.DONE, answer="", seen_version=0
    )
    report = commit("buildings", houses(tmp_path / "a.gpkg"))
    assert report.corrections == []
    assert not any("纠错" in line for line in report_lines(report))
