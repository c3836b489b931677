"""Household counts from tables: by building, or by small area and spread over its buildings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray

from communities.basemap.counts.estimate import guess_floors, residential_area
from communities.basemap.counts.spread import spread
from communities.basemap.models import Building, CountSource
from communities.territory.models import Boundary, County, Edition
from gis_core.accounts.models import Level
from layers.importing.frame import Frame
from layers.importing.report import Changes, Report

COUNT_FIELDS = ("dwellings", "households_registered", "households_resident", "population")

NO_BUILDING = "库中没有源编号为“{ref}”的建筑"
NO_COUNT = "没有任何一项户数或人口"
NO_AREA = "找不到代码或名称为“{word}”的社区或网格"
TOO_FEW = "“{word}”的数少于其中逐栋调查的合计，请核对"
NO_HOMES = "“{word}”范围内没有可分摊的住宅建筑"


@dataclass
class _Buildings:
    """The county's buildings as arrays (n,), in the order of their keys; `counts` is (n, 4)."""

    key: NDArray[np.int64]
    reference: NDArray[np.object_]
    weight: NDArray[np.float64]
    surveyed: NDArray[np.bool_]
    counts: NDArray[np.int64]
    point: NDArray[np.object_]


class BuildingCounts:
    """Counts of single buildings, found by source number."""

    def __init__(self, county: County, report: Report) -> None:
        self._report = report
        rows = Building.objects.filter(county=county).exclude(source_ref="")
        self._keys = dict(rows.values_list("source_ref", "pk"))
        self._seen: set[str] = set()

    def load(self, frames: Iterable[Frame]) -> Changes:
        """Write the counts; they replace whatever was there."""
        updates = [update for frame in frames for update in self._updates(frame)]
        changed = write_counts(updates, CountSource.BUILDING)
        return Changes(changed=changed, unchanged=len(updates) - changed)

    def _updates(self, frame: Frame) -> Iterator[tuple[int, list[int | None]]]:
        references = frame.array("source_ref", "")
        for at, counts in _counts(frame, self._report):
            reference = str(references[at])
            if reference not in self._keys:
                _refuse(frame, at, NO_BUILDING.format(ref=reference), self._report)
            elif reference in self._seen:
                _refuse(frame, at, f"源编号“{reference}”与前面的行重复", self._report)
            else:
                self._seen.add(reference)
                yield self._keys[reference], counts


class AreaCounts:
    """Counts of small areas: polygons of the file, or communities and grids by code or name."""

    def __init__(self, county: County, report: Report) -> None:
        self._report = report
        self._buildings = _buildings_of(county)
        self._tree = shapely.STRtree(self._buildings.point)
        self._places = dict(_places_of(county))
        self._taken = np.zeros(len(self._buildings.key), dtype=bool)

    def load(self, frames: Iterable[Frame]) -> Changes:
        """Spread every area's counts; buildings surveyed one by one keep theirs."""
        updates: list[tuple[int, list[int | None]]] = []
        for frame in frames:
            shapes = shapely.from_wkb(frame.batch.column("geom").to_numpy(False))
            words = frame.array("code", ""), frame.array("name", "")
            for at, counts in _counts(frame, self._report):
                word = str(words[0][at] or words[1][at])
                updates += self._spread(frame, at, self._shape(shapes[at], word), counts)
        changed = write_counts(updates, CountSource.SMALL_AREA)
        return Changes(changed=changed, unchanged=len(updates) - changed)

    def _shape(self, shape: shapely.Geometry | None, word: str) -> shapely.Geometry | None:
        return shape if shape is not None else self._places.get(word)

    def _spread(
        self, frame: Frame, at: int, shape: shapely.Geometry | None, counts: list[int | None]
    ) -> list[tuple[int, list[int | None]]]:
        word = str(frame.array("name", "")[at] or frame.array("code", "")[at] or f"第 {at + 1} 行")
        if shape is None:
            _refuse(frame, at, NO_AREA.format(word=word), self._report)
            return []
        inside = np.sort(self._tree.query(shape, predicate="contains"))
        inside = inside[~self._taken[inside]]
        self._taken[inside] = True
        surveyed = self._buildings.surveyed[inside]
        rest = self._rest(counts, inside[surveyed])
        homes = inside[~surveyed & (self._buildings.weight[inside] > 0)]
        if any(count is not None and count < 0 for count in rest):
            _refuse(frame, at, TOO_FEW.format(word=word), self._report)
            return []
        if not len(homes):
            _refuse(frame, at, NO_HOMES.format(word=word), self._report)
            return []
        return self._shares(homes, rest)

    def _rest(self, counts: list[int | None], surveyed: NDArray[np.int64]) -> list[int | None]:
        """What is left of an area's counts after its buildings surveyed one by one."""
        known = self._buildings.counts[surveyed].sum(axis=0)
        return [
            None if count is None else count - int(done)
            for count, done in zip(counts, known, strict=True)
        ]

    def _shares(
        self, homes: NDArray[np.int64], counts: list[int | None]
    ) -> list[tuple[int, list[int | None]]]:
        weight = self._buildings.weight[homes]
        shares = [None if count is None else spread(count, weight).tolist() for count in counts]
        return [
            (int(self._buildings.key[home]), [share[row] if share else None for share in shares])
            for row, home in enumerate(homes)
        ]


def write_counts(updates: list[tuple[int, list[int | None]]], source: CountSource) -> int:
    """Write counts of buildings by key; counts that are None stay; how many rows changed."""
    if not updates:
        return 0
    keys = [key for key, _ in updates]
    columns = [[counts[at] for _, counts in updates] for at in range(len(COUNT_FIELDS))]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [source.value, keys, *columns, source.value])
        return int(cursor.rowcount)


_UPDATE = """
    UPDATE basemap_building b SET
        dwellings = COALESCE(n.dwellings, b.dwellings),
        households_registered = n.registered, households_resident = n.resident,
        population = n.population, count_source = %s
    FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::int[], %s::int[])
        AS n (id, dwellings, registered, resident, population)
    WHERE b.id = n.id AND (
        b.households_registered, b.households_resident, b.population, b.count_source,
        b.dwellings
    ) IS DISTINCT FROM (
        n.registered, n.resident, n.population, %s, COALESCE(n.dwellings, b.dwellings)
    )
"""


def _counts(frame: Frame, report: Report) -> Iterator[tuple[int, list[int | None]]]:
    """Position and counts of every sound row; a row without any count is refused."""
    columns = [frame.array(name) for name in COUNT_FIELDS]
    for at in np.flatnonzero(frame.kept()):
        counts = [None if column[at] is None else int(column[at]) for column in columns]
        if any(count is not None for count in counts):
            yield int(at), counts
        else:
            _refuse(frame, int(at), NO_COUNT, report)


def _refuse(frame: Frame, at: int, reason: str, report: Report) -> None:
    report.refuse(int(frame.number[at]), reason)
    report.faults["count"] += 1
    report.loaded -= 1


def _buildings_of(county: County) -> _Buildings:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, source_ref, use, floors, count_source, "
            "ST_Area(geom::geography), ST_AsBinary(ST_PointOnSurface(geom)), "
            "ARRAY[dwellings, households_registered, households_resident, population] "
            "FROM basemap_building WHERE county_id = %s ORDER BY id",
            [county.pk],
        )
        rows = cursor.fetchall()
    key, reference, use, floors, source, area, point, counts = (
        zip(*rows, strict=True) if rows else ([],) * 8
    )
    footprint, uses = np.array(area, dtype=float), np.array(use, dtype=object)
    known = np.array([np.nan if f is None else float(f) for f in floors], dtype=float)
    storeys = np.where(np.isnan(known), guess_floors(footprint, uses), known)
    return _Buildings(
        np.array(key, dtype=np.int64),
        np.array(reference, dtype=object),
        residential_area(footprint, storeys, uses),
        np.array(source, dtype=object) == CountSource.BUILDING.value,
        np.array([[one or 0 for one in row] for row in counts], dtype=np.int64).reshape(-1, 4),
        shapely.from_wkb(np.array([bytes(one) for one in point], dtype=object)),
    )


def _places_of(county: County) -> Iterator[tuple[str, shapely.Geometry]]:
    """Communities and grids of the newest edition, by code and by name where it is unique."""
    edition = Edition.objects.filter(county=county).order_by("-number").first()
    if edition is None:
        return
    drawn = Boundary.objects.of_edition(edition).filter(level__in=[Level.COMMUNITY, Level.GRID])
    rows = list(drawn.select_related("place"))
    names = [row.place.name for row in rows]
    for row in rows:
        shape = shapely.from_wkb(bytes(row.geom.wkb))
        yield row.place.code, shape
        if names.count(row.place.name) == 1:
            yield row.place.name, shape
