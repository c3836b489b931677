"""Whether some group of a piece undercuts its prices, told without listing the groups."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse.csgraph import dijkstra

from grids.partitioning.problem import Counts, Flags, Floats, Problem
from grids.partitioning.verifying.ground import Atoms
from grids.partitioning.verifying.prices import FAR, borders_of, metres_to_sites
from grids.partitioning.verifying.undercutting import NONE, TOO_MANY, UNDERCUT, by_price, undercut

STEPS_IN_A_BOX = 3_000  # before a box for the middle of a group is halved
STEPS_OF_A_CALL = 100  # that take as long as beginning a search
NARROW = 20.0  # decimetres: a box that is not halved further


class Unverified(Exception):
    """The search did not end within the steps it was given."""


@dataclass(frozen=True, eq=False)
class Asked:
    """Prices to be held against every group: y of each atom, by term, and of a group as such.

    `apart`, `together`: pairs of atoms of the splits above.
    """

    atoms: Counts
    of: Mapping[str, int]
    group: int
    apart: tuple[tuple[int, int], ...]
    together: tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class _Way:
    """Groups with a head that walk to one place: a site in atom `goal`, or into a box."""

    goal: int
    allowed: Flags
    price: Counts
    box: Floats | None = None


class Searching:
    """The piece, read once; `steps` that are left for all questions."""

    def __init__(self, problem: Problem, atoms: Atoms, steps: int) -> None:
        self.atoms, self.steps, self.rules = atoms, steps, problem.rules
        units = [unit for own in atoms.units for unit in own]
        self.unit_heads = np.cumsum([0, *map(len, atoms.units)]).astype(np.int64)
        self.counts = problem.households[units]
        self.place = np.rint(10.0 * problem.xy[units])
        self.largest = np.maximum.reduceat(self.counts, self.unit_heads[:-1])
        self.owner = np.full(problem.size, -1, np.int64)
        self.owner[units] = np.repeat(np.arange(len(atoms.units)), np.diff(self.unit_heads))
        self.lightest = _lightest_ways(atoms)
        self._read_borders(problem)
        self._read_sites(problem, units)

    def _read_borders(self, problem: Problem) -> None:
        """Tenths of border inside each atom, and to others in CSR form."""
        heads, ends, tenths = borders_of(problem)
        a = self.owner[np.repeat(np.arange(problem.size), np.diff(heads))]
        b, n = self.owner[ends], len(self.atoms.units)
        own, across = (a >= 0) & (a == b), (a >= 0) & (b >= 0) & (a != b)
        self.inside = np.bincount(a[own], tenths[own], n).astype(np.int64)
        first, last = np.concatenate([a, b])[np.tile(across, 2)], np.concatenate([b, a])
        order = np.argsort(first, kind="stable")
        self.cross_heads = np.concatenate([[0], np.cumsum(np.bincount(first, minlength=n))])
        self.cross_ends = last[np.tile(across, 2)][order]
        self.cross = np.tile(tenths[across], 2)[order]

    def _read_sites(self, problem: Problem, units: list[int]) -> None:
        """Household-metres to every site, the nearest of all, and who lives too far from each."""
        radius = self.rules.service_radius
        self.has_sites = len(problem.sites) > 0
        self.served = self.rules.service_share if radius is not None and self.has_sites else 0.0
        if not self.has_sites:
            self.goals = np.zeros(0, np.int64)
            return
        metres = metres_to_sites(problem)[units]
        walk = np.where(np.isfinite(metres), metres, FAR) * self.counts[:, None]
        walk = np.rint(walk).astype(np.int64)
        self.nearest = np.add.reduceat(walk.min(axis=1), self.unit_heads[:-1])
        self.walk = np.add.reduceat(walk, self.unit_heads[:-1])
        far = np.where(metres <= (np.inf if radius is None else radius), 0, self.counts[:, None])
        self.far = np.add.reduceat(far, self.unit_heads[:-1])
        self.goals = self.owner[problem.sites]

    def undercutting(self, asked: Asked) -> list[int] | None:
        """The atoms of a group of two or more that costs less than its prices; None: there is none.

        Raises Unverified when the steps do not last.
        """
        return _Hunt(self, asked).run()


def _lightest_ways(atoms: Atoms) -> Floats:
    """(n, n) households of the lightest connected way between two atoms, both counted."""
    n = len(atoms.households)
    steps: Any = np.full((n, n), np.inf)
    for atom in range(n):
        for other in atoms.near[atoms.heads[atom] : atoms.heads[atom + 1]]:
            steps[atom, other] = atoms.households[other] + 1e-9
    steps[~np.isfinite(steps)] = 0.0
    return np.asarray(dijkstra(steps)) + atoms.households[:, None]


class _Hunt:
    """One question: every head, every place its groups may walk to, every site that may serve."""

    def __init__(self, ground: Searching, asked: Asked) -> None:
        self.ground, self.asked, atoms = ground, asked, ground.atoms
        n = len(atoms.units)
        self.to_walk, cut = 2 * asked.of.get("distance", 0), asked.of.get("cut", 0)
        self.cross = cut * ground.cross
        around = np.bincount(np.repeat(np.arange(n), np.diff(ground.cross_heads)), ground.cross, n)
        moved = asked.of.get("change", 0) * atoms.households
        self.own = 2 * (moved - asked.atoms - cut * ground.inside) - cut * around.astype(np.int64)
        self.barred = atoms.barred.copy()
        for a, b in asked.apart:
            self.barred[a, b] = self.barred[b, a] = True
        self.tied = _sets(n, asked.together)
        self.group = np.zeros(n, np.int64)

    def run(self) -> list[int] | None:
        ground, most = self.ground, self.ground.rules.max_households
        sizes = ground.largest
        for head in range(len(sizes)):
            smaller = (sizes < sizes[head]) | (
                (sizes == sizes[head]) & (np.arange(len(sizes)) >= head)
            )
            allowed = smaller & (ground.lightest[head] <= most + 0.5) & ~self.barred[head]
            allowed[head] = True
            for number in range(self.tied.max() + 1):
                if not allowed[self.tied == number].all():
                    allowed[self.tied == number] = False
            if not allowed[head] or ground.atoms.households[head] > most:
                continue
            for way in self._ways(head, allowed):
                size = self._follow(head, way)
                if size:
                    return [int(atom) for atom in self.group[:size]]
        return None

    def _ways(self, head: int, allowed: Flags) -> Iterator[_Way]:
        ground = self.ground
        if not self.to_walk:
            yield _Way(-1, allowed, self.own)
            return
        if not ground.has_sites:
            box = np.stack([ground.place.min(axis=0), ground.place.max(axis=0)])
            yield _Way(-1, allowed, self.own, box)
            return
        for site, goal in enumerate(ground.goals.tolist()):
            if goal >= 0 and allowed[goal]:
                yield _Way(goal, allowed, self.own + self.to_walk * ground.walk[:, site])
        bare = allowed.copy()
        bare[ground.goals[ground.goals >= 0]] = False
        if not ground.served and bare[head]:
            yield _Way(-1, bare, self.own + self.to_walk * ground.nearest)

    def _follow(self, head: int, way: _Way) -> int:
        """Size of a group that undercuts, 0 for none; boxes are halved where it takes long."""
        waiting = [way]
        while waiting:
            one = waiting.pop()
            box = one.box
            wide = box is not None and float(np.ptp(box, axis=0).max()) > NARROW
            verdict, size = self._ask_all(head, one, wide)
            if verdict == UNDERCUT:
                return size
            if verdict == TOO_MANY and (box is None or not wide):
                raise Unverified
            if verdict == TOO_MANY and box is not None:
                waiting += self._halves(one, box)
        return 0

    def _ask_all(self, head: int, way: _Way, wide: bool) -> tuple[int, int]:
        """The first answer that is not NONE, over the sites that may serve."""
        for server, away in self._servers(way):
            verdict, size = self._ask(head, way, (server, away), wide)
            if verdict != NONE:
                return verdict, size
        return NONE, 0

    def _servers(self, way: _Way) -> Iterator[tuple[int, Counts]]:
        """Every site that may serve a group: its atom, and who is too far from it."""
        ground = self.ground
        if not ground.served:
            yield -1, np.zeros(len(ground.atoms.units), np.int64)
            return
        for site, atom in enumerate(ground.goals.tolist()):
            if atom >= 0 and way.allowed[atom]:
                yield atom, ground.far[:, site]

    def _ask(
        self, head: int, way: _Way, service: tuple[int, Counts], wide: bool
    ) -> tuple[int, int]:
        server, away = service
        ground, rules, asked = self.ground, self.ground.rules, self.asked
        price = _evened(way.price, ground.atoms.households, self.tied)
        order = by_price(price, ground.atoms.households, way.allowed)
        besides = 2 * (asked.group - asked.of.get("change", 0) * int(ground.largest[head]))
        strangers = int((1.0 - ground.served) * rules.max_households + 1e-6)
        limit = min(STEPS_IN_A_BOX, ground.steps) if wide else ground.steps
        in_box = way.box is not None
        need = np.array([
            head, way.goal, server, rules.min_households, rules.max_households, besides,
            2 * asked.of.get("undersized", 0), self.to_walk if in_box else 0, strangers, limit,
        ])  # fmt: skip
        exact = self.own if in_box else price
        verdict, steps, size = undercut(
            ground.atoms.heads, ground.atoms.near, self.barred, self.tied, ground.atoms.households,
            ground.atoms.small, order, price, exact, ground.cross_heads, ground.cross_ends,
            self.cross, np.ascontiguousarray(away), ground.served, need, ground.unit_heads,
            ground.place, ground.counts, self.group,
        )  # fmt: skip
        ground.steps -= steps + STEPS_OF_A_CALL
        if ground.steps <= 0:
            raise Unverified
        return verdict, size

    def _halves(self, way: _Way, box: Floats) -> list[_Way]:
        """The two halves of a box, and the least each unit then walks into it."""
        ground = self.ground
        axis = int(np.ptp(box, axis=0).argmax())
        cut = np.floor((box[0, axis] + box[1, axis]) / 2)
        lower, upper = box.copy(), box.copy()
        lower[1, axis], upper[0, axis] = cut, cut + 1
        ways = []
        for half in (lower, upper):
            gap = np.clip(ground.place, half[0], half[1]) - ground.place
            metres = np.sqrt((gap**2).sum(axis=1)) / 10.0
            least = np.maximum(np.floor(ground.counts * metres - 0.51), 0).astype(np.int64)
            walked = np.add.reduceat(least, ground.unit_heads[:-1])
            ways.append(_Way(way.goal, way.allowed, self.own + self.to_walk * walked, half))
        return ways


def _sets(size: int, pairs: tuple[tuple[int, int], ...]) -> Counts:
    """(size,) the number of the set of atoms that stay together, -1 for those that are free."""
    number = np.full(size, -1, np.int64)
    for count, (a, b) in enumerate(pairs):
        for met in {int(number[a]), int(number[b])} - {-1}:
            number[number == met] = count
        number[[a, b]] = count
    return number


def _evened(price: Counts, households: Counts, tied: Counts) -> Counts:
    """The prices of a set that comes in together, in proportion to its households."""
    evened = price.copy()
    for number in range(tied.max() + 1):
        own = np.flatnonzero(tied == number)
        if len(own):
            total, count = int(price[own].sum()), max(1, int(households[own].sum()))
            evened[own] = [total * int(households[atom]) // count for atom in own]
            evened[own[-1]] += total - int(evened[own].sum())
    return evened
