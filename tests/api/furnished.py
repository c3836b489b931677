"""The county of `tests.world` with something of everything the map can show."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.gis.geos import LineString, MultiLineString

from communities.basemap.models import Barrier, BarrierClass, Building, CellSet, Compound, Venue
from communities.territory.models import Boundary, Place
from gis_core.accounts.roles import Role
from gis_core.crs import GEOGRAPHIC
from gis_core.jobs.models import Job
from grids.division.models import UnitFigures
from grids.proposals.drafts.snapshots import take_snapshot
from grids.proposals.models import (
    Alternative,
    AlternativeUnit,
    Proposal,
    Snapshot,
    Suggestion,
    SuggestionKind,
)
from tests.drafts.town import G3, begin, lay_cells
from tests.proposals.consulting.drafts import consult
from tests.world import World, appoint, box, build, lonlat, person, point


@dataclass
class Furnished:
    world: World
    building: Building
    compound: Compound
    venue: Venue
    road: Barrier
    suggestion: Suggestion
    alternative: Alternative
    unit: AlternativeUnit

    @cached_property
    def draft(self) -> Proposal:
        """A draft of the subdistrict, begun when it is first asked for."""
        lay_cells(self.world)
        return begin(self.world)

    @cached_property
    def snapshot(self) -> Snapshot:
        """The draft's first version, named."""
        return take_snapshot(draft=self.draft, author=self.world.planner, name="初稿")

    @cached_property
    def question(self) -> Suggestion:
        """A grid of the draft to be split, asked and answered."""
        return consult(self.draft, "split", G3, parts=2, minimum=400, maximum=600)

    @property
    def answer(self) -> Alternative:
        """The first answer to the question."""
        return self.question.alternatives.get(rank=1)


def furnish(world: World) -> Furnished:
    county = world.county
    compound = Compound.objects.create(county=county, name="明德小区", geom=box(50, 50, 300, 300))
    suggestion = _suggest(world)
    alternative = _answer(suggestion)
    return Furnished(
        world=world,
        building=build(
            world, 100, 100, name="明德楼", address="长富路1号", source_ref="b-1", compound=compound
        ),
        compound=compound,
        venue=Venue.objects.create(
            county=county,
            name="长富路党群服务中心",
            address="长富路8号",
            area_m2=420,
            geom=point(250, 250),
        ),
        road=Barrier.objects.create(
            county=county,
            barrier_class=BarrierClass.ARTERIAL,
            name="长富路",
            geom=MultiLineString(LineString(lonlat(0, 400), lonlat(900, 400)), srid=GEOGRAPHIC),
        ),
        suggestion=suggestion,
        alternative=alternative,
        unit=_unit(world, alternative),
    )


def count(world: World, place: Place, **values: Any) -> UnitFigures:
    """Figures of a unit of the edition in force."""
    return UnitFigures.objects.create(
        boundary=Boundary.objects.get(place=place),
        rule_set=world.rule_set,
        **{
            "buildings": 3,
            "dwellings": 90,
            "households": 80,
            "estimated_households": 20,
            "population": 240,
            "area_m2": 1_000_000.0,
            "deviation": -920,
            "pieces": 1,
            "compactness": 0.78,
            "barrier_share": 0.5,
            "compounds_split": 0,
            "served_share": 1.0,
            "mean_floors": 6.0,
            **values,
        },
    )


def keeper(world: World, role: Role) -> Any:
    """An administrator or auditor of the county."""
    user = person(f"{role}-{world.county.code}")
    appoint(user, role, world.county)
    return user


def _suggest(world: World) -> Suggestion:
    cells = CellSet.objects.create(county=world.county, edition=world.edition, map_revision=1)
    return Suggestion.objects.create(
        kind=SuggestionKind.MERGE,
        county=world.county,
        place=world.subdistrict,
        edition=world.edition,
        rule_set=world.rule_set,
        cell_set=cells,
        job=Job.objects.create(
            kind="suggest", county_key=world.county.pk, phase="求解", done=1, total=4
        ),
        requested_by=world.planner,
    )


def _answer(suggestion: Suggestion) -> Alternative:
    return Alternative.objects.create(
        suggestion=suggestion,
        status=Alternative.Status.OPTIMAL,
        objective=[0, 1],
        bound=[0, 1],
        gap=0.0,
        scorecard={"units": 1},
        violations=[],
        explanation=[{"code": "merged", "units": [], "values": {}, "text_zh": "不足1000户"}],
        certificate={"kind": "optimal"},
        engine="1",
        input_hash="0" * 64,
        seconds=0.5,
    )


def _unit(world: World, alternative: Alternative) -> AlternativeUnit:
    unit = AlternativeUnit.objects.create(
        alternative=alternative,
        number=1,
        name="长富路新城社区",
        figures={"households": 160},
        geom=box(0, 0, 2000, 1000),
    )
    unit.members.set(Boundary.objects.filter(place__in=[world.changfu, world.xincheng]))
    return unit
