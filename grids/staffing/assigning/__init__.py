"""Who goes where: people and units to grids at least cost, with a proof; no Django.

    Task -> assign -> Plan with a certificate -> reasons_of (why here, what the next best costs)

Costs are whole metres, so that sums are exact and a proof of optimality is an equality.
"""

from grids.staffing.assigning.proving import Certificate, prove
from grids.staffing.assigning.reasons import Reason, reasons_of
from grids.staffing.assigning.solving import IDLE, Plan, assign
from grids.staffing.assigning.task import Task, TaskError, shares_by_workload

__all__ = [
    "IDLE",
    "Certificate",
    "Plan",
    "Reason",
    "Task",
    "TaskError",
    "assign",
    "prove",
    "reasons_of",
    "shares_by_workload",
]
