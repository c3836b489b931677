"""Places and their boundaries, into the county's edition in preparation.

An import draws the state found when a county begins. Once an edition is in force boundaries
change by approved proposals alone, and an import of them is refused.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils import timezone

from communities.territory.models import Boundary, County, Edition, Place
from communities.territory.services import (
    create_default_rule_set,
    create_place,
    prepare_edition,
    redesignate_place,
)
from gis_core.accounts.models import Level
from gis_core.files.faults import FileFault, FileRefused
from layers.importing.codes import (
    FIRST_PROVISIONAL,
    is_of_village,
    next_code,
)
from layers.importing.place_rows import Row, reading_order
from layers.importing.report import Changes, Report

ABOVE = {
    Level.SUBDISTRICT: Level.COUNTY,
    Level.COMMUNITY: Level.SUBDISTRICT,
    Level.GRID: Level.COMMUNITY,
}
BELOW = {above: level for level, above in ABOVE.items()}

IN_FORCE = (
    "本县已有现行版次（第 {number} 版），边界不能再由文件导入。"
    "请在方案中修改边界，经审批后形成新版次。"
)
NO_PARENT = "找不到所属的{label}。请填写上级代码，或先导入{label}边界"


class PlaceLoader:
    """Writes the places of one level, in the caller's transaction."""

    def __init__(self, level: Level, county: County, report: Report) -> None:
        self._level, self._county, self._report = level, county, report
        self._edition = edition_to_draw(county)
        self._places = {
            place.code: place
            for place in Place.objects.filter(level=level, county=county, abolished=False)
        }
        if level == Level.COUNTY:
            self._places = {county.code: county}
        self._taken = set(
            Place.objects.filter(level=level, county=county).values_list("code", flat=True)
        )
        self._parents = list(self._boundaries(ABOVE[level])) if level in ABOVE else []

    def load(self, rows: list[Row], *, remove_missing: bool) -> Changes:
        """Create or update the places of `rows` and draw their boundaries."""
        sound = [row for row in self._distinct(rows) if self._find_parent(row)]
        self._number(sound)
        changes, kept = Changes(), set()
        for row in sound:
            place, outcome = self._write(row)
            kept.add(place.pk)
            setattr(changes, outcome, getattr(changes, outcome) + 1)
        missing = self._boundaries(self._level).exclude(place__in=kept)
        changes.absent = missing.count()
        if remove_missing:
            changes.removed, changes.absent = _remove(missing, self._edition), 0
        self._report.loaded -= len(rows) - len(sound)
        self._note_codes(sound)
        self._report.done.append(f"写入第 {self._edition.number} 版（准备中）")
        return changes

    def _boundaries(self, level: Level) -> "QuerySet[Boundary]":
        drawn = Boundary.objects.of_edition(self._edition).filter(level=level)
        return drawn.select_related("place")

    def _distinct(self, rows: list[Row]) -> Iterator[Row]:
        """Refuse a second row of one code, and of one name where there is no code."""
        seen: set[str] = set()
        for row in rows:
            key = row.code or f"{row.parent_word}/{row.name}"
            if key in seen:
                self._refuse(row, f"“{key}”与前面的行重复。一个单位的多个部分请合并为一个多部件面")
                continue
            seen.add(key)
            yield row

    def _find_parent(self, row: Row) -> bool:
        if self._level == Level.COUNTY:
            return True
        if self._level == Level.SUBDISTRICT:
            row.parent = self._county
            return True
        row.parent = self._by_word(row) or self._by_place(row)
        if row.parent is None:
            self._refuse(row, NO_PARENT.format(label=ABOVE[self._level].label))
        elif row.code and not row.code.startswith(row.parent.code):
            self._report.warnings.append(
                f"{row.name} 的代码 {row.code} 与所属{ABOVE[self._level].label} {row.parent} "
                f"的代码 {row.parent.code} 不一致，按所属关系载入。"
            )
        return row.parent is not None

    def _by_word(self, row: Row) -> Place | None:
        length = 9 if self._level == Level.COMMUNITY else 12
        for boundary in self._parents:
            place = boundary.place
            if row.parent_word in {place.code, place.name} or place.code == row.code[:length]:
                return place
        return None

    def _by_place(self, row: Row) -> Place | None:
        """The place above that holds most of the area, if it holds half."""
        shapes = [shapely.from_wkb(bytes(one.geom.wkb)) for one in self._parents]
        shared = [shapely.area(shapely.intersection(shape, row.shape)) for shape in shapes]
        if not shared or max(shared) < 0.5 * row.shape.area:
            return None
        return self._parents[int(np.argmax(shared))].place

    def _number(self, rows: list[Row]) -> None:
        """Give codes to rows without one, west to east within bands from north to south."""
        self._taken |= {row.code for row in rows if row.code}
        for row in sorted((row for row in rows if not row.code), key=reading_order):
            known = self._named_like(row)
            if known is not None:
                row.code = known.code
                row.provisional = known.code_status == Place.CodeStatus.PROVISIONAL
                continue
            assert row.parent is not None  # noqa: S101  # rows without one were refused
            first = 1 if self._level == Level.GRID else FIRST_PROVISIONAL
            row.code = next_code(row.parent.code, self._taken, first)
            row.provisional = True
            self._taken.add(row.code)

    def _named_like(self, row: Row) -> Place | None:
        prefix = row.parent.code if row.parent else ""
        same = [
            place
            for place in self._places.values()
            if place.name == row.name and place.code.startswith(prefix)
        ]
        return same[0] if len(same) == 1 else None

    def _write(self, row: Row) -> tuple[Place, str]:
        place, outcome = self._places.get(row.code), "unchanged"
        if place is None:
            place, outcome = self._create(row), "new"
        elif (place.name, place.name_en) != (row.name, row.name_en or place.name_en):
            place, outcome = self._rename(place, row), "changed"
        if self._draw(place, row) and outcome == "unchanged":
            outcome = "changed"
        return place, outcome

    def _create(self, row: Row) -> Place:
        place: Place = create_place(
            level=self._level,
            county=self._county,
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            provisional=row.provisional,
        )
        return place

    def _rename(self, place: Place, row: Row) -> Place:
        return redesignate_place(
            place=place,
            code=place.code,
            name=row.name,
            name_en=row.name_en or place.name_en,
            since=timezone.localdate(),
        )

    def _draw(self, place: Place, row: Row) -> bool:
        """Draw or redraw the boundary; whether anything changed."""
        geom = GEOSGeometry(memoryview(shapely.to_wkb(row.shape)), srid=4490)
        drawn = Boundary.objects.of_edition(self._edition).filter(place=place).first()
        if drawn is None:
            Boundary.objects.create(
                place_id=place.pk,
                parent_id=row.parent.pk if row.parent else None,
                county=self._county,
                level=self._level,
                editions=(self._edition.number, None),
                geom=geom,
            )
            return True
        if drawn.geom.equals_exact(geom) and drawn.parent_id == (row.parent and row.parent.pk):
            return False
        drawn.geom, drawn.parent_id = geom, row.parent.pk if row.parent else None
        drawn.save()
        return True

    def _refuse(self, row: Row, reason: str) -> None:
        self._report.refuse(row.number, reason)
        self._report.faults["place"] += 1

    def _note_codes(self, rows: list[Row]) -> None:
        given = [row for row in rows if row.provisional]
        if given:
            listed = "、".join(f"{row.name} {row.code}" for row in given[:5])
            self._report.notes[f"没有代码，给了临时代码：{listed}"] = len(given)
        village = [row.name for row in rows if is_of_village(row.code)]
        if village:
            self._report.warnings.append(
                f"{len(village)} 个社区的代码在村委会号段（200 起）：{'、'.join(village[:5])}。"
                "村改居后常见，请核对。"
            )


def edition_to_draw(county: County) -> Edition:
    """The county's first edition, in preparation. Raises FileRefused when one is in force."""
    current = Edition.objects.filter(county=county, status=Edition.Status.IN_FORCE).first()
    if current is not None:
        raise FileRefused(FileFault.REQUEST, IN_FORCE.format(number=current.number))
    return prepare_edition(county=county, note="导入的现状")


def create_county(code: str, name: str, name_en: str = "") -> County:
    """A new county with its first rule set, the defaults."""
    county: County = create_place(
        level=Level.COUNTY, county=None, code=code, name=name, name_en=name_en
    )
    create_default_rule_set(county=county)
    return county


def _remove(missing: "Iterable[Boundary]", edition: Edition) -> int:
    """Delete prepared boundaries and what hangs below them; places nobody else knows go too."""
    removed = 0
    for boundary in missing:
        below = Boundary.objects.of_edition(edition).filter(parent=boundary.place)
        _remove(below, edition)
        place = boundary.place
        boundary.delete()
        removed += 1
        try:
            with transaction.atomic():
                place.designations.all().delete()
                place.delete()
        except ProtectedError:
            Place.objects.filter(pk=place.pk).update(abolished=True)
    return removed
