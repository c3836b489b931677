"""Cells: the atoms of planning, built once for an edition and a state of the base map."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q

from communities.basemap.models.barriers import BarrierClass
from communities.basemap.models.buildings import Building, Compound
from communities.basemap.models.county_rows import CountyRow
from communities.territory.fields import (
    drawn_field,
    shape_constraints,
    shape_field,
    shape_indexes,
)
from communities.territory.models import Community, County, Edition


class CellSet(models.Model):
    """One complete tiling of a county's communities by cells.

    A set is built whole and never changed; the newest one is planned with. `findings` says
    what the builder met: overlapping footprints, buildings astride a boundary, dangling roads.
    """

    county = models.ForeignKey(County, models.PROTECT, related_name="cell_sets")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="cell_sets")
    map_revision = models.PositiveBigIntegerField("底图修订号")
    findings = models.JSONField("发现", default=dict)
    built_at = models.DateTimeField("生成时间", auto_now_add=True)

    class Meta:
        verbose_name = "单元集"
        verbose_name_plural = "单元集"
        ordering = ["-built_at"]

    def __str__(self) -> str:
        return f"{self.county} {self.built_at:%Y-%m-%d %H:%M}"


class FaceResult(models.Model):
    """The cells of one street face, kept so that a killed or repeated job need not redo it.

    The key is a hash of everything the face was made of: equal contents, equal cells.
    """

    key = models.CharField(primary_key=True, max_length=64)
    county = models.ForeignKey(County, models.CASCADE, related_name="+")
    polygons = models.BinaryField("面")
    cell = ArrayField(models.IntegerField(), verbose_name="建筑所在单元")
    split = ArrayField(models.BigIntegerField(), verbose_name="外缘节点")
    fallback = models.BooleanField("整块作为一个单元")

    class Meta:
        verbose_name = "地块结果"
        verbose_name_plural = "地块结果"

    def __str__(self) -> str:
        return self.key


class Cell(CountyRow):
    """A building with the ground around it, or a piece of open ground; never cut.

    Counts are the sums over its buildings at the time the set was built.
    """

    cell_set = models.ForeignKey(CellSet, models.CASCADE, related_name="cells")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    compound = models.ForeignKey(Compound, models.SET_NULL, null=True, related_name="+")
    number = models.PositiveIntegerField("序号")
    area_m2 = models.FloatField("面积（平方米）")
    perimeter_m = models.FloatField("周长（米）")
    outer_m = models.FloatField("外缘长度（米）")
    east_m = models.FloatField("横坐标")
    north_m = models.FloatField("纵坐标")
    dwellings = models.PositiveIntegerField("住宅套数", default=0)
    households_registered = models.PositiveIntegerField("户籍户数", default=0)
    households_resident = models.PositiveIntegerField("常住户数", default=0)
    population = models.PositiveIntegerField("常住人口", default=0)
    estimated_households = models.PositiveIntegerField("其中估算户数", default=0)
    buildings = models.ManyToManyField(Building, through="CellBuilding", related_name="cells")
    geom = shape_field(models.PolygonField)
    geom_3857 = drawn_field(models.PolygonField)

    class Meta:
        verbose_name = "单元"
        verbose_name_plural = "单元"
        constraints = [
            *shape_constraints("cell"),
            models.UniqueConstraint(fields=["cell_set", "number"], name="cell_number_unique"),
        ]
        indexes = [
            *shape_indexes("cell"),
            models.Index(fields=["cell_set", "community"], name="cell_by_community"),
        ]

    def __str__(self) -> str:
        return f"单元 {self.number}"


class CellBuilding(models.Model):
    """Which buildings stand in a cell: one as a rule, several where footprints overlap."""

    cell = models.ForeignKey(Cell, models.CASCADE)
    building = models.ForeignKey(Building, models.CASCADE)

    class Meta:
        verbose_name = "单元建筑"
        verbose_name_plural = "单元建筑"
        constraints = [
            models.UniqueConstraint(fields=["cell", "building"], name="cell_building_once")
        ]

    def __str__(self) -> str:
        return f"{self.cell_id}/{self.building_id}"


class CellBorder(models.Model):
    """The border two cells share, by what it runs along; one row per pair and class."""

    cell_set = models.ForeignKey(CellSet, models.CASCADE, related_name="borders")
    a = models.ForeignKey(Cell, models.CASCADE, related_name="+")
    b = models.ForeignKey(Cell, models.CASCADE, related_name="+")
    length_m = models.FloatField("长度（米）")
    barrier_class = models.CharField(
        "沿线", max_length=10, choices=BarrierClass.choices, blank=True, default=""
    )

    class Meta:
        verbose_name = "单元邻接"
        verbose_name_plural = "单元邻接"
        constraints = [
            models.CheckConstraint(condition=Q(a__lt=models.F("b")), name="cellborder_ordered"),
            models.CheckConstraint(condition=Q(length_m__gt=0), name="cellborder_has_length"),
            models.UniqueConstraint(fields=["a", "b", "barrier_class"], name="cellborder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.a_id}–{self.b_id}"
