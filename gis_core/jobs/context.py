"""What a running job holds in its hand: progress, cancellation, the right to publish."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from gis_core.jobs.models import Job

log = logging.getLogger(__name__)


class JobCancelled(Exception):
    """The person who asked for the job no longer wants it."""


class JobFailed(Exception):
    """The job cannot succeed, whoever tries; `code` for machines, the text for the reader."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        super().__init__(text)


class LeaseLost(Exception):
    """Another worker took the job over; whatever this one has must not be written."""


class JobContext:
    """One attempt at one job. Safe to use from the job's own threads."""

    def __init__(self, job_id: UUID, attempt: int) -> None:
        self.job_id = job_id
        self.attempt = attempt
        self.published = False
        self._cancel = threading.Event()
        self._lost = threading.Event()
        self._progress = (0, 0, "")

    def cancelled(self) -> bool:
        """True once the job should stop: cancelled by a person, or the lease is gone."""
        return self._cancel.is_set() or self._lost.is_set()

    def progress(self, done: int, total: int, phase: str = "") -> None:
        """Note how far the work is; the beat writes it down. Raises when it should stop."""
        self._progress = (done, total, phase)
        self.stop_if_asked()

    def stop_if_asked(self) -> None:
        """Raises JobCancelled or LeaseLost when the work should end here."""
        if self._lost.is_set():
            raise LeaseLost
        if self._cancel.is_set():
            raise JobCancelled

    def beat(self) -> None:
        """Renew the lease, write the progress down, and learn of a cancellation."""
        now = timezone.now()
        done, total, phase = self._progress
        mine = Job.objects.filter(pk=self.job_id, attempts=self.attempt, status=Job.Status.RUNNING)
        lease = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
        written = mine.update(
            heartbeat_at=now, lease_until=lease, done=done, total=total, phase=phase[:60]
        )
        if not written:
            self._lost.set()
        elif mine.filter(cancel_requested=True).exists():
            self._cancel.set()

    @contextmanager
    def publish(self) -> Iterator[dict[str, Any]]:
        """Write the outcome and end the job in one transaction, or do neither.

        Yields the dictionary that becomes the job's result. The job's row is locked first, so
        that a cancellation or a takeover either came before, and nothing is written, or waits.

        Raises:
            JobCancelled, LeaseLost: nothing was written.
        """
        with transaction.atomic():
            job = self._own_job()
            result: dict[str, Any] = {}
            yield result
            done, total, _ = self._progress
            job.status, job.ended_at, job.result = Job.Status.SUCCEEDED, timezone.now(), result
            job.done, job.total, job.phase = max(done, total), total, ""
            job.save()
            self.published = True

    @contextmanager
    def write_early(self) -> Iterator[None]:
        """Write what is already known in one transaction, and go on working.

        Another attempt may find it there, so the body must be able to write it again.

        Raises:
            JobCancelled, LeaseLost: nothing was written.
        """
        with transaction.atomic():
            self._own_job()
            yield

    def _own_job(self) -> Job:
        """The job's row, locked, if it is still this attempt's and still wanted."""
        job = Job.objects.select_for_update(no_key=True).get(pk=self.job_id)
        if job.attempts != self.attempt or job.status != Job.Status.RUNNING:
            raise LeaseLost
        if job.cancel_requested:
            raise JobCancelled
        return job


@contextmanager
def beating(context: JobContext) -> Iterator[None]:
    """Renew the lease from a thread of its own while the body works."""
    stop = threading.Event()
    period = min(1.0, settings.JOB_LEASE_SECONDS / 3)

    def beat_until_stopped() -> None:
        try:
            while not stop.wait(period):
                _beat_or_wait(context)
        finally:
            connection.close()

    thread = threading.Thread(target=beat_until_stopped, name=f"beat-{context.job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat_or_wait(context: JobContext) -> None:
    """A beat that cannot be written is left for the next: the lease is longer than a restart."""
    try:
        context.beat()
    except (OperationalError, InterfaceError):
        log.warning("job %s: the lease could not be renewed; trying again", context.job_id)
        connection.close()
