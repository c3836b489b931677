"""Real districts: thousands of footprints drawn by many hands."""

import pytest

from communities.basemap.cells import build_cells, check_cells
from tests.cells.real import ARCHIVE, load_district
from tests.real_data import real_file

pytestmark = pytest.mark.real_data


@pytest.mark.parametrize(
    ("name", "communities", "buildings"),
    [
        ("Xiamen_Gulangyu", 6, 1_104),
        ("Tianjin_Wudadao", 9, 7_417),
    ],
)
def test_a_district_is_tiled_and_no_building_is_lost(
    name: str, communities: int, buildings: int
) -> None:
    source = load_district(
        real_file(*ARCHIVE), name, paths=name == "Xiamen_Gulangyu", communities=communities
    )
    cells = build_cells(source)

    assert len(source.buildings) == buildings
    assert check_cells(cells, source) == []
    assert len(cells.building_ids) == buildings
    assert len(cells) > 0.9 * buildings
    assert not any(one.code == "fallback_tessellation" for one in cells.findings)
