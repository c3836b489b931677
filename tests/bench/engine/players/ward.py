"""scikit-learn: agglomeration of neighbours by Ward's criterion; connected, ignoring households."""

from functools import partial
from importlib import import_module
from typing import Any

from tests.bench.engine.players.playing import Instance, sit_down


def main() -> None:
    """One run."""
    instance, sheet = sit_down()
    sheet.play("scikit-learn Ward", partial(solve, instance))


def solve(instance: Instance) -> Any:
    """Labels of as many clusters as there should be parts."""
    numpy: Any = import_module("numpy")
    sparse: Any = import_module("scipy.sparse")
    cluster: Any = import_module("sklearn.cluster")
    size = len(instance.households)
    ones = numpy.ones(len(instance.ends))
    near = sparse.csr_matrix((ones, instance.ends, instance.start), shape=(size, size))
    model = cluster.AgglomerativeClustering(n_clusters=instance.parts, connectivity=near)
    return model.fit_predict(numpy.column_stack([instance.x, instance.y]))


if __name__ == "__main__":
    main()
