"""Grids: which cells make one, and the figures of every unit of an edition."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from communities.basemap.models import Cell
from communities.territory.models import Boundary, Edition, Grid, RuleSet
from communities.territory.queries import places_under


class GridCell(models.Model):
    """One cell of one grid in one edition: the grid's boundary is the union of its cells."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="grid_cells")
    cell = models.ForeignKey(Cell, models.CASCADE, related_name="grid_cells")
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="grid_cells")

    class Meta:
        verbose_name = "网格单元"
        verbose_name_plural = "网格单元"
        constraints = [
            models.UniqueConstraint(fields=["edition", "cell"], name="grid_cell_once_per_edition")
        ]
        indexes = [models.Index(fields=["grid", "edition"], name="grid_cell_by_grid")]

    def __str__(self) -> str:
        return f"{self.grid_id}/{self.cell_id}"


class UnitFigures(models.Model):
    """The figures of one community or grid, with the rule set they were judged by.

    Lengths in metres, areas in square metres, in the county's Gauss-Krueger zone; shares
    between 0 and 1, null where they say nothing (no border inside, no households).
    """

    boundary = models.OneToOneField(
        Boundary, models.CASCADE, primary_key=True, related_name="figures"
    )
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="+")
    computed_at = models.DateTimeField("计算时间", auto_now=True)
    buildings = models.PositiveIntegerField("建筑数")
    dwellings = models.PositiveIntegerField("住宅套数")
    households = models.PositiveIntegerField("户数")
    estimated_households = models.PositiveIntegerField("其中估算户数")
    population = models.PositiveIntegerField("常住人口")
    area_m2 = models.FloatField("面积")
    deviation = models.IntegerField("偏离户数", help_text="低于下限为负，高于上限为正，合规为 0")
    pieces = models.PositiveSmallIntegerField("块数")
    compactness = models.FloatField("紧凑度", null=True)
    barrier_share = models.FloatField("沿线边界占比", null=True)
    compounds_split = models.PositiveSmallIntegerField("切分小区数")
    served_share = models.FloatField("服务半径内户数占比", null=True)
    mean_floors = models.FloatField("平均层数", null=True)

    class Meta:
        verbose_name = "单位指标"
        verbose_name_plural = "单位指标"

    def __str__(self) -> str:
        return f"{self.boundary}: {self.households} 户"

    @property
    def density(self) -> float:
        """Residents per square kilometre."""
        return self.population / self.area_m2 * 1e6 if self.area_m2 else 0.0

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(boundary__county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        return Q(boundary__place__in=places_under(places))
