"""Real worker processes, really killed."""

import signal
from pathlib import Path

import pytest

from gis_core.jobs.models import Job
from gis_core.jobs.services import cancel_job, enqueue_job
from tests.jobs.handlers import Workers, status_of, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

SHORT = {"JOB_LEASE_SECONDS": "1.5"}


def test_what_a_killed_worker_left_is_done_by_the_next(start_worker: Workers) -> None:
    job = enqueue_job(kind="test.slow", arguments={"steps": 40})
    first = start_worker(**SHORT)
    wait_until(lambda: status_of(job) == Job.Status.RUNNING)
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = start_worker(**SHORT)
    try:
        wait_until(lambda: Job.objects.get(pk=job.pk).is_over)
    finally:
        second.terminate()
        second.wait()
    job.refresh_from_db()
    assert (job.status, job.attempts, job.result) == (Job.Status.SUCCEEDED, 2, {"steps": 40})


def test_a_job_that_kills_its_workers_is_given_up(start_worker: Workers) -> None:
    job = enqueue_job(kind="test.slow", arguments={"steps": 400})
    Job.objects.filter(pk=job.pk).update(max_attempts=1)
    worker = start_worker(**SHORT)
    wait_until(lambda: status_of(job) == Job.Status.RUNNING)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    successor = start_worker(**SHORT)
    try:
        wait_until(lambda: status_of(job) == Job.Status.FAILED)
    finally:
        successor.terminate()
        successor.wait()
    job.refresh_from_db()
    assert job.error_code == "worker_lost"


def test_a_running_job_stops_when_it_is_cancelled(start_worker: Workers) -> None:
    job = enqueue_job(kind="test.slow", arguments={"steps": 4000})
    worker = start_worker(**SHORT)
    try:
        wait_until(lambda: Job.objects.get(pk=job.pk).done > 0)
        cancel_job(job=job)
        wait_until(lambda: status_of(job) == Job.Status.CANCELLED, seconds=10)
    finally:
        worker.terminate()
        worker.wait()
    job.refresh_from_db()
    assert job.result is None
    assert job.phase == "慢慢来"


def children_of(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in found.split()]


def is_alive(process: int) -> bool:
    """Neither gone nor waiting for somebody to notice that it is."""
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


def test_what_computes_for_a_killed_worker_ends_with_it(start_worker: Workers) -> None:
    job = enqueue_job(kind="test.compute", arguments={})
    worker = start_worker(JOB_PROCESSES="2", **SHORT)
    wait_until(lambda: Job.objects.get(pk=job.pk).done > 0)
    computing = children_of(worker.pid)
    assert computing
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    wait_until(lambda: not any(map(is_alive, computing)))
