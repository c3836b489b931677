"""The fingerprint of a problem, by which a result says what it was computed from."""

import hashlib
import json
from dataclasses import fields
from typing import Any

import numpy as np

from grids.partitioning.problem import Problem
from grids.partitioning.rules import Rules


def plain_rules(rules: Rules) -> dict[str, Any]:
    """The rules as plain texts, numbers and lists, as JSON gives them back."""
    plain = {**vars(rules), "barrier_weight": sorted(rules.barrier_weight.items())}
    found: dict[str, Any] = json.loads(json.dumps(plain))
    return found


def input_hash(problem: Problem) -> str:
    """SHA-256 over every array, name and rule of the problem."""
    digest = hashlib.sha256()
    for field in fields(problem):
        value = getattr(problem, field.name)
        digest.update(field.name.encode())
        if isinstance(value, np.ndarray):
            digest.update(f"{value.dtype}{value.shape}".encode() + value.tobytes())
        elif field.name == "rules":
            digest.update(json.dumps(plain_rules(value), sort_keys=True).encode())
        else:
            digest.update(json.dumps(value).encode())
    return digest.hexdigest()
