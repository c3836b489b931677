"""Where heavy computing runs: in processes of its own, as many as the settings say."""

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from django.conf import settings


@contextmanager
def computing() -> Iterator[Executor | None]:
    """An executor for pure functions, or None where JOB_PROCESSES is 0: then compute right here.

    Processes are spawned, not forked: a fork would share this process's database connection.
    What still waits when the body ends, by an error or a cancellation, is dropped.
    """
    if not settings.JOB_PROCESSES:
        yield None
        return
    executor = ProcessPoolExecutor(settings.JOB_PROCESSES, get_context("spawn"))
    try:
        yield executor
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
