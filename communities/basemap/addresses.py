"""Buildings by what they are called: their compound, their name, their address."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.gis.db.models.functions import PointOnSurface
from django.db.models import Q, QuerySet

from communities.basemap.models import Building
from communities.territory.models import Place

FIELDS = ("name", "address", "compound__name")


def located(county: Place) -> "QuerySet[Any]":
    """The county's buildings with their compounds, and as `inside` a point each stands on."""
    rows = Building.objects.filter(county=county.pk).select_related("compound")
    rows = rows.defer("geom", "geom_3857", "compound__geom")
    return rows.annotate(inside=PointOnSurface("geom"))


def called(county: Place, words: Iterable[str]) -> "QuerySet[Any]":
    """Those whose compound, name and address together have every word."""
    rows = located(county)
    for word in words:
        rows = rows.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in FIELDS)))
    return rows


def told(building: Building) -> str:
    """Compound, name and address, each unless another of them says it."""
    compound = building.compound.name if building.compound else ""
    known = [one for one in dict.fromkeys([compound, building.name, building.address]) if one]
    return " · ".join(one for one in known if not any(one in o for o in known if o != one))
