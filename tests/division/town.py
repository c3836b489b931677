"""The small world with something standing in it.

        0       500      1000     1500     2000
    1000+--------+--------+--------+--------+
        |   g1   |   g2   |       g3        |
     500|-------- 长庆路 (arterial) --------|
        |        |        |                 |
       0+--------+--------+-----------------+

Eight rows of twelve buildings; every building 12 households, six floors.
"""

from django.contrib.gis.geos import LineString, MultiLineString

from communities.basemap.models import Barrier, BarrierClass, Building, Venue
from gis_core.crs import GEOGRAPHIC
from gis_core.jobs.models import Job
from gis_core.jobs.services import enqueue_job, run_job
from grids.division.apps import BUILD_CELLS
from tests.world import World, build, lonlat, make_world, point


def furnish(world: World, households: int = 12) -> list[Building]:
    """Buildings in rows, one road across both communities, one venue."""
    road = LineString([lonlat(-20, 500), lonlat(2020, 500)], srid=GEOGRAPHIC)
    Barrier.objects.create(
        county=world.county,
        barrier_class=BarrierClass.ARTERIAL,
        name="长庆路",
        geom=MultiLineString(road, srid=GEOGRAPHIC),
    )
    Venue.objects.create(county=world.county, name="长富路党群服务中心", geom=point(980, 480))
    return [
        build(world, 80 + 160 * column, 60 + 120 * row, households)
        for row in range(8)
        for column in range(12)
    ]


def built_town() -> World:
    """Two communities of 576 households on their cells: both under 1,000, together 1,152."""
    world = make_world()
    furnish(world)
    build_cells(world)
    return world


def build_cells(world: World) -> Job:
    """Ask for the cells and do the job here."""
    job = enqueue_job(kind=BUILD_CELLS, arguments={"county": str(world.county.pk)})
    run_job.func(str(job.pk))
    job.refresh_from_db()
    return job
