"""How far it is on foot from places of a county to its venues, each place walked from once."""

from threading import Lock

import numpy as np

from grids.division.cell_table import Floats
from grids.partitioning.walking import Network, Ways

CENTIMETRES = 100


class Walks:
    """Distances from places to `sites` (s, 2) on one network, remembered by place.

    A draft's cells are most of them the same as those of every other draft of the county.
    """

    def __init__(self, network: Network, sites: Floats) -> None:
        self.limit = network.limit
        self._ways = Ways(network, sites)
        self._row: dict[tuple[float, float], int] = {}
        self._known: Floats = np.empty((0, len(sites)))
        self._lock = Lock()

    def distances(self, xy: Floats) -> Floats:
        """(n, s) metres from each place of (n, 2), infinite where nobody walks so far.

        Rounded up to centimetres, so that whoever is told them judges by the same numbers.
        """
        places = list(map(tuple, xy.tolist()))
        with self._lock:
            unknown = list(dict.fromkeys(place for place in places if place not in self._row))
            if unknown:
                self._learn(unknown)
            return self._known[[self._row[place] for place in places]]

    def _learn(self, places: list[tuple[float, float]]) -> None:
        found = self._ways.distances(np.array(places))
        near = np.isfinite(found)
        found[near] = np.ceil(np.round(found[near] * CENTIMETRES, 3)) / CENTIMETRES
        start = len(self._row)
        self._row.update({place: start + row for row, place in enumerate(places)})
        self._known = np.concatenate([self._known, found])
