"""Faces are independent units of work: parallel, restartable, the same every time."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
import shapely

from communities.basemap.cells import (
    CellSource,
    FaceTask,
    build_cells,
    construction,
    join_cells,
    make_faces,
    tessellate_face,
    tessellate_faces,
)
from tests.cells.drawing import box, draw, line


@pytest.fixture
def town() -> CellSource:
    houses = [box(x, y, 17, 12) for x in range(10, 390, 30) for y in range(10, 390, 25)]
    roads = [line((-5, y), (405, y)) for y in (132, 282)] + [line((203, -5), (203, 405))]
    return draw(areas=[box(0, 0, 400, 400)], buildings=houses, roads=roads)


def test_two_processes_give_the_same_cells_as_one(town: CellSource) -> None:
    alone = build_cells(town)
    with ProcessPoolExecutor(2) as executor:
        together = build_cells(town, executor=executor)

    assert (alone.polygons == together.polygons).all()
    assert (alone.borders.length == together.borders.length).all()


def test_faces_done_before_are_not_done_again(
    town: CellSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    faces = make_faces(town)
    done = {cells.key: cells for cells in tessellate_faces(faces.tasks[:4])}
    again: list[str] = []

    def watched(task: FaceTask) -> object:
        again.append(task.key)
        return tessellate_face(task)

    monkeypatch.setattr(construction, "tessellate_face", watched)
    results = list(tessellate_faces(faces.tasks, done=done))

    assert again == [task.key for task in faces.tasks[4:]]
    assert sorted(one.key for one in results) == sorted(task.key for task in faces.tasks)


def test_keys_do_not_depend_on_the_order_of_the_input(town: CellSource) -> None:
    order = np.arange(len(town.buildings))[::-1]
    turned = replace(town, buildings=town.buildings[order], building_ids=town.building_ids[order])

    keys = {task.key for task in make_faces(town).tasks}
    assert keys == {task.key for task in make_faces(turned).tasks}


def test_only_the_faces_that_changed_have_new_keys(town: CellSource) -> None:
    before = {task.key for task in make_faces(town).tasks}
    buildings = town.buildings.copy()
    buildings[0] = box(11, 11, 14, 10)
    after = {task.key for task in make_faces(replace(town, buildings=buildings)).tasks}

    assert len(before - after) == 1


def test_results_may_come_in_any_order(town: CellSource) -> None:
    faces = make_faces(town)
    done = list(tessellate_faces(faces.tasks))

    forth, back = join_cells(faces, done), join_cells(faces, reversed(done))
    assert (shapely.equals_exact(forth.polygons, back.polygons)).all()


def test_a_face_that_was_not_done_is_missed(town: CellSource) -> None:
    faces = make_faces(town)

    with pytest.raises(KeyError):
        join_cells(faces, tessellate_faces(faces.tasks[1:]))
