"""The best plan of a task in whole columns, and the proof that it is the best."""

import highspy
import numpy as np

from grids.partitioning.merging.branching import Proof, prove
from grids.partitioning.merging.relaxation import NOISE, Relaxed, column_entries, relax
from grids.partitioning.merging.tasks import Task
from grids.partitioning.problem import Codes, Flags
from grids.partitioning.running import Run
from grids.partitioning.solving import new_solver

FEW = 4_000  # columns that HiGHS is given as whole numbers at once


def solve_task(
    task: Task, known: Codes | None, start: Codes, run: Run, nodes: int
) -> tuple[Codes, Relaxed, Proof] | None:
    """The best plan, its relaxation and its proof; None when there is none, or none in time.

    `known`: a plan of the task, perhaps not the best; `start`: columns to begin with. Trees of at
    most `nodes` nodes find the plan as they prove it: on these tasks they close where the cuts and
    heuristics of HiGHS's own tree take minutes. It is asked only where they meet no plan at all.
    """
    root = relax(task, run, start)
    if root is None or root.missing > NOISE:
        return None
    if root.is_feasible and is_plan(task, root.chosen):
        known = root.chosen
    plan, proof = _search(task, root, known, run, nodes)
    if plan is None:
        plan = _solve_whole(task, _cheapest(task, root), run, nodes)
        if plan is None:
            return None
        plan, proof = _search(task, root, plan, run, nodes)
    return None if plan is None else (plan, root, proof)


def _search(
    task: Task, root: Relaxed, plan: Codes | None, run: Run, nodes: int
) -> tuple[Codes | None, Proof]:
    """Grow trees, each below a better plan, until one meets no better plan."""
    while True:
        proof = prove(task, root, None if plan is None else _cost(task, plan), run, nodes)
        if proof.better is None or not is_plan(task, proof.better):
            return plan, proof
        plan = proof.better


def _cheapest(task: Task, root: Relaxed) -> Flags:
    """The columns that cost least above the prices of their units."""
    order = np.argsort(root.duals.reduced, kind="stable")
    keep = np.zeros(task.size, np.bool_)
    keep[order[:FEW]] = True
    return keep


def _cost(task: Task, plan: Codes) -> int:
    return int(task.cost[plan].sum())


def is_plan(task: Task, chosen: Codes) -> bool:
    """Whether the columns cover every unit once and keep every row, counted in whole numbers."""
    covered = np.zeros(len(task.units), np.int64)
    start = task.columns.start
    for column in chosen.tolist():
        covered[task.place[start[column] : start[column + 1]]] += 1
    kept = all(int(row.cost[chosen].sum()) <= row.most for row in task.rows)
    return kept and bool((covered == 1).all())


def _solve_whole(task: Task, keep: Flags, run: Run, nodes: int) -> Codes | None:
    """The best plan among the columns kept that so many nodes of HiGHS find; None without one."""
    where = np.flatnonzero(keep).astype(np.int32)
    solver = new_solver(run, absolute_gap=0.5)  # costs are whole: less than one apart is equal
    solver.setOptionValue("mip_max_nodes", nodes)
    solver.passModel(_model(task, where))
    solver.run()
    values = np.array(solver.getSolution().col_value)
    if len(values) != len(where):
        return None
    chosen = where[values > 0.5]
    return chosen if is_plan(task, chosen) else None


def _model(task: Task, where: Codes) -> highspy.HighsLp:
    """Columns in {0, 1}; one row per unit (= 1), one per limit."""
    lp, units, rows = highspy.HighsLp(), len(task.units), len(task.rows)
    lp.num_col_, lp.num_row_ = len(where), units + rows
    lp.col_cost_ = task.cost[where].astype(np.float64)
    lp.col_lower_, lp.col_upper_ = np.zeros(len(where)), np.ones(len(where))
    most = np.array([row.most for row in task.rows], np.float64)
    lp.row_lower_ = np.concatenate([np.ones(units), np.full(rows, -highspy.kHighsInf)])
    lp.row_upper_ = np.concatenate([np.ones(units), most])
    start, index, value = column_entries(task, where)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.append(start, len(index)).astype(np.int32)
    lp.a_matrix_.index_, lp.a_matrix_.value_ = index, value
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(where)
    return lp
