"""One piece of a certificate, proven or refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from grids.partitioning.problem import Counts, Problem
from grids.partitioning.verifying.bounds import plain_bounds
from grids.partitioning.verifying.ground import atoms_in
from grids.partitioning.verifying.groups import Listed, list_groups
from grids.partitioning.verifying.prices import admissible, costs_of
from grids.partitioning.verifying.trees import FalseCertificate, Step, proven_bound
from grids.partitioning.verifying.unlisted import unlisted

Limits = Mapping[str, tuple[str, int, int]]  # by name: term, +1 or -1, the most


@dataclass(frozen=True, eq=False)
class Claim:
    """What the certificate may be held to: terms in order, limits, names, parts of the labels."""

    terms: tuple[str, ...]
    limits: Limits
    names: Mapping[str, int]
    near: dict[int, set[int]]
    labels: tuple[int, ...]


@dataclass(frozen=True)
class Verdict:
    """Of one piece: values by term, and the bounds proven."""

    values: Mapping[str, int]
    bounds: Mapping[str, int | None]


def verify_piece(problem: Problem, entry: Mapping[str, Any], claim: Claim) -> Verdict:
    """Prove one piece again; raises FalseCertificate."""
    units = tuple(claim.names[name] for name in entry["units"])
    if entry["complete"]:
        return _complete(problem, entry, claim, units)
    return _searched(problem, entry, claim, units)


def _searched(
    problem: Problem, entry: Mapping[str, Any], claim: Claim, units: tuple[int, ...]
) -> Verdict:
    """A piece with too many groups: bounds summed by hand, raised by the trees there are."""
    values = _values_of_parts(problem, claim, units)
    plain = plain_bounds(problem, units, claim.near, values["undersized"])
    bounds: dict[str, int | None] = {term: plain.get(term) for term in claim.terms}
    piece, limits = None, dict(claim.limits)
    for term, stage in zip(claim.terms, entry["stages"], strict=True):
        _refuse_other(stage["term"], term, "certificate_terms")
        _refuse_other(stage["value"], values[term], "claimed_value")
        if stage["proof"] is not None:
            atoms = atoms_in(problem, set(units), claim.near)
            piece = piece or unlisted(problem, atoms, units, claim.names)
            found = piece.bound(term, limits, values[term], stage["proof"])
            bounds[term] = max(found, plain.get(term, found))
        _refuse_other(stage["bound"], bounds[term], "claimed_bound")
        limits[term] = (term, 1, values[term])
    return Verdict(values, bounds)


def _complete(
    problem: Problem, entry: Mapping[str, Any], claim: Claim, units: tuple[int, ...]
) -> Verdict:
    groups = list_groups(problem, atoms_in(problem, set(units), claim.near))
    if not groups.full:
        raise FalseCertificate("too_many_groups", units)
    groups = groups.kept(admissible(problem, groups, claim.near))
    _refuse_other(entry["columns"], groups.size, "certificate_columns")
    costs = costs_of(problem, groups)
    chosen = _chosen(groups, claim.labels, units)
    values = {term: int(costs[term][chosen].sum()) for term in claim.terms}
    order = np.full(problem.size, -1, np.int64)
    order[list(units)] = np.arange(len(units))
    limits = {name: (sign * costs[t], most) for name, (t, sign, most) in claim.limits.items()}
    for counted, most in limits.values():
        if int(counted[chosen].sum()) > most:
            raise FalseCertificate("limit", (), int(counted[chosen].sum()), most)
    bounds: dict[str, int | None] = dict.fromkeys(claim.terms)
    possible = np.arange(groups.size)
    for term, stage in zip(claim.terms, entry["stages"], strict=False):
        _refuse_other(stage["term"], term, "certificate_terms")
        _refuse_other(stage["value"], values[term], "claimed_value")
        step = Step(groups, order[groups.members], units, costs[term], limits, values[term])
        bound, possible = proven_bound(step, stage["proof"], claim.names, possible)
        _refuse_other(stage["bound"], bound, "claimed_bound")
        bounds[term] = bound
        limits = {**limits, term: (costs[term], values[term])}
    return Verdict(values, bounds)


def _refuse_other(stated: Any, found: Any, rule: str) -> None:
    if stated != found or isinstance(stated, bool):
        numbers = [one if isinstance(one, int | float) else 0 for one in (stated, found)]
        raise FalseCertificate(rule, (), *numbers)


def _chosen(groups: Listed, labels: tuple[int, ...], units: tuple[int, ...]) -> Counts:
    """The groups that are the parts of the labels; refused when a part is no admissible group."""
    label = np.array(labels, np.int64)
    own = label[list(units)]
    sizes = np.bincount(label)
    of_member = label[groups.members]
    first = of_member[groups.start[:-1]]
    same = np.logical_and.reduceat(
        of_member == np.repeat(first, np.diff(groups.start)), groups.start[:-1]
    )
    chosen = np.flatnonzero(same & (np.diff(groups.start) == sizes[first]))
    missing = set(own.tolist()) - set(first[chosen].tolist())
    if missing:
        raise FalseCertificate("unlisted_group", [u for u in units if labels[u] in missing])
    return chosen


def _values_of_parts(problem: Problem, claim: Claim, units: tuple[int, ...]) -> dict[str, int]:
    """The values of the labels' own parts, where the groups are too many to list."""
    parts: dict[int, list[int]] = {}
    for unit in units:
        parts.setdefault(claim.labels[unit], []).append(unit)
    start = np.cumsum([0, *(len(own) for own in parts.values())]).astype(np.int64)
    members = np.array([unit for own in parts.values() for unit in own], np.int64)
    costs = costs_of(problem, Listed(start, members, np.ones(len(parts), np.bool_)))
    return {term: int(costs[term].sum()) for term in claim.terms}
