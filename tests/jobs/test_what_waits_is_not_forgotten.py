"""A worker that dies between the queue and the job, and a database that is restarted."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta

import psycopg2  # type: ignore[import-untyped]  # its stubs are not among our packages
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gis_core.jobs.management.commands.work import RETRY_SECONDS
from gis_core.jobs.models import Job
from gis_core.jobs.services import enqueue_job, run_job, take_over_lost_jobs
from tests.jobs.handlers import Workers, add, status_of, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def asked(seconds_ago: float) -> Job:
    job = enqueue_job(kind="test.add", arguments={"a": 2, "b": 3})
    when = timezone.now() - timedelta(seconds=seconds_ago)
    Job.objects.filter(pk=job.pk).update(created_at=when)
    return job


def take_the_turn(job: Job, seconds_ago: float) -> None:
    """As a worker does before it claims the job, and dies."""
    turn = DBTaskResult.objects.get(args_kwargs__args__0=str(job.pk))
    turn.claim("a worker that is no more")
    turn.started_at = timezone.now() - timedelta(seconds=seconds_ago)
    turn.save()


LONG = 2 * settings.JOB_LEASE_SECONDS


def test_a_job_whose_turn_died_with_a_worker_is_queued_again_once() -> None:
    job = asked(LONG)
    take_the_turn(job, LONG)
    assert (take_over_lost_jobs(), take_over_lost_jobs()) == (1, 0)
    call_command("work", batch=True)
    job.refresh_from_db()
    assert (job.status, job.attempts) == (Job.Status.SUCCEEDED, 1)


def test_a_job_that_waits_its_turn_is_left_alone_however_long() -> None:
    asked(LONG)
    assert take_over_lost_jobs() == 0


def test_a_turn_taken_a_moment_ago_is_left_to_its_worker() -> None:
    take_the_turn(asked(LONG), 0)
    assert take_over_lost_jobs() == 0


def test_a_turn_too_many_does_the_job_once() -> None:
    job = asked(0)
    run_job.enqueue(str(job.pk))
    call_command("work", batch=True)
    job.refresh_from_db()
    assert (job.status, job.attempts) == (Job.Status.SUCCEEDED, 1)


@pytest.fixture
def worker(start_worker: Workers) -> Iterator["subprocess.Popen[bytes]"]:
    process = start_worker(JOB_LEASE_SECONDS="1.5", PGAPPNAME="the worker")
    yield process
    process.send_signal(signal.SIGTERM)
    process.wait()


def cut_off_the_worker() -> int:
    """End its sessions, as a database that is restarted does; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE application_name = 'the worker'"
        )
        return int(cursor.fetchone()[0])


@contextmanager
def closed_to_newcomers() -> Iterator[None]:
    """Nobody gets a session on the test's database, as while it is started again."""
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    beside = psycopg2.connect(**{**connection.get_connection_params(), "dbname": "postgres"})
    beside.autocommit = True
    with closing(beside), beside.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            yield
        finally:
            cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_a_worker_outlives_a_database_that_is_away(worker: "subprocess.Popen[bytes]") -> None:
    first = enqueue_job(kind="test.add", arguments={"a": 1, "b": 1})
    wait_until(lambda: status_of(first) == Job.Status.SUCCEEDED)
    with closed_to_newcomers():
        assert cut_off_the_worker() > 0
        with suppress(subprocess.TimeoutExpired):
            worker.wait(3 * RETRY_SECONDS)
    second = enqueue_job(kind="test.add", arguments={"a": 1, "b": 2})
    wait_until(lambda: status_of(second) == Job.Status.SUCCEEDED)
    assert worker.poll() is None


def test_a_worker_that_starts_before_the_database_waits_for_it(start_worker: Workers) -> None:
    with closed_to_newcomers():
        worker = start_worker()
        with suppress(subprocess.TimeoutExpired):
            worker.wait(10 * RETRY_SECONDS)
    try:
        job = enqueue_job(kind="test.add", arguments={"a": 1, "b": 1})
        wait_until(lambda: status_of(job) == Job.Status.SUCCEEDED)
    finally:
        worker.terminate()
        worker.wait()


def test_a_job_cut_off_from_the_database_is_done_again(worker: "subprocess.Popen[bytes]") -> None:
    job = enqueue_job(kind="test.slow", arguments={"steps": 40})
    wait_until(lambda: Job.objects.get(pk=job.pk).done > 0)
    cut_off_the_worker()
    wait_until(lambda: Job.objects.get(pk=job.pk).is_over)
    job.refresh_from_db()
    assert job.status == Job.Status.SUCCEEDED
    assert worker.poll() is None


def test_work_that_meets_a_dead_session_is_handed_back_not_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = enqueue_job(kind="test.add", arguments={"a": 2, "b": 3})
    tried: list[str] = []

    def first_die(kind: str) -> object:
        tried.append(kind)
        if len(tried) == 1:
            raise OperationalError("server closed the connection unexpectedly")
        return add

    monkeypatch.setattr("gis_core.jobs.services.handler_of", first_die)
    call_command("work", batch=True)
    job.refresh_from_db()
    assert (job.status, job.attempts, job.error_code) == (Job.Status.SUCCEEDED, 2, "")
