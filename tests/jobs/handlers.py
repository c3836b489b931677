"""Kinds of jobs for the tests, and a real worker process that knows them.

Run as a module it is that worker: `python -m tests.jobs.handlers`.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection

from communities.territory.models import RuleSet
from communities.territory.services import create_default_rule_set
from gis_core.jobs.context import JobContext, JobFailed
from gis_core.jobs.models import Job
from gis_core.jobs.registry import job_handler
from tests.jobs.dying import die_on_first


@job_handler("test.add")
def add(context: JobContext, *, a: int, b: int) -> dict[str, Any]:
    context.progress(1, 1, "相加")
    return {"sum": a + b}


@job_handler("test.slow")
def slow(context: JobContext, *, steps: int) -> dict[str, Any]:
    for step in range(steps):
        context.progress(step, steps, "慢慢来")
        time.sleep(0.05)
    return {"steps": steps}


@job_handler("test.refuse")
def refuse(context: JobContext) -> None:
    raise JobFailed("no_data", "没有可用的数据。请先导入建筑。")


@job_handler("test.break")
def break_down(context: JobContext) -> None:
    raise ZeroDivisionError


@job_handler("test.lose_process")
def lose_process(context: JobContext) -> dict[str, Any]:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        pool.submit(die_on_first, context.attempt).result()
    return {"attempt": context.attempt}


@job_handler("test.publish")
def publish(context: JobContext, *, rule_set: int, then_break: bool) -> None:
    county = RuleSet.objects.get(pk=rule_set).county
    with context.publish() as result:
        create_default_rule_set(county=county)
        result["written"] = True
        if then_break:
            raise ZeroDivisionError


def start_worker(**environment: str) -> "subprocess.Popen[bytes]":
    """A worker of its own process on the test's database."""
    settings = connection.settings_dict
    url = f"postgresql://{settings['USER']}@{settings['HOST'].replace('/', '%2F')}"
    return subprocess.Popen(
        [sys.executable, "-m", "tests.jobs.handlers"],
        env={
            **os.environ,
            "DATABASE_URL": f"{url}:{settings['PORT']}/{settings['NAME']}",
            "DJANGO_SETTINGS_MODULE": "gis_core.settings",
            **environment,
        },
    )


def wait_until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Look again and again until something is so; fails the test when it never is."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


def status_of(job: Job) -> str:
    return Job.objects.get(pk=job.pk).status


if __name__ == "__main__":
    from django.core.management import call_command

    call_command("work", interval=0.1)
