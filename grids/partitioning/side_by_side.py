"""Independent pieces of work, here or on an executor, answered in the order they were given."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, wait
from typing import TypeVar

from grids.partitioning.running import Run

T = TypeVar("T")
LOOK_SECONDS = 0.2  # between two looks at whether somebody cancelled


def telling(run: Run, total: int, phase: str) -> Callable[[int], None]:
    """What tells the run how many of `total` tasks have ended."""
    return lambda done: run.tell(done, total, phase)


def run_side_by_side(
    tasks: Sequence[Callable[[Run], T]],
    run: Run,
    executor: Executor | None,
    done: Callable[[int], None] | None = None,
    least: int = 0,
) -> list[T | None]:
    """The answer of every task, None for those nobody got to before the run was to stop.

    The first `least` tasks are begun in any case. `done` is told how many have ended. Tasks that
    go elsewhere must be picklable; they know when the time is up, and answer then, but not that
    they were cancelled.
    """
    if executor is not None:
        return _elsewhere(tasks, run, executor, done)
    answers: list[T | None] = []
    for number, task in enumerate(tasks):
        answers.append(None if run.should_stop and number >= least else task(run))
        if done:
            done(number + 1)
    return answers


def _elsewhere(
    tasks: Sequence[Callable[[Run], T]],
    run: Run,
    executor: Executor,
    done: Callable[[int], None] | None,
) -> list[T | None]:
    moment = run.ends_at
    futures = [executor.submit(_until, task, moment) for task in tasks]
    waiting = set(futures)
    while waiting and not run.is_cancelled:
        waiting = wait(waiting, timeout=LOOK_SECONDS).not_done
        if done:
            done(len(futures) - len(waiting))
    for future in waiting:
        future.cancel()
    return [one.result() if one.done() and not one.cancelled() else None for one in futures]


def _until(task: Callable[[Run], T], moment: float | None) -> T:
    return task(Run.until(moment))
