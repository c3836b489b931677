"""The job that makes a county ready to be planned: cells, grids of cells, figures."""

from typing import Any

from communities.basemap.cells import CellInputError
from communities.basemap.services import CellsRefused, store_tiling, tile_county
from communities.basemap.tiling.reading import NothingToTile
from communities.territory.models import County
from communities.territory.queries import edition_to_plan_on, rule_set_in_force
from gis_core.jobs.computing import computing
from gis_core.jobs.context import JobContext, JobFailed
from grids.division.services import assign_cells_to_grids, compute_figures


def build_cells(context: JobContext, *, county: str) -> dict[str, Any] | None:
    """Tile a county's communities with cells, and bring grids and figures up to date."""
    place = County.objects.get(pk=county)
    edition = edition_to_plan_on(place)
    try:
        with computing() as executor:
            tiling = tile_county(edition=edition, executor=executor, progress=context.progress)
    except (NothingToTile, CellInputError, CellsRefused) as refusal:
        raise JobFailed("cells_refused", str(refusal)) from refusal
    with context.publish() as result:
        cell_set = store_tiling(tiling=tiling)
        assign_cells_to_grids(cell_set=cell_set)
        compute_figures(cell_set=cell_set, rule_set=rule_set_in_force(place))
        result.update(cell_set=cell_set.pk, cells=len(tiling.cells), **cell_set.findings["counts"])
    return None
