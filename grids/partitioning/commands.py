"""The command line: files in, a RESULT document out.

Exit codes: 0 done and every rule kept; 2 the command or a file is bad; 3 done, but rules are
broken and named; 4 `check` found more broken than the result admits, a false figure or a false
proof; 5 cancelled.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from grids.partitioning.checking import check, false_claims
from grids.partitioning.dividing.suggest import suggest_grids
from grids.partitioning.errors import ProblemError
from grids.partitioning.explaining.asking import explain
from grids.partitioning.merging.pareto import POINTS_AT_MOST, pareto_merges
from grids.partitioning.merging.suggest import suggest_merges
from grids.partitioning.problem import Problem
from grids.partitioning.reading import read_problem, read_result, write_front, write_result
from grids.partitioning.result import Result, Violation
from grids.partitioning.running import Run

DONE, BAD_INPUT, BROKEN, DISHONEST, STOPPED = 0, 2, 3, 4, 5
SUGGEST = {"merge": suggest_merges, "divide": suggest_grids}


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        problem = read_problem(_load(options.problem))
        return COMMANDS[options.command](problem, options)
    except ProblemError as error:
        print(f"错误 [{error.code}] {error}", file=sys.stderr)
        return BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("grids.partitioning", description="社区与网格划分引擎")
    parser.add_argument("command", choices=list(COMMANDS), help="合并 | 划分 | 核验 | 说明")
    parser.add_argument("problem", type=Path, help="问题文件 PROBLEM.json")
    parser.add_argument("result", type=Path, nargs="?", help="结果文件；省略时写到标准输出")
    parser.add_argument("--seed", type=int, default=0, help="随机种子，默认 0")
    parser.add_argument("--time-limit", type=float, help="最长秒数；有时限的结果与机器快慢有关")
    parser.add_argument("--jobs", type=int, default=1, help="进程数，默认 1；不影响结果")
    _add_questions(parser)
    return parser


def _add_questions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pareto", type=int, nargs="?", const=POINTS_AT_MOST, metavar="N",
        help=f"merge：个数、变更户数、步行距离的全部最优取舍，最多 N 个（默认 {POINTS_AT_MOST}）",
    )  # fmt: skip
    parser.add_argument(
        "--bound", action="store_true", help="divide：大片区域也给出界线代价的下界，约需十倍时间"
    )
    parser.add_argument("--pair", nargs=2, metavar=("A", "B"), help="explain：两处合并或分开的代价")
    parser.add_argument("--unit", metavar="U", help="explain：这一处合并、不合并或移走的代价")
    parser.add_argument(
        "--within", type=float, metavar="P", help="explain：与最优差 P%% 之内的方案"
    )


def _load(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ProblemError("no_file", str(path), "找不到这个文件，请核对路径。") from None
    except OSError as error:
        raise ProblemError("unreadable", str(path), f"无法读取：{error.strerror}。") from None
    except UnicodeDecodeError:
        raise ProblemError("not_utf8", str(path), "不是 UTF-8 编码，请另存为 UTF-8。") from None
    except json.JSONDecodeError as error:
        text = f"不是合法的 JSON：第 {error.lineno} 行第 {error.colno} 列。"
        raise ProblemError("not_json", str(path), text) from None


def _suggest(problem: Problem, options: argparse.Namespace) -> int:
    if options.pareto is not None:
        return _front(problem, options)
    with _workers(options.jobs) as executor:
        suggest = SUGGEST[options.command]
        if options.bound:
            suggest = _with_bound(options.command)
        result = suggest(
            problem, seed=options.seed, time_limit=options.time_limit, executor=executor
        )
    _write(options.result, write_result(problem, result))
    print(_summary(result), file=sys.stderr)
    if result.status == "cancelled":
        return STOPPED
    return BROKEN if result.violations else DONE


def _with_bound(command: str) -> Callable[..., Result]:
    if command != "divide":
        raise ProblemError("bad_option", "--bound", "只能与 divide 同用；合并总有证明或界。")
    return partial(suggest_grids, bound=True)


def _front(problem: Problem, options: argparse.Namespace) -> int:
    """Write {"complete", "points": [RESULT, ...]}: every plan that no other beats."""
    if options.command != "merge":
        raise ProblemError("bad_option", "--pareto", "只能与 merge 同用。")
    front = pareto_merges(
        problem, seed=options.seed, points=options.pareto, time_limit=options.time_limit
    )
    _write(options.result, write_front(problem, front))
    all_told = "已是全部" if front.complete else "尚有未列出的取舍（到达个数或时间上限）"
    print(f"{len(front.points)} 个方案，{all_told}", file=sys.stderr)
    return BROKEN if any(point.violations for point in front.points) else DONE


def _write(path: Path | None, document: Any) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=1)
    if path is None:
        print(text)
    else:
        _save(path, text)


def _explain(problem: Problem, options: argparse.Namespace) -> int:
    """Print the reasons asked for; without a question, those of the result."""
    if options.result is None:
        text = "说明需要结果文件：explain PROBLEM.json RESULT.json。"
        raise ProblemError("no_result", "RESULT", text)
    result = read_result(problem, _load(options.result))
    reasons = explain(
        problem, result, pair=options.pair, unit=options.unit, within=options.within,
        run=Run(options.time_limit),
    )  # fmt: skip
    for reason in reasons:
        print(reason.text_zh, file=sys.stderr)
    _write(None, [asdict(reason) for reason in reasons])
    return DONE


@contextmanager
def _workers(jobs: int) -> Iterator[Executor | None]:
    if jobs <= 1:
        yield None
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as executor:
        yield executor


def _save(path: Path, text: str) -> None:
    try:
        path.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise ProblemError("unwritable", str(path), f"无法写入：{error.strerror}。") from None


def _summary(result: Result) -> str:
    return (
        f"{result.status}：{len(result.parts)} 处，{len(result.violations)} 项不合规则，"
        f"{len(result.explanation)} 条说明，用时 {result.seconds:.1f} 秒"
    )


def _check(problem: Problem, options: argparse.Namespace) -> int:
    """Check a RESULT, or every point of a front; the worst exit code of all."""
    if options.result is None:
        raise ProblemError(
            "no_result", "RESULT", "核验需要结果文件：check PROBLEM.json RESULT.json。"
        )
    given = _load(options.result)
    points = given.get("points") if isinstance(given, dict) else None
    results = [read_result(problem, one) for one in (points or [given])]
    found = [check(problem, result) for result in results]
    false = [false_claims(problem, result) for result in results]
    print(
        json.dumps(
            [asdict(one) for rows in (*found, *false) for one in rows], ensure_ascii=False, indent=1
        )
    )
    hidden = not all(map(_admitted, found, results))
    if hidden or any(false):
        print("结果隐瞒了不合规则之处，或所列数字、证明与其划分不符。", file=sys.stderr)
        return DISHONEST
    return BROKEN if any(found) else DONE


def _admitted(found: Sequence[Violation], result: Result) -> bool:
    """Whether the result itself names everything that was found."""
    named = {(one.rule, frozenset(one.units)) for one in result.violations}
    return all((one.rule, frozenset(one.units)) in named for one in found)


COMMANDS: dict[str, Callable[[Problem, argparse.Namespace], int]] = {
    "merge": _suggest,
    "divide": _suggest,
    "check": _check,
    "explain": _explain,
}
