"""One kill: begin, strike, start again, and look at what is there."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection

from gis_core.jobs.models import Job
from tests.faults.actions import ANSWERERS, DATABASE, PATIENCE_SECONDS, WEB, WORKER, Action, Running
from tests.faults.asking import readiness
from tests.faults.checks import faults
from tests.faults.counties import Subject
from tests.faults.plan import Kill
from tests.faults.stage import Stage, is_running, kill, kill_children, wait_until
from tests.faults.state import Counts, State, counts, differences, growth, state_of
from tests.faults.watching import Seen, Watch

BEFORE, INSIDE, AFTER = "before", "inside", "after"


@dataclass
class Twin:
    """What an action leaves when nothing is killed, and how long it takes; `seconds` follows
    what it takes now, on a machine that does other things besides."""

    state: State
    growth: Counts
    seconds: float


@dataclass
class Outcome:
    """What one kill met, and what was found afterwards."""

    kill: Kill
    where: str = BEFORE
    doing: str = ""
    acknowledged: bool = False
    said: str = "none"
    found: list[str] = field(default_factory=list)


def rehearse(stage: Stage, action: Action, subject: Subject) -> Twin:
    """Do it without killing anything."""
    _forget_session()
    before, found = counts(), Outcome(Kill(action, "", None))
    with _watching(stage) as watch:
        begun = time.monotonic()
        running = action.begin(stage, subject, watch)
        if action.program == WORKER:
            begun = time.monotonic()
        _until_done(running)
        seconds = time.monotonic() - begun
    found.found += action.complete(stage, subject, there=True) + _all_jobs_end()
    found.found += faults()
    if found.found:
        raise RuntimeError(f"{action.name} fails though nothing was killed: {found.found}")
    return Twin(state_of(subject.county), growth(before, counts()), seconds)


def play(stage: Stage, what: Kill, subject: Subject, twin: Twin) -> Outcome:
    """Kill once, and look."""
    _forget_session()
    outcome, before = Outcome(what), counts()
    with _watching(stage) as watch:
        running = what.action.begin(stage, subject, watch)
        _wait_for_the_moment(running, what, subject, twin)
        _note(what.action, subject, watch.look(what.action.program), outcome)
        outcome.acknowledged = running.acknowledged()
        _kill(stage, what.victim)
    running.wait()
    outcome.said = running.said()
    twin.seconds = (twin.seconds + (running.seconds() or twin.seconds)) / 2
    outcome.found += _recover(stage, what.victim)
    _forget_session()
    _look(what.action, subject, twin, outcome, growth(before, counts()))
    there = what.action.is_there(subject)
    outcome.found += what.action.complete(stage, subject, there)
    outcome.found += _all_jobs_end()
    outcome.found += _whole(subject, twin, growth(before, counts()))
    outcome.found += faults() + _alive(stage)
    return outcome


def _wait_for_the_moment(running: Running, what: Kill, subject: Subject, twin: Twin) -> None:
    sign = what.sign
    if sign:
        wait_until(lambda: running.is_over() or sign(subject), PATIENCE_SECONDS)
    elif what.moment is None:
        _until_done(running)
    else:
        time.sleep(what.moment * twin.seconds)


def _note(action: Action, subject: Subject, seen: Seen | None, outcome: Outcome) -> None:
    """Where the action is in the moment before the kill."""
    if action.is_inside(subject, seen):
        outcome.where, outcome.doing = INSIDE, seen.doing if seen else "computing"


def _kill(stage: Stage, victim: str) -> None:
    if victim == DATABASE:
        stage.stop_database()
    elif victim == ANSWERERS:
        kill_children(stage.web)
    else:
        kill(stage.web if victim == WEB else stage.worker)


def _recover(stage: Stage, victim: str) -> list[str]:
    """Start again what was killed, and that alone: the others must go on by themselves."""
    if victim == WEB:
        stage.enter_web()
    elif victim == WORKER:
        stage.enter_worker()
    elif victim == DATABASE:
        stage.start_database()
    if not wait_until(lambda: readiness(stage.address) == 200, PATIENCE_SECONDS):
        return ["the web server does not find the database again"]
    return []


def _look(action: Action, subject: Subject, twin: Twin, outcome: Outcome, grown: Counts) -> None:
    """Whether what is there is all or nothing, and whether what was acknowledged is there."""
    there = action.is_there(subject)
    outcome.acknowledged = outcome.acknowledged or outcome.said == "200"
    if there:
        outcome.where, wanted = AFTER, twin.growth
    else:
        wanted = action.asking
    if outcome.acknowledged and not there:
        outcome.found.append("acknowledged, and gone")
    if grown != wanted:
        outcome.found.append(f"neither all nor nothing: rows {grown} for {wanted}")


def _whole(subject: Subject, twin: Twin, grown: Counts) -> list[str]:
    """Whether after all that everything is as in the county where nothing was killed."""
    found = differences(state_of(subject.county), twin.state)
    if grown != twin.growth:
        found.append(f"done otherwise than by its twin: rows {grown} for {twin.growth}")
    return found


def _all_jobs_end() -> list[str]:
    """Whether no job is left that nobody does: also those that publishing asked for."""
    waiting = Job.objects.filter(status__in=[Job.Status.QUEUED, Job.Status.RUNNING])
    if wait_until(lambda: not waiting.exists(), PATIENCE_SECONDS):
        return []
    return [f"a job that nobody does: {one} {one.status}" for one in waiting]


def _alive(stage: Stage) -> list[str]:
    """Programs that ended by themselves; they are started again, so that it can go on."""
    found = []
    if not is_running(stage.worker):
        found.append("the worker ended by itself")
        stage.enter_worker()
    if not is_running(stage.web):
        found.append("the web server ended by itself")
        stage.enter_web()
    return found


def _until_done(running: Running) -> None:
    wait_until(lambda: running.acknowledged() or running.is_over(), PATIENCE_SECONDS, pause=0.001)
    if not running.acknowledged():
        raise RuntimeError(f"never done: {running.said()} {running}")


@contextmanager
def _watching(stage: Stage) -> Iterator[Watch]:
    watch = Watch(stage.cluster)
    try:
        yield watch
    finally:
        watch.close()


def _forget_session() -> None:
    """Our own session may have been killed with the database."""
    connection.close()
