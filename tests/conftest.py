import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from gis_core.launch.cluster import ensure_cluster
from tests.emptying import empty_tables
from tests.jobs.handlers import Workers
from tests.migrated import migrated_database
from tests.world import World, make_world

LONGEST = ["machine", "faults", "e2e", "packets", "api", "publication", "drafts", "staffing"]


def pytest_configure() -> None:
    """Hash passwords cheaply and compute in place: most of a test's time would go there."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.JOB_PROCESSES = 0
    settings.PUBLIC_QUESTIONS_PER_MINUTE = 1_000_000  # all tests come from one address
    settings.TILE_CACHE_DIR = Path()  # none: the cache of the checkout is not for tests


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Folders of long tests first, so that no worker ends alone with one of them."""
    items.sort(key=lambda item: _place_of(item.path.parent))


def _place_of(folder: Path) -> int:
    return LONGEST.index(folder.name) if folder.name in LONGEST else len(LONGEST)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def start_worker(transactional_db: None) -> Iterator[Workers]:
    """No worker outlives its test: it would hold locks on the next one's database."""
    workers = Workers()
    yield workers
    workers.end()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Start the private cluster, unless DATABASE_URL names another; tests need not be durable."""
    os.environ.setdefault("PGOPTIONS", "-c synchronous_commit=off")
    if not os.environ.get("DATABASE_URL"):
        ensure_cluster()
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database()


@pytest.fixture(scope="session", autouse=True)
def tables_emptied_by_deleting() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_tables)
        yield
