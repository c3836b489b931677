from uuid import UUID

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from communities.territory.models import County, Edition, Place
from communities.territory.queries import places_under
from grids.staffing.capacities import Part
from grids.staffing.models.units import Unit

_HOLD_TOGETHER = """
    IF NOT EXISTS (
        SELECT 1 FROM territory_place p, staffing_unit u, territory_edition e
        WHERE p.id = NEW.grid_id AND p.level = 'grid' AND p.county_id = NEW.county_id
          AND u.id = NEW.unit_id AND u.county_id = NEW.county_id
          AND e.id = NEW.edition_id AND e.county_id = NEW.county_id
    ) THEN
        RAISE EXCEPTION 'coverage, grid, unit and edition disagree' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""


@pghistory.track()
class Coverage(models.Model):
    """One unit that covers one grid, in the lead or in support, from one day to another.

    `edition` is the one the grid had when it was agreed. What never came to be keeps its row,
    with an empty period.
    """

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="coverage")
    grid = models.ForeignKey(Place, models.PROTECT, related_name="coverage")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name="版次")
    part = models.CharField("方式", max_length=7, choices=Part.choices)
    document = models.CharField("文号", max_length=80, blank=True)
    valid = DateRangeField("包抓期间")
    end_reason = models.CharField("结束原因", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = "包抓"
        verbose_name_plural = "包抓"
        ordering = ["grid", "part", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(part__in=Part.values), name="coverage_known_part"),
            models.CheckConstraint(
                condition=Q(valid__isempty=True) | Q(valid__lower_inf=False),
                name="coverage_has_a_first_day",
            ),
            ExclusionConstraint(
                name="coverage_one_lead_per_grid",
                expressions=[("grid", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=Q(part=Part.LEAD),
            ),
            ExclusionConstraint(
                name="coverage_once_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("grid", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["county", "grid"], name="coverage_by_grid")]
        triggers = [
            pgtrigger.Protect(name="coverage_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="coverage_holds_together",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_HOLD_TOGETHER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_part_display()}"

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        return Q(grid__in=places_under(places))
