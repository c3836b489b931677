"""PROBLEM and RESULT documents to and from arrays."""

from grids.partitioning.reading.document import read_problem
from grids.partitioning.reading.problems import write_problem
from grids.partitioning.reading.results import read_result, write_front, write_result

__all__ = ["read_problem", "read_result", "write_front", "write_problem", "write_result"]
