from uuid import UUID

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from communities.territory.models import County, Edition, Place
from communities.territory.queries import places_under
from gis_core.accounts.models import Level
from grids.staffing.capacities import Capacity
from grids.staffing.models.people import Person

# Place, level, county, edition and person are columns that must tell one story.
_HOLD_TOGETHER = """
    IF NOT EXISTS (
        SELECT 1 FROM territory_place p, staffing_person s, territory_edition e
        WHERE p.id = NEW.place_id AND p.level = NEW.level AND p.county_id = NEW.county_id
          AND s.id = NEW.person_id AND s.county_id = NEW.county_id
          AND e.id = NEW.edition_id AND e.county_id = NEW.county_id
    ) THEN
        RAISE EXCEPTION 'posting, place, person and edition disagree' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""


@pghistory.track()
class Posting(models.Model):
    """One person at one grid or community in one capacity, from one day to another.

    `edition` is the one the place had when the posting was made. A posting that never came to
    be keeps its row, with an empty period.
    """

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    person = models.ForeignKey(Person, models.PROTECT, related_name="postings")
    place = models.ForeignKey(Place, models.PROTECT, related_name="postings")
    level = models.CharField("层级", max_length=12, choices=Level.choices)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name="版次")
    capacity = models.CharField("身份", max_length=15, choices=Capacity.choices)
    document = models.CharField("文号", max_length=80, blank=True)
    valid = DateRangeField("任职期间")
    end_reason = models.CharField("结束原因", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = ["place", "capacity", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values), name="posting_known_capacity"
            ),
            models.CheckConstraint(
                condition=Q(level=Level.GRID)
                | (Q(level=Level.COMMUNITY) & ~Q(capacity=Capacity.FULL_TIME)),
                name="posting_full_time_at_a_grid",
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=True) | Q(valid__lower_inf=False),
                name="posting_has_a_first_day",
            ),
            ExclusionConstraint(
                name="posting_one_full_time_per_grid",
                expressions=[("place", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=Q(capacity=Capacity.FULL_TIME),
            ),
            ExclusionConstraint(
                name="posting_one_full_time_per_person",
                expressions=[("person", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=Q(capacity=Capacity.FULL_TIME),
            ),
            ExclusionConstraint(
                name="posting_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    ("capacity", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["county", "place"], name="posting_by_place")]
        triggers = [
            pgtrigger.Protect(name="postings_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="posting_holds_together",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_HOLD_TOGETHER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_capacity_display()} {self.person}"

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        return Q(place__in=places_under(places))
