"""Every write to a job's life: asked for, claimed, ended, cancelled, taken over."""

import logging
import traceback
from concurrent.futures import BrokenExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from gis_core.accounts.models import User
from gis_core.jobs.context import JobCancelled, JobContext, JobFailed, LeaseLost, beating
from gis_core.jobs.models import Job
from gis_core.jobs.registry import handler_of, is_known

log = logging.getLogger(__name__)

LOST_WORKER = "后台进程中断，任务已尝试 {attempts} 次。请重新发起；若再次失败，请联系系统管理员。"
UNEXPECTED = "任务因程序错误中断（{name}）。数据未改动；请把任务编号 {job} 告诉系统管理员。"


def enqueue_job(
    *,
    kind: str,
    arguments: dict[str, Any],
    requested_by: User | None = None,
    county_key: UUID | None = None,
    idempotency_key: str | None = None,
) -> Job:
    """Ask for a job, in the caller's transaction: it runs only if that commits.

    The same idempotency key gives the same job again, however often it is sent.
    """
    if not is_known(kind):
        raise KeyError(kind)
    values: dict[str, Any] = {
        "kind": kind,
        "arguments": arguments,
        "requested_by": requested_by,
        "county_key": county_key,
    }
    with transaction.atomic():
        if idempotency_key is None:
            job, created = Job.objects.create(**values), True
        else:
            job, created = Job.objects.get_or_create(
                idempotency_key=idempotency_key, defaults=values
            )
        if created:
            run_job.enqueue(str(job.pk))
    return job


def cancel_job(*, job: Job) -> Job:
    """Ask a job to stop: at once while it waits, at its next beat while it runs."""
    with transaction.atomic():
        job = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
        if job.status == Job.Status.QUEUED:
            _end(job, Job.Status.CANCELLED)
        elif job.status == Job.Status.RUNNING:
            job.cancel_requested = True
            job.save(update_fields=["cancel_requested"])
    return job


@task()
def run_job(job_id: str) -> None:
    """Do one attempt at a job; called by the queue's worker."""
    context = _claim(UUID(job_id))
    if context is not None:
        with beating(context):
            _attempt(context)


def take_over_lost_jobs() -> int:
    """Queue again, or fail, the jobs whose worker stopped renewing its lease, and queue again
    those whose worker died with their turn in its hand, before it had a lease; how many."""
    count = 0
    with transaction.atomic():
        lost = Job.objects.select_for_update(skip_locked=True, no_key=True).filter(
            status=Job.Status.RUNNING, lease_until__lt=timezone.now()
        )
        for job in lost:
            count += 1
            _take_over(job)
        for job in _turn_lost():
            count += 1
            run_job.enqueue(str(job.pk))
    return count


def _turn_lost() -> list[Job]:
    """The jobs that wait, locked, for a turn that will not come: the queue has none for them,
    or one that a worker took a lease ago without claiming the job."""
    lately = timezone.now() - timedelta(seconds=settings.JOB_LEASE_SECONDS)
    waiting = Job.objects.select_for_update(skip_locked=True, no_key=True).filter(
        status=Job.Status.QUEUED, created_at__lt=lately
    )
    jobs = list(waiting)
    if not jobs:
        return []
    turns = DBTaskResult.objects.filter(task_path=run_job.module_path).filter(
        Q(status=TaskResultStatus.READY)
        | Q(status=TaskResultStatus.RUNNING, started_at__gte=lately)
    )
    expected = set(turns.values_list("args_kwargs__args__0", flat=True))
    return [job for job in jobs if str(job.pk) not in expected]


def _take_over(job: Job) -> None:
    if job.cancel_requested:
        _end(job, Job.Status.CANCELLED)
    elif job.attempts >= job.max_attempts:
        _end(job, Job.Status.FAILED, "worker_lost", LOST_WORKER.format(attempts=job.attempts))
    else:
        job.status, job.lease_until = Job.Status.QUEUED, None
        job.save(update_fields=["status", "lease_until"])
        run_job.enqueue(str(job.pk))


def _claim(job_id: UUID) -> JobContext | None:
    with transaction.atomic():
        job = Job.objects.select_for_update(no_key=True).get(pk=job_id)
        if job.status != Job.Status.QUEUED:
            return None
        now = timezone.now()
        job.status, job.attempts = Job.Status.RUNNING, job.attempts + 1
        job.started_at, job.heartbeat_at = job.started_at or now, now
        job.lease_until = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
        job.save()
    return JobContext(job.pk, job.attempts)


def _attempt(context: JobContext) -> None:
    job = Job.objects.get(pk=context.job_id)
    try:
        outcome = handler_of(job.kind)(context, **job.arguments)
        if not context.published:
            with context.publish() as result:
                result.update(outcome or {})
    except JobCancelled:
        _end_attempt(context, Job.Status.CANCELLED)
    except LeaseLost:
        log.warning("job %s: another worker has taken over, result discarded", job.pk)
    except BrokenExecutor:
        log.warning("job %s: a computing process died", job.pk)
        _hand_back(context)
    except JobFailed as failure:
        _end_attempt(context, Job.Status.FAILED, failure.code, str(failure))
    except (OperationalError, InterfaceError) as error:
        log.warning("job %s: the database was gone: %s", job.pk, error)
        connection.close()
        _hand_back(context)
    except Exception as error:  # it must end in the row, not in a dead worker
        log.error("job %s of kind %s:\n%s", job.pk, job.kind, traceback.format_exc())
        text = UNEXPECTED.format(name=type(error).__name__, job=job.pk)
        _end_attempt(context, Job.Status.FAILED, "unexpected", text)


def _hand_back(context: JobContext) -> None:
    """What the death of a computing process or of the database left unfinished is tried again,
    like a lost worker's job."""
    with transaction.atomic():
        job = Job.objects.select_for_update(no_key=True).get(pk=context.job_id)
        if job.attempts == context.attempt and job.status == Job.Status.RUNNING:
            _take_over(job)


def _end_attempt(context: JobContext, status: Job.Status, code: str = "", text: str = "") -> None:
    with transaction.atomic():
        job = Job.objects.select_for_update(no_key=True).get(pk=context.job_id)
        if job.attempts == context.attempt and job.status == Job.Status.RUNNING:
            _end(job, status, code, text)


def _end(job: Job, status: Job.Status, code: str = "", text: str = "") -> None:
    job.status, job.ended_at = status, timezone.now()
    job.error_code, job.error_text, job.lease_until = code, text, None
    job.save()
