from uuid import UUID

import pgtrigger
from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db.models import Q

from communities.territory.fields import (
    drawn_field,
    shape_constraints,
    shape_field,
    shape_indexes,
)
from communities.territory.models.editions import Edition
from communities.territory.models.places import County, Place
from gis_core.accounts.models import Level

# What a published edition contains stays as it is: nothing is added to it or taken from it, and
# a boundary of it may only be closed by a later edition, never redrawn.
_KEEP_PUBLISHED = """
    IF EXISTS (
        SELECT 1 FROM territory_edition e
        WHERE e.county_id = COALESCE(OLD.county_id, NEW.county_id) AND e.status <> 'prepared'
          AND COALESCE(e.number <@ OLD.editions, FALSE)
              <> COALESCE(e.number <@ NEW.editions, FALSE)
    ) THEN
        RAISE EXCEPTION 'a published boundary cannot be changed' USING ERRCODE = '23514';
    END IF;
    IF TG_OP = 'UPDATE' AND EXISTS (
        SELECT 1 FROM territory_edition e
        WHERE e.county_id = OLD.county_id AND e.number = lower(OLD.editions)
          AND e.status <> 'prepared'
    ) AND NOT (
        NEW.geom = OLD.geom AND NEW.place_id = OLD.place_id
        AND NEW.parent_id IS NOT DISTINCT FROM OLD.parent_id
        AND NEW.county_id = OLD.county_id AND lower(NEW.editions) = lower(OLD.editions)
    ) THEN
        RAISE EXCEPTION 'a published boundary cannot be changed' USING ERRCODE = '23514';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""

# Place, parent, level and county are four columns that must tell one story.
_HOLD_TOGETHER = """
    IF NOT EXISTS (
        SELECT 1 FROM territory_place p
        WHERE p.id = NEW.place_id AND p.level = NEW.level
          AND COALESCE(p.county_id, p.id) = NEW.county_id
    ) THEN
        RAISE EXCEPTION 'boundary and place disagree on level or county' USING ERRCODE = '23514';
    END IF;
    IF NEW.parent_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM territory_place p
        WHERE p.id = NEW.parent_id AND COALESCE(p.county_id, p.id) = NEW.county_id
          AND (p.level, NEW.level) IN
              (('county', 'subdistrict'), ('subdistrict', 'community'), ('community', 'grid'))
    ) THEN
        RAISE EXCEPTION 'the parent is not one level above' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""


class BoundaryQuerySet(models.QuerySet["Boundary"]):
    def of_edition(self, edition: Edition) -> "BoundaryQuerySet":
        """The boundaries as they stand in `edition`."""
        return self.filter(county_id=edition.county_id, editions__contains=edition.number)

    def in_force(self) -> "BoundaryQuerySet":
        """The boundaries of every county's edition in force."""
        return self.filter(
            county__editions__status=Edition.Status.IN_FORCE,
            editions__contains=models.F("county__editions__number"),
        )


class Boundary(models.Model):
    """One polygon of one place, valid from one edition (included) to another (excluded).

    `parent` is the place one level above in these editions: a grid may move to another
    community while both stay the places they are.
    """

    place = models.ForeignKey(Place, models.PROTECT, related_name="boundaries")
    parent = models.ForeignKey(Place, models.PROTECT, null=True, related_name="child_boundaries")
    county = models.ForeignKey(County, models.PROTECT, related_name="+")
    level = models.CharField(max_length=12, choices=Level.choices)
    editions = IntegerRangeField("版次范围")
    geom = shape_field()
    geom_3857 = drawn_field()

    objects = BoundaryQuerySet.as_manager()

    class Meta:
        verbose_name = "边界"
        verbose_name_plural = "边界"
        constraints = [
            *shape_constraints("boundary"),
            models.CheckConstraint(
                condition=Q(level="county", parent__isnull=True)
                | (~Q(level="county") & Q(parent__isnull=False)),
                name="boundary_has_a_parent",
            ),
            ExclusionConstraint(
                name="boundary_one_at_a_time",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    ("editions", RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            *shape_indexes("boundary"),
            models.Index(fields=["county", "level"], name="boundary_by_level"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="keep_published",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_KEEP_PUBLISHED,
            ),
            pgtrigger.Trigger(
                name="hold_together",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_HOLD_TOGETHER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.editions}"

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        from communities.territory.queries import places_under

        return Q(place__in=places_under(places))
