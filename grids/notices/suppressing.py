"""Which figures may be told to the public, and how exactly.

Numbers of households are told in tens; below ten, or where they come from fewer than three
inhabited cells, they are not told at all, so that nobody can read the households of one building
off a notice. Where fewer than three inhabited cells came to a unit or left it, its number before
is not told: the difference to the number after would be theirs.
"""

SMALLEST, FEWEST_INHABITED, ROUNDED_TO = 10, 3, 10


def public_households(households: int, inhabited: int) -> int | None:
    """The number as the public is told it, None where it is not told.

    `inhabited`: the number of cells with households it is the sum over.
    """
    if households < SMALLEST or inhabited < FEWEST_INHABITED:
        return None
    return (households + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def tells_on(moved: int) -> bool:
    """Whether the difference between before and after would tell of single buildings.

    `moved`: the number of inhabited cells that came or left.
    """
    return 0 < moved < FEWEST_INHABITED
