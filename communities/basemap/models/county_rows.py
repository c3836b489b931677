"""What every table of the base map shares: it belongs to a county, and knows where it lies."""

from uuid import UUID

from django.contrib.gis.db import models
from django.db.models import Exists, OuterRef, Q

from communities.territory.models import Boundary, County


class CountyRow(models.Model):
    """A row of one county's base map with a geometry `geom`."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")

    class Meta:
        abstract = True

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        """Rows within the places' boundaries in force. Cells never cut a building, so no row
        of the base map that is planned with lies astride."""
        boundaries = Boundary.objects.in_force().filter(place__in=places)
        return Q(Exists(boundaries.filter(geom__intersects=OuterRef("geom"))))
