"""The register of a county: every code with the place it names and its days, and the lineage."""

from collections.abc import Collection
from typing import Any

from communities.territory.models import Boundary, County, Designation, Place
from grids.publication.models import Lineage

PLACES = (
    "place", "level", "code", "code_status", "name", "name_en", "valid_from", "valid_until",
    "first_edition", "last_edition", "parent_code", "parent_name", "abolished",
)  # fmt: skip
LINEAGE = (
    "edition", "in_force_from", "level", "kind", "before", "code_before", "name_before", "after",
    "code_after", "name_after", "households", "households_share_before",
    "households_share_after", "area_share_before", "area_share_after", "decided_by",
)  # fmt: skip


def places_register(county: County) -> list[dict[str, Any]]:
    """Every name and code of every place of a county, with its days; `valid_until` is the first
    day it no longer holds, null while it does. A provisional code is never called official."""
    rows = Designation.objects.filter(
        place__in=Place.objects.filter(Place.in_counties(_of(county)))
    )
    spans = _spans(county)
    found = rows.select_related("place").order_by("place__level", "code", "valid")
    return [{**_designation(row), **spans.get(row.place_id, _NOWHERE)} for row in found]


def _of(county: County) -> frozenset[Any]:
    return frozenset([county.pk])


def _designation(row: Designation) -> dict[str, Any]:
    return {
        "place": str(row.place_id),
        "level": row.place.level,
        "code": row.code,
        "code_status": row.code_status,
        "name": row.name,
        "name_en": row.name_en,
        "valid_from": row.valid.lower and row.valid.lower.isoformat(),
        "valid_until": row.valid.upper and row.valid.upper.isoformat(),
        "abolished": row.place.abolished,
    }


_NOWHERE: dict[str, Any] = dict.fromkeys(
    ("first_edition", "last_edition", "parent_code", "parent_name")
)


def _spans(county: County) -> dict[Any, dict[str, Any]]:
    """By place, the editions it has boundaries in, and what it lies in by the last of them."""
    found: dict[Any, dict[str, Any]] = {}
    rows = Boundary.objects.filter(county=county).select_related("parent").order_by("editions")
    for row in rows.defer("geom", "geom_3857"):
        first = found.get(row.place_id, {}).get("first_edition", row.editions.lower)
        found[row.place_id] = {
            "first_edition": first,
            "last_edition": None if row.editions.upper is None else row.editions.upper - 1,
            "parent_code": row.parent.code if row.parent else None,
            "parent_name": row.parent.name if row.parent else None,
        }
    return found


def lineage_register(county: County, counted: Collection[int]) -> list[dict[str, Any]]:
    """What became of every place, edition by edition; households only in the rows `counted`."""
    rows = Lineage.objects.filter(edition__county=county).select_related("edition", "publication")
    found = rows.order_by("edition__number", "level", "pk")
    return [_lineage(row, counted=row.pk in counted) for row in found]


def _lineage(row: Lineage, *, counted: bool) -> dict[str, Any]:
    day = row.edition.in_force_from
    return {
        "edition": row.edition.number,
        "in_force_from": day and day.isoformat(),
        "level": row.level,
        "kind": row.kind,
        "before": row.before_id and str(row.before_id),
        "code_before": row.code_before,
        "name_before": row.name_before,
        "after": row.after_id and str(row.after_id),
        "code_after": row.code_after,
        "name_after": row.name_after,
        "households": row.households if counted else None,
        "households_share_before": row.households_share_before if counted else None,
        "households_share_after": row.households_share_after if counted else None,
        "area_share_before": row.area_share_before,
        "area_share_after": row.area_share_after,
        "decided_by": row.edition.note,
    }
