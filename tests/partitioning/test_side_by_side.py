"""Work that goes elsewhere: answers in order, and the time limit of the whole."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from grids.partitioning import read_problem, suggest_merges
from grids.partitioning.running import Run
from grids.partitioning.side_by_side import run_side_by_side
from tests.bench.engine.counties import make_county


def until_told(run: Run) -> bool:
    """Work on until it is time to stop."""
    while not run.should_stop:
        pass
    return True


def is_late(run: Run) -> bool:
    return run.is_late


def numbered(number: int, run: Run) -> int:
    return number


def test_what_waited_for_a_worker_has_only_what_is_left_of_the_time() -> None:
    with ThreadPoolExecutor(1) as executor:
        answers = run_side_by_side([until_told, is_late], Run(0.1), executor)
    assert answers == [True, True]


def test_answers_come_in_the_order_of_the_tasks() -> None:
    tasks = [partial(numbered, number) for number in range(5)]
    with ThreadPoolExecutor(3) as executor:
        assert run_side_by_side(tasks, Run(), executor) == [0, 1, 2, 3, 4]
    assert run_side_by_side(tasks, Run(), None) == [0, 1, 2, 3, 4]


def test_pieces_merged_elsewhere_are_merged_alike() -> None:
    problem = read_problem(make_county(40, 3))
    here = suggest_merges(problem)
    with ThreadPoolExecutor(2) as executor:
        elsewhere = suggest_merges(problem, executor=executor)
    assert here.labels.tolist() == elsewhere.labels.tolist()
    assert here.certificate == elsewhere.certificate


def test_pieces_nobody_got_to_stay_as_they_are() -> None:
    problem = read_problem(make_county(40, 3))
    with ThreadPoolExecutor(2) as executor:
        result = suggest_merges(problem, executor=executor, cancelled=lambda: True)
    assert result.status == "cancelled"
    assert len(result.parts) == problem.size
