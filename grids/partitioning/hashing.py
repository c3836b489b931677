"""The fingerprint of a problem, by which a result says what it was computed from."""

import hashlib
import json
from dataclasses import fields

import numpy as np

from grids.partitioning.problem import Problem


def input_hash(problem: Problem) -> str:
    """SHA-256 over every array, name and rule of the problem."""
    digest = hashlib.sha256()
    for field in fields(problem):
        value = getattr(problem, field.name)
        digest.update(field.name.encode())
        if isinstance(value, np.ndarray):
            digest.update(f"{value.dtype}{value.shape}".encode() + value.tobytes())
        elif field.name == "rules":
            plain = {**vars(value), "barrier_weight": sorted(value.barrier_weight.items())}
            digest.update(json.dumps(plain, sort_keys=True).encode())
        else:
            digest.update(json.dumps(value).encode())
    return digest.hexdigest()
