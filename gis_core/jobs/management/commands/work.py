import logging
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import BaseCommand
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from gis_core.jobs.chores import do_chores
from gis_core.jobs.services import take_over_lost_jobs

log = logging.getLogger(__name__)

SWEEP_SECONDS = 5.0
RETRY_SECONDS = 1.0


class Command(BaseCommand):
    help = "Run background jobs; start it as often, and on as many machines, as needed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="end when nothing is waiting")
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between looks")

    def handle(self, *, batch: bool, interval: float, **options: Any) -> None:
        worker = Worker(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        with sweeping():
            work_on(worker)


def work_on(worker: Worker) -> None:
    """Do jobs until told to stop, also when the database is away meanwhile or at the start: who
    waits for one must not wait for somebody to notice. In batch mode it ends with the database."""
    while True:
        try:
            take_over_lost_jobs()
            do_chores()
            worker.run()
        except (OperationalError, InterfaceError) as error:
            if worker.batch:
                raise
            log.warning("the database does not answer (%s); trying again", str(error).strip())
            connection.close()
            time.sleep(RETRY_SECONDS)
        else:
            return


@contextmanager
def sweeping() -> Iterator[None]:
    """Look for lost jobs, and for what is due, from a thread of its own while the body works."""
    stop = threading.Event()
    thread = threading.Thread(target=_sweep, args=(stop,), name="sweep", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _sweep(stop: threading.Event) -> None:
    while not stop.wait(SWEEP_SECONDS):
        try:
            take_over_lost_jobs()
            do_chores()
        except (DatabaseError, InterfaceError):
            log.exception("cannot look for lost jobs; trying again in %s s", SWEEP_SECONDS)
        finally:
            connection.close()
