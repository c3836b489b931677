"""What the small county of tests/world.py needs before its pages have something to show."""

from django.utils import timezone

from communities.basemap.models import (
    Barrier,
    BarrierClass,
    CellSet,
    CountSource,
    Ground,
    GroundKind,
    Venue,
)
from communities.territory.models import Boundary, Place
from gis_core.jobs.models import Job
from grids.division.models import UnitFigures
from grids.proposals.models import Alternative, AlternativeUnit, Suggestion, SuggestionKind
from tests.world import World, box, build, lonlat, point

HOUSEHOLDS = {"长富路社区": 800, "新城社区": 1450, "第一网格": 412, "第二网格": 388}


def furnish(world: World) -> None:
    """Buildings, a road, a park, a venue and everybody's figures."""
    for x in range(40, 1960, 120):
        for y in (120, 320, 640, 820):
            build(world, x, y)
    build(world, 1450, 450, count_source=CountSource.ESTIMATE, address="新城路 9 号")
    Barrier.objects.create(
        county=world.county,
        barrier_class=BarrierClass.ARTERIAL,
        name="长富路",
        geom=f"SRID=4490;MULTILINESTRING(({_line((0, 500), (2000, 500))}))",
    )
    Ground.objects.create(
        county=world.county, kind=GroundKind.GREEN, name="人民公园", geom=box(400, 420, 480, 480)
    )
    Venue.objects.create(
        county=world.county, name="长富路党群服务中心", area_m2=420, geom=point(500, 560)
    )
    add_figures(world)


def _line(*points: tuple[float, float]) -> str:
    return ", ".join(" ".join(map(str, lonlat(x, y))) for x, y in points)


def add_figures(world: World) -> None:
    """Figures of the communities and grids: 长富路 under its minimum, 新城第一 far over."""
    for place in (world.changfu, world.xincheng, *world.grids):
        households = HOUSEHOLDS.get(place.name, 1450)
        UnitFigures.objects.create(
            boundary=Boundary.objects.get(place=place),
            rule_set=world.rule_set,
            buildings=30,
            dwellings=households + 20,
            households=households,
            estimated_households=12 if place == world.xincheng else 0,
            population=households * 3,
            area_m2=1_000_000,
            deviation=_deviation(place, households),
            pieces=1,
            compactness=0.785,
            barrier_share=0.5,
            compounds_split=0,
            served_share=0.42,
            mean_floors=6,
        )


def _deviation(place: Place, households: int) -> int:
    least, most = (1000, 3000) if place.level == "community" else (300, 500)
    return min(0, households - least) + max(0, households - most)


def add_alternative(world: World) -> Alternative:
    """A merge of the two communities, as the engine would have stored it."""
    now = timezone.now()
    job = Job.objects.create(
        kind="proposals.suggest", status=Job.Status.SUCCEEDED, started_at=now, ended_at=now
    )
    suggestion = Suggestion.objects.create(
        kind=SuggestionKind.MERGE,
        county=world.county,
        place=world.subdistrict,
        edition=world.edition,
        rule_set=world.rule_set,
        cell_set=CellSet.objects.create(county=world.county, edition=world.edition, map_revision=1),
        job=job,
    )
    alternative = Alternative.objects.create(
        suggestion=suggestion,
        status=Alternative.Status.OPTIMAL,
        gap=0,
        scorecard={
            "before": {"units": 2, "in_bounds": 1, "undersized": 1, "barrier_share": 0.91},
            "after": {"units": 1, "in_bounds": 1, "undersized": 0, "barrier_share": 0.88},
        },
        violations=[
            {
                "rule": "service_radius",
                "units": [str(world.changfu.pk)],
                "value": 640,
                "limit": 500,
            }
        ],
        explanation=[
            {
                "code": "merged",
                "units": [str(world.changfu.pk), str(world.xincheng.pk)],
                "values": {},
                "text_zh": f"{world.changfu.pk} 有 800 户，低于下限 1000 户，"
                f"与{world.xincheng.pk}合并为 2250 户。",
                "text_en": f"{world.changfu.pk} has 800 households, under the minimum of 1000; "
                f"merged with {world.xincheng.pk} it makes 2250.",
            }
        ],
        certificate={},
        engine="test",
        input_hash="0" * 64,
        seconds=0.1,
    )
    AlternativeUnit.objects.create(
        alternative=alternative,
        number=1,
        name="新城社区＋长富路社区",
        figures={"households": 2250, "population": 6750, "density": 3375, "deviation": 0},
        geom=box(0, 0, 2000, 1000),
    )
    return alternative
