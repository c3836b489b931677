"""Waiting for a job from the command line, with its progress on the screen."""

import time
from argparse import ArgumentParser
from typing import TextIO

from django.core.management import CommandError, call_command

from gis_core.jobs.models import Job

LOOK_SECONDS = 0.5
PATIENCE_SECONDS = 20.0
NO_WORKER = (
    "任务已排队 {seconds:.0f} 秒，没有后台进程来取。请另开终端运行 manage.py work，或加 --here。"
)


def add_waiting_arguments(parser: ArgumentParser) -> None:
    """The options of every command that asks for a job."""
    parser.add_argument("--no-wait", action="store_true", help="ask for the job and return at once")
    parser.add_argument("--here", action="store_true", help="do the job in this process")


def finish_job(job: Job, screen: TextIO, *, no_wait: bool = False, here: bool = False) -> Job:
    """Wait for a job as the options say, or do it here.

    Raises:
        CommandError: the job failed or was cancelled, or no worker took it.
    """
    if no_wait:
        screen.write(f"任务 {job.pk} 已排队。\n")
        return job
    if here:
        call_command("work", batch=True)
    return _wait(job, screen)


def _wait(job: Job, screen: TextIO) -> Job:
    begun, said = time.monotonic(), ""
    while True:
        job.refresh_from_db()
        if job.is_over:
            break
        waited = time.monotonic() - begun
        if job.status == Job.Status.QUEUED and waited > PATIENCE_SECONDS:
            raise CommandError(NO_WORKER.format(seconds=waited))
        line = f"  {job.phase} {job.percent or 0}%"
        if job.phase and line != said:
            screen.write(f"{line}\n")
            screen.flush()
            said = line
        time.sleep(LOOK_SECONDS)
    if job.status != Job.Status.SUCCEEDED:
        raise CommandError(job.error_text or job.get_status_display())
    return job
