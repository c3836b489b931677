"""A cluster of two workers over TCP gives the answer of one process, also when one is killed."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from gis_core.jobs.computing import computing
from gis_core.jobs.context import JobFailed
from grids.partitioning import read_problem, suggest_grids
from tests.partitioning.voronoi import voronoi_town

distributed = pytest.importorskip("distributed", reason="requirements-dask.txt")

SECONDS = 60  # to wait for what takes a moment on an idle machine


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers, each a process of its own, on the loopback interface only."""
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=50,
    ) as cluster:
        yield cluster


@pytest.fixture
def on_cluster(cluster: Any, settings: Any) -> Any:
    settings.DASK_SCHEDULER = cluster.scheduler_address
    return cluster


def busy_worker(watcher: Any) -> int:
    """The process of a worker that is computing."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        busy = [address for address, calls in watcher.processing().items() if calls]
        if busy:
            pid: int = watcher.run(os.getpid, workers=busy[:1])[busy[0]]
            return pid
        time.sleep(0.02)
    raise AssertionError("no worker began")


def test_a_killed_worker_does_not_change_the_answer(on_cluster: Any) -> None:
    assert on_cluster.scheduler_address.startswith("tcp://127.0.0.1:")
    problem = read_problem(voronoi_town(1_000, seed=4))
    alone = suggest_grids(problem, seed=9)
    with (
        distributed.Client(on_cluster, set_as_default=False) as watcher,
        computing() as executor,
        ThreadPoolExecutor(1) as thread,
    ):
        asked = thread.submit(suggest_grids, problem, seed=9, executor=executor)
        os.kill(busy_worker(watcher), signal.SIGKILL)
        shared = asked.result(SECONDS)
        events = [event for _, event in watcher.get_events("all")]
    lost = [event for event in events if event["action"] == "remove-worker"]
    assert [bool(event["processing-tasks"]) for event in lost if not event["expected"]] == [True]
    assert shared.status == "feasible"
    assert np.array_equal(alone.labels, shared.labels)


def test_a_cluster_that_is_not_there_is_named(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gis_core.jobs.computing.CONNECT_SECONDS", 0.5)
    settings.DASK_SCHEDULER = "tcp://127.0.0.1:1"
    with pytest.raises(JobFailed, match=r"127\.0\.0\.1:1") as caught, computing():
        pass
    assert caught.value.code == "dask_unreachable"
