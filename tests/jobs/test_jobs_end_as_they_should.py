import pytest
from django.core.management import call_command
from django.db import transaction

from communities.territory.models import RuleSet
from gis_core.accounts.models import User
from gis_core.jobs.context import JobContext, LeaseLost
from gis_core.jobs.models import Job
from gis_core.jobs.services import cancel_job, enqueue_job
from tests.jobs import handlers  # noqa: F401  # registers the kinds
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


def done(job: Job) -> Job:
    """The job after a worker has emptied the queue."""
    call_command("work", batch=True)
    return Job.objects.get(pk=job.pk)


def test_a_job_runs_and_keeps_its_result() -> None:
    job = done(enqueue_job(kind="test.add", arguments={"a": 2, "b": 3}))
    assert (job.status, job.result, job.attempts) == (Job.Status.SUCCEEDED, {"sum": 5}, 1)
    assert job.ended_at is not None


def test_a_job_asked_for_in_a_transaction_that_fails_does_not_exist() -> None:
    with transaction.atomic():
        enqueue_job(kind="test.add", arguments={"a": 2, "b": 3})
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_an_unknown_kind_is_refused_when_asked_for() -> None:
    with pytest.raises(KeyError):
        enqueue_job(kind="test.nobody", arguments={})


def test_the_same_key_gives_the_same_job_and_runs_it_once() -> None:
    asked = [
        enqueue_job(kind="test.add", arguments={"a": n, "b": 0}, idempotency_key="double click")
        for n in (1, 2)
    ]
    assert asked[0].pk == asked[1].pk
    assert done(asked[0]).result == {"sum": 1}


def test_a_refusal_reaches_the_reader_with_its_code() -> None:
    job = done(enqueue_job(kind="test.refuse", arguments={}))
    assert (job.status, job.error_code) == (Job.Status.FAILED, "no_data")
    assert "请先导入建筑" in job.error_text


def test_a_programming_error_fails_the_job_and_not_the_worker() -> None:
    broken = enqueue_job(kind="test.break", arguments={})
    after = enqueue_job(kind="test.add", arguments={"a": 1, "b": 1})
    job = done(broken)
    assert (job.status, job.error_code) == (Job.Status.FAILED, "unexpected")
    assert str(job.pk) in job.error_text
    assert Job.objects.get(pk=after.pk).status == Job.Status.SUCCEEDED


def test_what_a_job_publishes_is_written_whole_or_not_at_all() -> None:
    world = make_world(people=False)
    arguments = {"rule_set": world.rule_set.pk}
    good = enqueue_job(kind="test.publish", arguments={**arguments, "then_break": False})
    bad = enqueue_job(kind="test.publish", arguments={**arguments, "then_break": True})
    assert done(good).result == {"written": True}
    assert Job.objects.get(pk=bad.pk).status == Job.Status.FAILED
    assert RuleSet.objects.filter(county=world.county).count() == 2


def test_a_waiting_job_is_cancelled_at_once() -> None:
    job = cancel_job(job=enqueue_job(kind="test.add", arguments={"a": 1, "b": 1}))
    assert job.status == Job.Status.CANCELLED
    assert done(job).result is None


def test_a_worker_that_lost_its_lease_writes_nothing() -> None:
    job = enqueue_job(kind="test.add", arguments={"a": 1, "b": 1})
    late = JobContext(job.pk, attempt=1)
    Job.objects.filter(pk=job.pk).update(
        status=Job.Status.RUNNING, attempts=2, lease_until="2026-01-01T00:00Z"
    )
    with pytest.raises(LeaseLost), late.publish():
        User.objects.create_user("written by the dead")
    late.beat()
    assert late.cancelled()
    assert not User.objects.exists()


def test_a_computing_process_that_dies_is_no_failure_of_the_job() -> None:
    job = done(enqueue_job(kind="test.lose_process", arguments={}))
    assert (job.status, job.result) == (Job.Status.SUCCEEDED, {"attempt": 2})
