"""The bound of a price tree over groups that nobody lists.

At each node without nodes below, a search must find no group cheaper than its prices. What a
search cannot end within its steps is not verified, and refused as such.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grids.partitioning.problem import Problem
from grids.partitioning.verifying.ground import Atoms
from grids.partitioning.verifying.groups import Listed
from grids.partitioning.verifying.prices import costs_of
from grids.partitioning.verifying.searching import Asked, Searching, Unverified
from grids.partitioning.verifying.trees import DEPTH, ROOM, FalseCertificate, whole

STEPS = 150_000_000  # of search for all trees of a piece: about a minute
OF_PARTS = "parts"
Limit = tuple[str, int, int]  # term, +1 or -1, the most


@dataclass(frozen=True, eq=False)
class Unlisted:
    """A piece whose groups are searched; `alone`: costs by term of every atom by itself."""

    problem: Problem
    units: tuple[int, ...]
    names: Mapping[str, int]
    search: Searching
    alone: Mapping[str, Any]

    def bound(self, term: str, limits: Mapping[str, Limit], value: int, proof: Any) -> int:
        """The bound the tree proves for plans within the limits, at most the value."""
        walk = _Walk(self, term, limits, value)
        return min(value, walk.bound(proof, DEPTH))


def unlisted(
    problem: Problem, atoms: Atoms, units: tuple[int, ...], names: Mapping[str, int]
) -> Unlisted:
    """The piece, ready to be searched."""
    start = np.cumsum([0, *map(len, atoms.units)]).astype(np.int64)
    members = np.array([unit for own in atoms.units for unit in own], np.int64)
    alone = costs_of(problem, Listed(start, members, np.ones(len(atoms.units), np.bool_)))
    return Unlisted(problem, units, names, Searching(problem, atoms, STEPS), alone)


@dataclass(frozen=True, eq=False)
class _Walk:
    """A way down the tree: limits and pairs of atoms grow with every split."""

    piece: Unlisted
    term: str
    limits: Mapping[str, Limit]
    value: int
    apart: tuple[tuple[int, int], ...] = ()
    together: tuple[tuple[int, int], ...] = ()

    def bound(self, node: Any, depth: int) -> int:
        if depth == 0:
            raise FalseCertificate("certificate_malformed")
        if "split_parts" in node:
            number = whole(node["split_parts"], 0)
            few, many = (OF_PARTS, 1, number), (OF_PARTS, -1, -number - 1)
            return min(
                replace(self, limits={**self.limits, "fewer": few}).bound(node["fewer"], depth - 1),
                replace(self, limits={**self.limits, "more": many}).bound(node["more"], depth - 1),
            )
        if "split" in node:
            pair = self._pair(node["split"])
            return min(
                replace(self, together=(*self.together, pair)).bound(node["together"], depth - 1),
                replace(self, apart=(*self.apart, pair)).bound(node["apart"], depth - 1),
            )
        return self._priced(node)

    def _pair(self, split: Sequence[str]) -> tuple[int, int]:
        one, other = (int(self.piece.search.owner[self.piece.names[name]]) for name in split)
        if one == other or min(one, other) < 0:
            raise FalseCertificate("certificate_malformed")
        return one, other

    def _priced(self, node: Any) -> int:
        """The bound of a node whose prices no group undercuts."""
        scale = whole(node["scale"], 1)
        prices = [whole(price) for price in node["unit_duals"]]
        rows = {name: whole(price, 0) for name, price in node["row_duals"].items()}
        if len(prices) != len(self.piece.units) or not rows.keys() <= self.limits.keys():
            raise FalseCertificate("certificate_malformed")
        bound = sum(prices) - sum(price * self.limits[name][2] for name, price in rows.items())
        self._refuse_undercut(self._asked(scale, prices, rows), scale)
        return -(-bound // scale)

    def _asked(self, scale: int, prices: Sequence[int], rows: Mapping[str, int]) -> Asked:
        of, group = {self.term: scale}, 0
        for name, price in rows.items():
            term, sign, _ = self.limits[name]
            if term == OF_PARTS:
                group += sign * price
            else:
                of[term] = of.get(term, 0) + sign * price
        if OF_PARTS in of:
            group += of.pop(OF_PARTS)
        search = self.piece.search
        _refuse_overflow(self.piece, of, [*prices, group])
        atoms = np.zeros(len(search.atoms.units), np.int64)
        np.add.at(atoms, search.owner[list(self.piece.units)], np.array(prices, np.int64))
        return Asked(atoms, of, group, self.apart, self.together)

    def _refuse_undercut(self, asked: Asked, scale: int) -> None:
        piece, search = self.piece, self.piece.search
        alone = asked.group - asked.atoms
        for term, price in asked.of.items():
            alone = alone + price * piece.alone[term]
        tied = {atom for pair in asked.together for atom in pair}
        for atom in np.flatnonzero(alone < 0).tolist():
            if atom not in tied:
                units = search.atoms.units[atom]
                raise FalseCertificate("reduced_cost", units, float(alone[atom] / scale), 0)
        try:
            found = search.undercutting(asked)
        except Unverified:
            raise FalseCertificate("bound_unverified", piece.units, STEPS, STEPS) from None
        if found is not None:
            units = tuple(sorted(unit for atom in found for unit in search.atoms.units[atom]))
            raise FalseCertificate("reduced_cost", units)


def _refuse_overflow(piece: Unlisted, of: Mapping[str, int], prices: Sequence[int]) -> None:
    """Refuse prices with which a sum or a product of 64 bits could wrap around."""
    search = piece.search
    households = int(search.counts.sum())
    farthest = int(np.hypot(*np.ptp(search.place, axis=0)) / 10.0) + 1
    farthest *= int(search.atoms.households.max())
    if search.has_sites:
        farthest = int(search.walk.max())
    reach = {
        "undersized": 1,
        "change": households,
        "distance": farthest,
        "cut": int(search.cross.sum()) + int(search.inside.sum()),
    }
    if of.keys() - reach.keys():
        raise FalseCertificate("certificate_malformed")
    if min(of.values(), default=0) < 0:
        raise FalseCertificate("negative_price")
    worst = sum(price * reach[term] for term, price in of.items())
    worst += max(abs(price) for price in prices)
    largest = min(households, search.rules.max_households) + 1
    if 2 * worst * max(largest, len(search.counts)) > ROOM:
        raise FalseCertificate("certificate_overflow", (), float(worst), float(ROOM))
