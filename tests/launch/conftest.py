"""A private cluster for these tests alone, so that no running one is touched."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from gis_core.launch import cluster
from gis_core.launch.cluster import Cluster


@pytest.fixture(scope="module")
def shared() -> Iterator[Path]:
    """A local folder that the server's user can enter, which pytest's own are closed to."""
    with TemporaryDirectory(prefix="wangge-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        cluster.destroy(folder)


@pytest.fixture
def running(shared: Path) -> Cluster:
    """A cluster that runs, whatever the test before did to it."""
    cluster.ensure_cluster(shared)
    known = cluster.remembered(shared)
    assert known is not None
    return known
