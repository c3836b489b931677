"""Whatever happens to an import, it leaves everything or nothing; needs real commits."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pyarrow as pa
import pytest
from django.db import IntegrityError, connection, transaction

from communities.basemap.models import Building, DataSource, MapRevision
from gis_core.files.faults import FileFault, FileRefused
from layers.importing import basemap_load, bulk, reference_checks
from layers.importing.frame import Frame
from layers.importing.services import ImportRequest, load
from tests.files.making import write_layer
from tests.importing.files import commit, house, houses
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


def _definitions() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'basemap_building' UNION "
            "SELECT conname || pg_get_constraintdef(oid) || condeferrable FROM pg_constraint "
            "WHERE conrelid = 'basemap_building'::regclass ORDER BY 1"
        )
        return list(cursor.fetchall())


@pytest.fixture(params=[True, False], ids=["as superuser", "as plain owner"])
def always_large(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LARGE", 1)
    monkeypatch.setattr(reference_checks, "may_put_triggers_aside", lambda: request.param)


@pytest.mark.usefixtures("always_large")
def test_a_large_first_load_leaves_every_index_and_key_as_it_was(tmp_path: Path) -> None:
    make_world()
    before = _definitions()
    commit("buildings", houses(tmp_path / "a.gpkg", 40))
    assert _definitions() == before
    assert Building.objects.count() == 40


@pytest.mark.usefixtures("always_large")
def test_a_large_load_that_is_refused_leaves_them_too(tmp_path: Path) -> None:
    make_world()
    before = _definitions()
    assert not commit("buildings", houses(tmp_path / "a.gpkg", 2, 编号=["a", "a"])).committed
    assert _definitions() == before
    assert not Building.objects.exists()


@pytest.mark.usefixtures("always_large")
def test_a_large_load_still_checks_what_its_rows_point_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_world()
    nowhere = pa.array([10**9, None])
    monkeypatch.setattr(basemap_load.CompoundFinder, "find", lambda self, frame: nowhere)
    with pytest.raises(IntegrityError, match="compound_id"):
        commit("buildings", houses(tmp_path / "a.gpkg", 2))
    assert not Building.objects.exists()


def test_only_who_may_puts_triggers_aside() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        assert reference_checks.may_put_triggers_aside()
        cursor.execute("CREATE ROLE plain_owner; SET LOCAL ROLE plain_owner")
        assert not reference_checks.may_put_triggers_aside()
        cursor.execute("SHOW server_version_num")
        if int(cursor.fetchone()[0]) >= 150000:
            grant = "GRANT SET ON PARAMETER session_replication_role TO plain_owner"
            cursor.execute(f"RESET ROLE; {grant}; SET LOCAL ROLE plain_owner")
            assert reference_checks.may_put_triggers_aside()
        transaction.set_rollback(True)


@pytest.mark.usefixtures("always_large")
def test_a_table_in_use_is_not_taken_away(tmp_path: Path) -> None:
    make_world()
    commit("buildings", houses(tmp_path / "a.gpkg", 4))
    second = make_world("629932", people=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'building_geom_gist'::regclass::oid")
        before = cursor.fetchone()
    commit("buildings", houses(tmp_path / "b.gpkg", 4), county=second.county.code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'building_geom_gist'::regclass::oid")
        assert cursor.fetchone() == before


def test_an_import_killed_half_way_leaves_nothing(tmp_path: Path) -> None:
    make_world()
    path = houses(tmp_path / "a.gpkg", 50)
    code = (
        "import os, signal, django; django.setup()\n"
        "from layers.importing import services\n"
        "services._record = lambda *a: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from pathlib import Path\n"
        f"services.load(services.ImportRequest('buildings', Path({str(path)!r})))"
    )
    settings = connection.settings_dict
    name = f"postgresql://{settings['USER']}@{settings['HOST'].replace('/', '%2F')}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gis_core.settings",
        "DATABASE_URL": f"{name}:{settings['PORT']}/{settings['NAME']}",
        "PGPASSWORD": str(settings["PASSWORD"]),
    }
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=False)
    assert done.returncode == -9
    assert not Building.objects.exists()
    assert not DataSource.objects.exists()


def test_a_reader_that_dies_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_world()

    def die(frame: Frame, *rest: object) -> None:
        raise FileRefused(FileFault.READER, "读取程序意外终止")

    monkeypatch.setattr("layers.importing.pipeline.note", die)
    with pytest.raises(FileRefused, match="意外终止"):
        commit("buildings", houses(tmp_path / "a.gpkg", 5))
    assert not Building.objects.exists()


def test_two_imports_at_once_follow_each_other(tmp_path: Path) -> None:
    world = make_world()
    shapes = [house(100 + 30 * at, 300) for at in range(30)]
    files = [
        write_layer(tmp_path / f"{n}.gpkg", shapes, {"编号": [f"b{at}" for at in range(30)]})
        for n in range(2)
    ]
    failures: list[BaseException] = []

    def run(path: Path) -> None:
        try:
            load(ImportRequest("buildings", path))
        except BaseException as error:  # told below, in the test's own thread
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[path]) for path in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert failures == []
    assert Building.objects.count() == 30
    assert MapRevision.objects.get(county=world.county).number == 3
