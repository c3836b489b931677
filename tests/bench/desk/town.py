"""A large made town in a database of its own, with cells, grids and ten planners.

Building its cells takes some minutes, so the database is kept on the private cluster from one run
to the next; `--afresh` drops it.
"""

import os
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2  # type: ignore[import-untyped]  # its stubs are not among our packages

from gis_core.launch.cluster import ensure_cluster

CELLS_PER_BUILDING = 1.08
GRIDS_PER_COMMUNITY = 3
PLANNERS = 10
SEED = 1


def open_town(cells: int, grids: int, *, afresh: bool = False) -> str:
    """The address of the town's database, made if it is not there; Django is set up on it."""
    cluster = ensure_cluster()
    name = f"bench_desk_{cells}_{grids}"
    url = urlunsplit(urlsplit(cluster)._replace(path=f"/{name}"))
    if afresh:
        _administer(cluster, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    if not _exists(cluster, name):
        _administer(cluster, f'CREATE DATABASE "{name}"')
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_core.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _fill(cells, grids)
    return url


def _fill(cells: int, grids: int) -> None:
    from django.utils import timezone

    from communities.basemap.models import CellSet
    from communities.territory.models import County, Edition
    from communities.territory.services import open_first_edition

    if not County.objects.exists():
        from fixtures.loading import store_town
        from fixtures.town import make_town

        buildings = round(cells / CELLS_PER_BUILDING)
        communities = round(grids / GRIDS_PER_COMMUNITY)
        store_town(town=make_town(buildings, SEED, grids, communities=communities))
    county = County.objects.get()
    if not CellSet.objects.exists():
        _build_cells(county)
    edition = Edition.objects.get()
    if edition.status == Edition.Status.PREPARED:
        open_first_edition(edition=edition, published_by=None, in_force_from=timezone.localdate())
    _appoint_planners(county)


def _build_cells(county: Any) -> None:
    from gis_core.jobs.models import Job
    from gis_core.jobs.services import enqueue_job, run_job
    from grids.division.apps import BUILD_CELLS

    job = enqueue_job(kind=BUILD_CELLS, arguments={"county": str(county.pk)})
    run_job.func(str(job.pk))
    job.refresh_from_db()
    if job.status != Job.Status.SUCCEEDED:
        raise RuntimeError(job.error_text)


def _appoint_planners(county: Any) -> None:
    from gis_core.accounts.models import User
    from gis_core.accounts.roles import Role
    from tests.world import appoint, person

    if User.objects.exists():
        return
    for number in range(PLANNERS):
        appoint(person(f"planner-{number}"), Role.PLANNER, county)


def _exists(url: str, name: str) -> bool:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _administer(url: str, statement: str) -> None:
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        connection.cursor().execute(statement)
