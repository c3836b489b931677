"""The measures lines are drawn with, in metres, and what is said when one cannot be used."""

from grids.proposals.drafting.refusals import Refused

SNAP_M = 5.0
"""A line this close to a border along a barrier is put on it: what a hand misses by on the map."""
REACH_M = 25.0
"""A line may end this far inside the unit it is to cut; it is then led on to the unit's edge."""
NODE_M = 0.5
"""A cut ends in a node that is there already where one is this near: no needless short edges."""
LEAST_PIECE_M2 = 50.0
LEAST_WIDTH_M = 3.0
"""A piece smaller, or nowhere wider, is not worth a cut: the cell then goes whole."""
MAX_POINTS = 2_000
"""Points of one line: a hand draws fewer, even when it follows a river."""


class LineRefused(Refused):
    """A line that cannot be used."""
