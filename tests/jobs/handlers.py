"""Kinds of jobs for the tests, and real worker processes that know them."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from django.db import connection

from communities.territory.models import RuleSet
from communities.territory.services import create_default_rule_set
from gis_core.jobs.computing import computing
from gis_core.jobs.context import JobContext, JobFailed
from gis_core.jobs.models import Job
from gis_core.jobs.registry import register_job
from tests.jobs.dying import compute_for_long, die_on_first


def add(context: JobContext, *, a: int, b: int) -> dict[str, Any]:
    context.progress(1, 1, "相加")
    return {"sum": a + b}


def slow(context: JobContext, *, steps: int) -> dict[str, Any]:
    for step in range(steps):
        context.progress(step, steps, "慢慢来")
        time.sleep(0.05)
    return {"steps": steps}


def refuse(context: JobContext) -> None:
    raise JobFailed("no_data", "没有可用的数据。请先导入建筑。")


def break_down(context: JobContext) -> None:
    raise ZeroDivisionError


def lose_process(context: JobContext) -> dict[str, Any]:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        pool.submit(die_on_first, context.attempt).result()
    return {"attempt": context.attempt}


def compute(context: JobContext) -> None:
    with computing() as executor:
        if executor is not None:
            running = executor.submit(compute_for_long)
            context.progress(1, 2, "计算中")
            running.result()


def publish(context: JobContext, *, rule_set: int, then_break: bool) -> None:
    county = RuleSet.objects.get(pk=rule_set).county
    with context.publish() as result:
        create_default_rule_set(county=county)
        result["written"] = True
        if then_break:
            raise ZeroDivisionError


register_job("test.add", "tests.jobs.handlers.add")
register_job("test.slow", "tests.jobs.handlers.slow")
register_job("test.refuse", "tests.jobs.handlers.refuse")
register_job("test.break", "tests.jobs.handlers.break_down")
register_job("test.lose_process", "tests.jobs.handlers.lose_process")
register_job("test.compute", "tests.jobs.handlers.compute")
register_job("test.publish", "tests.jobs.handlers.publish")


class Workers:
    """Starts workers on the test's database, and ends what a test that failed left running."""

    def __init__(self) -> None:
        self._started: list[subprocess.Popen[bytes]] = []

    def __call__(self, **environment: str) -> "subprocess.Popen[bytes]":
        settings = connection.settings_dict
        url = f"postgresql://{settings['USER']}@{settings['HOST'].replace('/', '%2F')}"
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.jobs.worker"],
            env={
                **os.environ,
                "DATABASE_URL": f"{url}:{settings['PORT']}/{settings['NAME']}",
                "DJANGO_SETTINGS_MODULE": "gis_core.settings",
                **environment,
            },
        )
        self._started.append(process)
        return process

    def end(self) -> None:
        for process in self._started:
            process.kill()
            process.wait()


def wait_until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Look again and again until something is so; fails the test when it never is."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


def status_of(job: Job) -> str:
    return Job.objects.get(pk=job.pk).status
