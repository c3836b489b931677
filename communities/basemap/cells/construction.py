"""From source to cells in one call, on one process or many."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor

from communities.basemap.cells.coverage import CellMap, join_cells
from communities.basemap.cells.faces import make_faces
from communities.basemap.cells.rules import CellRules
from communities.basemap.cells.source import CellSource
from communities.basemap.cells.tessellation import FaceCells, FaceTask, tessellate_face

_BATCH = 200
"""Footprints sent to a worker at once: small faces travel together."""


def build_cells(
    source: CellSource, rules: CellRules | None = None, executor: Executor | None = None
) -> CellMap:
    """Cells of every area of the source. Raises CellInputError where it cannot be used."""
    faces = make_faces(source, rules)
    return join_cells(faces, tessellate_faces(faces.tasks, executor))


def tessellate_faces(
    tasks: Sequence[FaceTask],
    executor: Executor | None = None,
    done: Mapping[str, FaceCells] | None = None,
) -> Iterator[FaceCells]:
    """The cells of each face in order; faces that are `done` (by key) are not done again."""
    done = done or {}
    batches = list(_batch(tasks, done))
    results = (
        map(tessellate_batch, batches)
        if executor is None
        else executor.map(tessellate_batch, batches)
    )
    yield from (done[task.key] for task in tasks if task.key in done)
    for batch in results:
        yield from batch


def tessellate_batch(tasks: Sequence[FaceTask]) -> list[FaceCells]:
    """The cells of several faces: what one worker is sent."""
    return [tessellate_face(task) for task in tasks]


def _batch(tasks: Sequence[FaceTask], done: Mapping[str, FaceCells]) -> Iterator[list[FaceTask]]:
    """Tasks not done yet, about _BATCH footprints together."""
    batch: list[FaceTask] = []
    size = 0
    for task in tasks:
        if task.key in done:
            continue
        batch.append(task)
        size += 1 + len(task.footprints)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
