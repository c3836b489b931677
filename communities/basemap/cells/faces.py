"""Street faces, each with the buildings that stand in it: the units of work of the tessellation."""

from dataclasses import dataclass, replace

import numpy as np
import shapely

from communities.basemap.cells.along import name_barriers
from communities.basemap.cells.arrangement import Pieces, arrange_pieces
from communities.basemap.cells.astride import settle_buildings
from communities.basemap.cells.clusters import Clusters, cluster_buildings
from communities.basemap.cells.connectivity import connect_alike, group_rows
from communities.basemap.cells.findings import Finding, found
from communities.basemap.cells.islands import reattach_islands
from communities.basemap.cells.rules import CellRules, Geometries, Ints
from communities.basemap.cells.segments import Edges, SharedEdges
from communities.basemap.cells.source import CellSource, admit_source, geometries
from communities.basemap.cells.streets import polygonise_streets
from communities.basemap.cells.strips import OPENNESS, Ground, Regions, absorb_strips
from communities.basemap.cells.tessellation import FaceTask, make_task

Named = tuple[Ints, Geometries]
"""Rows of edges and the barrier class of each."""


@dataclass(frozen=True)
class Faces:
    """Every face of every area as a task, and what is needed to join the results.

    `area` is the row of the area of each task; `parts` the building rows on each of its
    footprints, in the order of the task's footprints; `source` what was admitted; `border` and
    `border_class` the edges between faces and the barrier class ("" for none) of each.
    """

    tasks: list[FaceTask]
    area: Ints
    parts: list[list[Ints]]
    border: Edges
    border_class: Geometries
    source: CellSource
    findings: list[Finding]


def make_faces(source: CellSource, rules: CellRules | None = None) -> Faces:
    """Polygonise, settle every building in one face, absorb strips.

    Raises CellInputError where the source cannot be used; single bad buildings and barriers are
    refused and named in the findings.
    """
    rules = rules or CellRules()
    admitted, told = admit_source(source)
    admitted, outside = _leave_outside(admitted)
    streets = polygonise_streets(admitted, rules)
    pieces = arrange_pieces(streets, admitted.buildings, rules)
    clusters = cluster_buildings(pieces, admitted.building_ids)
    settled = settle_buildings(pieces, clusters, streets.area, admitted.building_ids)
    regions = _group(pieces.shared, settled.street, streets.area)
    origin = np.where(pieces.street >= 0, streets.part[pieces.street], -1)
    built = clusters.part >= 0
    regions, cut_off = reattach_islands(regions, origin, built, pieces.polygons, pieces.shared)
    named = _name_borders(pieces.shared, regions.face, admitted, rules)
    regions, absorbed = _absorb(regions, pieces, clusters, named, rules)
    tasks, area, parts = _make_tasks(pieces, clusters, regions, rules)
    told += outside + streets.findings + clusters.findings + settled.findings + cut_off + absorbed
    border = pieces.shared.edges.pick(named[0])
    return Faces(tasks, area, parts, border, named[1], admitted, told)


def _absorb(
    regions: Regions, pieces: Pieces, clusters: Clusters, named: Named, rules: CellRules
) -> tuple[Regions, list[Finding]]:
    """Strips absorbed, rather across a lesser barrier than a greater one."""
    openness = np.ones(len(pieces.shared.edges))
    openness[named[0]] = [OPENNESS.get(name, 1.0) for name in named[1]]
    ground = Ground(pieces.polygons, clusters.part >= 0, pieces.shared, openness)
    return absorb_strips(regions, ground, rules)


def _leave_outside(source: CellSource) -> tuple[CellSource, list[Finding]]:
    """Buildings that touch no area need not be worked with."""
    whole = shapely.union_all(source.areas)
    shapely.prepare(whole)
    near = shapely.intersects(whole, source.buildings)
    findings = [
        found("outside_areas", buildings=[source.building_ids[row]])
        for row in np.flatnonzero(~near)
    ]
    kept = replace(
        source,
        buildings=source.buildings[near],
        building_ids=source.building_ids[near],
        compounds=source.compounds[near],
    )
    return kept, findings


def _group(shared: SharedEdges, street: Ints, street_area: Ints) -> Regions:
    """Connected pieces of one street face; pieces outside every face are -1."""
    component = connect_alike(shared, street)
    inside = street >= 0
    names, first, number = np.unique(component[inside], return_index=True, return_inverse=True)
    face = np.full(len(street), -1, dtype=np.int64)
    face[inside] = number.reshape(-1)
    return Regions(face, street_area[street[inside][first]] if len(names) else names)


def _name_borders(shared: SharedEdges, face: Ints, source: CellSource, rules: CellRules) -> Named:
    """Rows of the edges between different faces, and the barrier class of each."""
    outer = shared.second < 0
    differs = face[shared.first] != np.where(outer, -1, face[shared.second])
    rows = np.flatnonzero(differs)
    names = name_barriers(
        shared.edges.pick(rows), source.barriers, source.barrier_classes, rules.along
    )
    return rows, names


def _make_tasks(
    pieces: Pieces, clusters: Clusters, regions: Regions, rules: CellRules
) -> tuple[list[FaceTask], Ints, list[list[Ints]]]:
    """One task for each face that lies in an area."""
    rows = np.flatnonzero((regions.face >= 0) & (regions.area[regions.face] >= 0))
    buildings = dict(group_rows(clusters.home, np.flatnonzero(clusters.home >= 0)))
    tasks, faces, parts = [], [], []
    for face, members in group_rows(regions.face, rows):
        task, own = _make_task(pieces, clusters, members, rules)
        tasks.append(task)
        faces.append(face)
        parts.append([buildings.get(part, np.empty(0, dtype=np.int64)) for part in own])
    return tasks, regions.area[np.array(faces, dtype=np.int64)], parts


def _make_task(
    pieces: Pieces, clusters: Clusters, members: Ints, rules: CellRules
) -> tuple[FaceTask, list[int]]:
    """The task of one face, and the part on each of its footprints."""
    part = clusters.part[members]
    ground = shapely.get_parts(shapely.coverage_union_all(pieces.polygons[members[part < 0]]))
    built = members[part >= 0]
    names, footprints = [], []
    for name, group in group_rows(clusters.part, built):
        names.append(name)
        footprints.append(shapely.coverage_union_all(pieces.polygons[group]))
    task, sequence = make_task(
        ground, geometries(footprints), clusters.cluster[np.array(names, dtype=np.int64)], rules
    )
    return task, [names[row] for row in sequence]
