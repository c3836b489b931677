"""The best plan of a task in whole columns, and the proof that it is the best."""

import highspy
import numpy as np

from grids.partitioning.merging.branching import Proof, prove
from grids.partitioning.merging.relaxation import NOISE, Relaxed, column_entries, relax
from grids.partitioning.merging.tasks import Task, is_plan
from grids.partitioning.problem import Codes, Flags
from grids.partitioning.running import Run
from grids.partitioning.solving import new_solver

FEW = 4_000  # columns that HiGHS is given as whole numbers at once


def solve_task(
    task: Task, known: Codes | None, start: Codes, run: Run, nodes: int
) -> tuple[Codes, Relaxed, Proof] | None:
    """The best plan, its relaxation and its proof; None when there is none, or none in time.

    `known`: a plan of the task, perhaps not the best; `start`: columns to begin with. A tree of at
    most `nodes` nodes finds the plan as it proves it: on these tasks it closes where the cuts and
    heuristics of HiGHS's own tree take minutes. That is asked only where it meets no plan at all.
    """
    root = relax(task, run, start)
    if root is None or root.missing > NOISE:
        return None
    if root.is_feasible and is_plan(task, root.chosen):
        known = root.chosen
    proof = prove(task, root, known, run, nodes)
    if proof.plan is None:
        plan = _solve_whole(task, _cheapest(task, root), run, nodes)
        if plan is None:
            return None
        proof = prove(task, root, plan, run, nodes)
    return None if proof.plan is None else (proof.plan, root, proof)


def _cheapest(task: Task, root: Relaxed) -> Flags:
    """The columns that cost least above the prices of their units."""
    order = np.argsort(root.duals.reduced, kind="stable")
    keep = np.zeros(task.size, np.bool_)
    keep[order[:FEW]] = True
    return keep


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
