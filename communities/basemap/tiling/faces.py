"""Faces done are kept in the database, so that a killed or repeated job does only the rest."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from itertools import islice

import numpy as np
import shapely

from communities.basemap.cells import FaceCells, FaceTask, tessellate_faces
from communities.basemap.models import FaceResult
from communities.territory.models import County

KEPT_AT_ONCE = 200
SPLIT_COLUMNS = 3

Progress = Callable[[int, int], None]


def do_faces(
    county: County, tasks: Sequence[FaceTask], executor: Executor | None, progress: Progress
) -> list[FaceCells]:
    """The cells of all faces; those known from an earlier run are taken from there.

    `progress(done, total)` counts faces and may raise to stop; what was done stays kept.
    """
    known = {result.key: _unpack(result) for result in _known(county, tasks)}
    results = tessellate_faces(tasks, executor, known)
    done: list[FaceCells] = list(islice(results, sum(task.key in known for task in tasks)))
    progress(len(done), len(tasks))
    while batch := list(islice(results, KEPT_AT_ONCE)):
        _keep(county, batch)
        done += batch
        progress(len(done), len(tasks))
    return done


def forget_faces(county: County, keep: Iterable[FaceTask]) -> None:
    """Drop what was kept for faces that no longer exist."""
    keys = [task.key for task in keep]
    FaceResult.objects.filter(county=county).exclude(key__in=keys).delete()


def _known(county: County, tasks: Sequence[FaceTask]) -> Iterator[FaceResult]:
    keys = [task.key for task in tasks]
    return FaceResult.objects.filter(county=county, key__in=keys).iterator()


def _keep(county: County, batch: Sequence[FaceCells]) -> None:
    FaceResult.objects.bulk_create(
        [
            FaceResult(
                key=cells.key,
                county=county,
                polygons=shapely.to_wkb(shapely.geometrycollections(cells.polygons)),
                cell=cells.cell.tolist(),
                split=np.asarray(cells.split).ravel().tolist(),
                fallback=cells.fallback,
            )
            for cells in batch
        ],
        ignore_conflicts=True,
    )


def _unpack(result: FaceResult) -> FaceCells:
    parts = shapely.get_parts(shapely.from_wkb(bytes(result.polygons)))
    polygons = np.empty(len(parts), dtype=object)
    polygons[:] = parts
    split = np.array(result.split, np.int64).reshape(-1, SPLIT_COLUMNS)
    return FaceCells(result.key, polygons, np.array(result.cell, np.int64), split, result.fallback)
