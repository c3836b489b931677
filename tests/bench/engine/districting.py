"""Districting instances with published optima, as PROBLEM documents.

Counties of a state, joined where they share a border; exactly k connected districts within
[L, U] inhabitants, who stand in for households. `hess_hop_*`: inhabitants × hops to the best
centre (Zhang, Validi, Buchanan and Hicks 2024); `cut_edges_*`: number of borders cut (Validi and
Buchanan 2022). The folder is that of `tests.real_data`.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.real_data import BESIDE

RULES: dict[str, dict[str, Any]] = {
    "hess_hop": {"objective": {"distance": 1}, "distance": "hops"},
    "cut_edges": {"objective": {"cut": 1}},
}


@dataclass(frozen=True)
class Instance:
    """One instance: its name, the PROBLEM document, and the published optimum."""

    name: str
    document: dict[str, Any]
    optimum: int


def instances(family: str) -> Iterator[Instance]:
    """Every instance of `hess_hop` or `cut_edges`, by name; none where the folder is absent."""
    folder = Path(os.environ.get("WANGGE_SHARED_DATA", BESIDE)) / "districting"
    for path in sorted(folder.glob(f"{family}_*.json")):
        yield read_instance(path)


def read_instance(path: Path) -> Instance:
    """The instance of one file, named as it is."""
    given = json.loads(path.read_text("utf-8"))
    family = path.stem.rpartition("_")[0]
    return Instance(path.stem, as_problem(given, RULES[family]), _optimum(given["published"]))


def _optimum(published: dict[str, Any]) -> int:
    return int(published.get("optimal") or published["best_ub"])


def as_problem(given: dict[str, Any], rules: dict[str, Any]) -> dict[str, Any]:
    """The PROBLEM document: every border of length 1, so that `cut` counts borders."""
    return {
        "units": [
            {"id": str(node["id"]), "x": node["lon"], "y": node["lat"], "households": node["pop"]}
            for node in given["nodes"]
        ],
        "edges": [{"a": str(edge[0]), "b": str(edge[1])} for edge in given["edges"]],
        "rules": {
            "parts": given["k"],
            "min_households": given["L"],
            "max_households": given["U"],
            **rules,
        },
    }
