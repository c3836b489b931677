"""spopt's max-p: as many regions of at least the minimum as can be; it knows no maximum, no cut."""

from functools import partial
from importlib import import_module
from typing import Any

from tests.bench.engine.players.playing import Instance, sit_down


def main() -> None:
    """Few iterations first."""
    instance, sheet = sit_down()
    numpy: Any = import_module("numpy")
    for rounds in (1, 10, 99):
        numpy.random.seed(1)
        sheet.play(f"spopt max-p, {rounds} rounds", partial(solve, instance, rounds))


def solve(instance: Instance, rounds: int) -> Any:
    """Labels of one run; alike means near."""
    geopandas: Any = import_module("geopandas")
    libpysal: Any = import_module("libpysal")
    region: Any = import_module("spopt.region")
    table = geopandas.GeoDataFrame(
        {"x": instance.x, "y": instance.y, "households": instance.households},
        geometry=geopandas.points_from_xy(instance.x, instance.y),
    )
    near = {
        node: instance.ends[instance.start[node] : instance.start[node + 1]]
        for node in range(len(instance.households))
    }
    weights = libpysal.weights.W(near, silence_warnings=True)
    model = region.MaxPHeuristic(
        table,
        weights,
        ["x", "y"],
        "households",
        instance.least,
        max_iterations_construction=rounds,
    )
    model.solve()
    return model.labels_


if __name__ == "__main__":
    main()
