"""Every write to the base map that is not an import: its cells."""

from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import shapely

from communities.basemap.cells import CellMap, Finding, check_cells, join_cells, make_faces
from communities.basemap.models import CellSet
from communities.basemap.revisions import bump_map_revision
from communities.basemap.tiling.faces import do_faces, forget_faces
from communities.basemap.tiling.reading import County, read_county
from communities.basemap.tiling.storing import store_cells, summarise, to_degrees
from communities.territory.models import Boundary, Edition
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from gis_core.shapes import Shapes, shape_array, shape_of, union_of

Progress = Callable[[int, int, str], None]

FILLED = 0.999  # of a parent's area, from which on its children are meant to tile it


class CellsRefused(ValueError):
    """The cells built do not pass their own check; nothing may be written."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        first = "；".join(finding.text for finding in findings[:3])
        super().__init__(f"单元校验未通过（{len(findings)} 处）：{first}")


@dataclass(frozen=True, eq=False)
class Tiling:
    """Cells built and checked, not yet written. `shapes` are the cells in EPSG:4490."""

    edition: Edition
    county: County
    cells: CellMap
    shapes: Shapes


def tile_county(*, edition: Edition, executor: Executor | None, progress: Progress) -> Tiling:
    """Build and check the cells of an edition's county. Long; writes only what may be kept.

    Raises:
        NothingToTile: there are no communities.
        CellsRefused: the cells do not tile the communities exactly, or cut a building.
    """
    progress(0, 0, "读取底图")
    county = read_county(edition)
    progress(0, 0, "划分街区")
    faces = make_faces(county.source)
    done = do_faces(
        edition.county,
        faces.tasks,
        executor,
        lambda finished, total: progress(finished, total, "划分单元"),
    )
    progress(len(done), len(done), "拼合与校验")
    cells = join_cells(faces, done)
    shapes = to_degrees(county, cells)
    _refuse_broken(check_cells(cells, county.source), shapes)
    forget_faces(edition.county, faces.tasks)
    return Tiling(edition, county, cells, shapes)


def store_tiling(*, tiling: Tiling) -> CellSet:
    """Write the cells; in an edition still in preparation the outlines follow them exactly.

    Call it inside the transaction that ends the job.
    """
    edition = tiling.edition
    revision = bump_map_revision(county=edition.county)
    cell_set = CellSet.objects.create(
        county=edition.county,
        edition=edition,
        map_revision=revision,
        findings=summarise(tiling.county, tiling.cells.findings),
    )
    store_cells(cell_set, tiling.county, tiling.cells, tiling.shapes)
    if edition.status == Edition.Status.PREPARED:
        _draw_communities(tiling)
        _draw_parents(edition, Level.SUBDISTRICT, Level.COMMUNITY)
        _draw_parents(edition, Level.COUNTY, Level.SUBDISTRICT)
    return cell_set


def draw_boundary(boundary: Boundary, shapes: Shapes) -> None:
    """Set a boundary of a prepared edition to the exact union of these cells (EPSG:4490)."""
    boundary.geom = union_of(shapes)
    boundary.save(update_fields=["geom"])


def _refuse_broken(findings: list[Finding], shapes: Shapes) -> None:
    if findings:
        raise CellsRefused(findings)
    if not (shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes)):
        raise CellsRefused([])


def _draw_communities(tiling: Tiling) -> None:
    for row, boundary in enumerate(tiling.county.communities):
        draw_boundary(boundary, tiling.shapes[tiling.cells.area == row])


def _draw_parents(edition: Edition, level: Level, below: Level) -> None:
    """Outlines one level up are the unions of those below, where those below fill them.

    A county is often wider than its urban subdistricts; its outline is then left as it is.
    """
    children: dict[UUID | None, list[Any]] = defaultdict(list)
    for boundary in boundaries_of(edition, below):
        children[boundary.parent_id].append(shape_of(boundary))
    for boundary in boundaries_of(edition, level):
        shapes = shape_array(children[boundary.place_id])
        if shapely.area(shapes).sum() >= FILLED * shape_of(boundary).area:
            draw_boundary(boundary, shapes)
