"""The whole run: make the stage, show that planted faults are found, kill, tell."""

import random
import sys
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.faults.actions import ACTIONS, Action
from tests.faults.counties import Subject, make_subjects
from tests.faults.plan import Kill, plan_kills
from tests.faults.playing import Outcome, Twin, play, rehearse
from tests.faults.report import shares, table, tell
from tests.faults.sowing import FAULTS, Fault
from tests.faults.stage import Stage

Twins = dict[str, Twin]


class Chapters:
    """Fresh counties for every kill; when a scene has none left, the database begins anew."""

    def __init__(self, stage: Stage, subjects: list[Subject]) -> None:
        self.stage, self.subjects = stage, subjects
        self._left: dict[str, list[Subject]] = defaultdict(list)

    def begin(self) -> None:
        connection.close()
        self.stage.restore()
        self._left = defaultdict(list)
        for subject in self.subjects:
            self._left[subject.scene].append(subject)

    def next(self, scene: str) -> Subject:
        if not self._left[scene]:
            self.begin()
        return self._left[scene].pop()


def run(options: Namespace, folder: Path, undo: ExitStack) -> bool:
    """Whether anything was found, or a planted fault was not."""
    chance = random.Random(options.seed)  # noqa: S311  # which moment, nothing secret
    stage = Stage(folder, undo)
    print(f"seed {options.seed}; {stage.address}; {stage.durable()}", flush=True)
    chapters = _prepare(stage, options)
    actions = _chosen(options)
    first = [ACTIONS[0]] if options.planted and ACTIONS[0] not in actions else []
    twins = _rehearse(stage, chapters, first + actions)
    missed = _planted(stage, chapters, twins, options.planted) if options.planted else []
    kills = plan_kills(options.kills, actions, chance)
    outcomes: list[Outcome] = []
    try:
        outcomes += _kill(stage, chapters, twins, kills)
    except KeyboardInterrupt:
        print("stopped early", flush=True)
    print(f"\n{table(outcomes)}\n{shares(outcomes)}", flush=True)
    found = [text for outcome in outcomes for text in outcome.found]
    print(f"{len(found)} findings in {len(outcomes)} kills", flush=True)
    return bool(found or missed)


def _prepare(stage: Stage, options: Namespace) -> Chapters:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    stage.fill(options.source)
    subjects = make_subjects(options.counties)
    connection.close()
    stage.keep_as_template()
    chapters = Chapters(stage, subjects)
    chapters.begin()
    stage.enter_worker()
    stage.enter_web()
    return chapters


def _chosen(options: Namespace) -> list[Action]:
    chosen = [one for one in ACTIONS if (options.only or "") in one.name]
    if not chosen:
        sys.exit(f"no such action: {options.only}; {', '.join(one.name for one in ACTIONS)}")
    return chosen


def _rehearse(stage: Stage, chapters: Chapters, actions: list[Action]) -> Twins:
    """Each action once, without a kill."""
    twins = {}
    for action in actions:
        twins[action.name] = rehearse(stage, action, chapters.next(action.scene))
        print(f"unkilled: {action.name} {twins[action.name].seconds:.2f} s", flush=True)
    return twins


def _kill(stage: Stage, chapters: Chapters, twins: Twins, kills: list[Kill]) -> Iterator[Outcome]:
    for number, what in enumerate(kills, start=1):
        subject = chapters.next(what.action.scene)
        outcome = play(stage, what, subject, twins[what.action.name])
        print(tell(number, outcome, subject.code), flush=True)
        for text in outcome.found:
            print(f"       {text}", flush=True)
        if outcome.found:
            chapters.begin()  # what is broken must not be found again
        yield outcome


def _planted(stage: Stage, chapters: Chapters, twins: Twins, count: int) -> list[str]:
    """Kill with each planted fault until found, at most `count` times; those that are not."""
    missed = []
    for fault in FAULTS:
        tried = any(
            outcome.found for outcome in _kill_planted(stage, chapters, twins, fault, count)
        )
        print(f"planted: {fault.name}: {'found' if tried else 'NOT FOUND'}", flush=True)
        if not tried:
            missed.append(fault.name)
        chapters.begin()
        stage.web.stop()
        stage.enter_web()
    return missed


def _kill_planted(
    stage: Stage, chapters: Chapters, twins: Twins, fault: Fault, count: int
) -> Iterator[Outcome]:
    action = ACTIONS[0]  # faults are planted in the web server
    for part in range(count):
        chapters.begin()
        stage.web.stop()
        stage.enter_web(application=fault.application, **fault.env)
        outcome = play(stage, fault.kill(action), chapters.next(action.scene), twins[action.name])
        print(f"{tell(part + 1, outcome, 'planted')}  {outcome.found[:1]}", flush=True)
        yield outcome
