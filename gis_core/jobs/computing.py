"""Where heavy computing runs: right here, in processes of its own, or on a Dask cluster.

DASK_SCHEDULER (an address) chooses the cluster; without it JOB_PROCESSES chooses how many
processes, 0 meaning right here. What is computed is the same wherever it is.
"""

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from multiprocessing import get_context
from typing import Any

from django.conf import settings

from gis_core.jobs.context import JobFailed
from gis_core.jobs.ending import end_with_parent

RETRIES = 2  # of one call whose worker died; the scheduler itself gives up after three workers
CONNECT_SECONDS = 10


def computing() -> AbstractContextManager[Executor | None]:
    """An executor for pure functions, or None: then compute right here.

    Raises JobFailed where the cluster cannot be reached.
    """
    if settings.DASK_SCHEDULER:
        return _cluster(settings.DASK_SCHEDULER)
    return _processes(settings.JOB_PROCESSES) if settings.JOB_PROCESSES else nullcontext()


@contextmanager
def _processes(count: int) -> Iterator[Executor]:
    """Processes are spawned, not forked: a fork would share this process's database connection.
    They end with this process, however it ends.

    What still waits when the body ends, by an error or a cancellation, is dropped.
    """
    executor = ProcessPoolExecutor(count, get_context("spawn"), end_with_parent)
    try:
        yield executor
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    """The workers of a Dask scheduler; what still waits when the body ends is dropped there.

    Calls are not taken for pure: a second run of the same question is a run, not a cached answer.
    """
    try:
        library: Any = import_module("distributed")  # it ships no types worth the name
        client = library.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except ImportError:
        text = "设置了 DASK_SCHEDULER，但没有安装 Dask。请安装 requirements-dask.txt。"
        raise JobFailed("dask_missing", text) from None
    except (OSError, ValueError) as error:
        text = f"连不上 Dask 调度器 {address}。请检查 DASK_SCHEDULER 与该机的网络、证书。"
        raise JobFailed("dask_unreachable", text) from error
    executor: Executor = client.get_executor(pure=False, retries=RETRIES)
    try:
        yield executor
    finally:
        executor.shutdown(wait=False)
        client.close()
