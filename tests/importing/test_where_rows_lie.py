from pathlib import Path

import numpy as np
import pytest
import shapely

from gis_core.crs import bd09_from_cgcs2000, gcj02_from_cgcs2000
from tests.files.making import write_layer
from tests.importing.files import house, try_out
from tests.world import World

EVERYWHERE = [house(x, y) for x in range(20, 2000, 120) for y in range(20, 1000, 120)]


@pytest.mark.parametrize(
    ("shift", "name"), [(gcj02_from_cgcs2000, "gcj02"), (bd09_from_cgcs2000, "bd09")]
)
def test_an_offset_that_fits_better_is_told_and_never_applied(
    world: World, tmp_path: Path, shift: object, name: str
) -> None:
    shapes = list(shapely.transform(np.array(EVERYWHERE, dtype=object), shift))
    path = write_layer(tmp_path / "a.gpkg", shapes)
    report = try_out("buildings", path)
    assert any(f"--crs {name}" in warning for warning in report.warnings)
    assert report.extent
    assert report.extent[0] == pytest.approx(shapely.total_bounds(shapes)[0])
    assert try_out("buildings", path, crs=name).warnings == []


def test_rows_in_their_county_raise_no_question(world: World, tmp_path: Path) -> None:
    assert try_out("buildings", write_layer(tmp_path / "a.gpkg", EVERYWHERE)).warnings == []


def test_rows_beside_the_county_are_counted(world: World, tmp_path: Path) -> None:
    beside = [house(x, 1500) for x in range(0, 1000, 100)]
    report = try_out("buildings", write_layer(tmp_path / "a.gpkg", [*EVERYWHERE[:30], *beside]))
    assert any("县界之外" in warning for warning in report.warnings)
