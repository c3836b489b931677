"""Who walks to a site walks along the roads; who cannot is named."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grids.partitioning import ProblemError, check, read_problem, suggest_merges, walking
from grids.partitioning.walking import Network, walking_distances
from tests.partitioning.drawing import parts_of


def river_town(**network: Any) -> dict[str, Any]:
    """
    West and east face each other over a river, 100 m apart; the bridge is far in the north:

    nw --------- ne      y = 1000
    |   ~ ~ ~     |
    sw  ~ ~ ~    se      y = 0
    a(500)      b(600)   10 m beside their roads; the hall is at b, c(900) lives at the bridge
    """
    corner = {"nw": (0, 1000), "ne": (100, 1000), "sw": (0, 0), "se": (100, 0)}
    place = {"a": (-10, 50), "b": (110, 50), "c": (50, 1005)}
    people = {"a": 500, "b": 600, "c": 900}
    return {
        "units": [
            {"id": name, "x": place[name][0], "y": place[name][1], "households": count}
            for name, count in people.items()
        ],
        "edges": [{"a": "a", "b": "b"}, {"a": "b", "b": "c"}, {"a": "a", "b": "c"}],
        "sites": [{"id": "hall", "unit": "b"}],
        "network": {
            "nodes": [{"id": name, "x": x, "y": y} for name, (x, y) in corner.items()],
            "edges": [{"a": "sw", "b": "nw"}, {"a": "nw", "b": "ne"}, {"a": "ne", "b": "se"}],
            **network,
        },
        "rules": {"min_households": 700, "max_households": 3000, "distance": "network"},
    }


def metres(document: dict[str, Any]) -> list[float]:
    distances = read_problem(document).distances
    assert distances is not None
    column: list[float] = distances[:, 0].tolist()
    return column


def test_the_way_goes_over_the_bridge_from_door_to_door() -> None:
    assert metres(river_town()) == pytest.approx([10 + 950 + 100 + 950 + 10, 20, 5 + 50 + 950 + 10])


def test_neighbours_on_one_road_do_not_walk_to_its_end() -> None:
    town = river_town()
    town["units"][2] |= {"x": 105, "y": 250}
    assert metres(town)[2] == pytest.approx(5 + 200 + 10)


def test_a_length_given_counts_instead_of_the_straight_one() -> None:
    town = river_town()
    town["network"]["edges"][1]["length"] = 400
    assert metres(town)[0] == pytest.approx(2020 + 300)


def test_of_two_roads_between_the_same_crossings_the_shorter_is_taken() -> None:
    town = river_town()
    town["network"]["edges"].insert(0, {"a": "ne", "b": "nw", "length": 5000})
    assert metres(town)[0] == pytest.approx(2020)


def test_a_site_with_a_place_of_its_own_stands_there() -> None:
    town = river_town()
    town["sites"][0] |= {"x": 0, "y": 50}
    assert metres(town)[0] == pytest.approx(10)


def test_nobody_walks_beyond_the_limit_and_who_is_left_is_named() -> None:
    town = river_town(limit=1015)
    town["units"].append({"id": "field", "x": -900, "y": 0, "households": 0})
    assert metres(town) == pytest.approx([np.inf, 20, 1015, np.inf])
    told = [one for one in suggest_merges(read_problem(town)).explanation
            if one.code == "unreachable"]  # fmt: skip
    assert [(one.units, one.values["households"]) for one in told] == [(("a",), 500)]
    assert "步行到不了" in told[0].text_zh
    assert not any(
        one.code == "unreachable" for one in suggest_merges(read_problem(river_town())).explanation
    )


def test_roads_that_do_not_hang_together_lead_nowhere() -> None:
    town = river_town()
    del town["network"]["edges"][1]
    assert metres(town)[0] == np.inf


def test_communities_merge_where_the_hall_can_be_walked_to() -> None:
    """As the crow flies the hall is 120 m from a; over the bridge it is not within the radius."""
    town = river_town()
    town["rules"]["service_radius"] = 1500
    crow = {**town, "network": None, "rules": {**town["rules"], "distance": "euclidean"}}
    near, far = read_problem(crow), read_problem(town)
    assert frozenset("ab") in parts_of(near, suggest_merges(near).labels)
    result = suggest_merges(far)
    assert frozenset("bc") in parts_of(far, result.labels)
    assert frozenset("a") in parts_of(far, result.labels)
    assert check(far, result) == list(result.violations)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_distances_are_those_of_the_network_cut_at_every_door(seed: int) -> None:
    rng = np.random.default_rng(seed)
    xy = rng.random((12, 2)) * 1000
    edges = np.array([(i, i + 1) for i in range(11)] + rng.integers(0, 12, (8, 2)).tolist())
    edges = edges[edges[:, 0] != edges[:, 1]]
    length = np.hypot(*(xy[edges[:, 0]] - xy[edges[:, 1]]).T) * rng.uniform(1, 2, len(edges))
    network = Network(xy, edges.astype(np.int32), length, float(rng.choice([800, np.inf])))
    doors = rng.random((9, 2)) * 1000
    found = walking_distances(network, doors[:6], doors[6:])
    assert found == pytest.approx(by_hand(network, doors)[:6, 6:])


def by_hand(network: Network, doors: Any) -> Any:
    """Floyd and Warshall on all nodes and doors, every road cut at the feet of its doors."""
    nodes, count = len(network.xy), len(doors)
    way = np.full((nodes + count, nodes + count), np.inf)
    np.fill_diagonal(way, 0)
    feet = [foot(network, door) for door in doors]
    for road, (a, b) in enumerate(network.edges.tolist()):
        stops = [(0.0, a), (network.length[road], b)]
        stops += [(at, nodes + i) for i, (on, at, _) in enumerate(feet) if on == road]
        stops.sort()
        for (at, one), (then, other) in pairwise(stops):
            way[one, other] = way[other, one] = min(way[one, other], then - at)
    for middle in range(nodes + count):
        way = np.minimum(way, way[:, middle, None] + way[None, middle, :])
    gap = np.array([gap for _, _, gap in feet])
    total = way[nodes:, nodes:] + gap[:, None] + gap[None, :]
    return np.where(total <= network.limit, total, np.inf)


def foot(network: Network, door: Any) -> tuple[int, float, float]:
    """Nearest road of a door, metres along it, metres to it."""
    best = (0, 0.0, np.inf)
    for road, (a, b) in enumerate(network.edges.tolist()):
        along = network.xy[b] - network.xy[a]
        share = float(np.clip((door - network.xy[a]) @ along / (along @ along), 0, 1))
        gap = float(np.hypot(*(door - network.xy[a] - share * along)))
        shorter = network.length[road] < network.length[best[0]]
        if gap < best[2] - 1e-9 or (gap < best[2] + 1e-9 and shorter):
            best = (road, share * float(network.length[road]), gap)
    return best


SPOILT: dict[str, tuple[Callable[[dict[str, Any]], Any], str, str]] = {
    "a road to nowhere": (
        lambda d: d["network"]["edges"][1].update(b="zz"), "unknown_node", "network.edges[1].b"),
    "a road from a crossing to itself": (
        lambda d: d["network"]["edges"][2].update(a="se"), "loop", "network.edges[2]"),
    "a crossing given twice": (
        lambda d: d["network"]["nodes"][3].update(id="nw"),
        "duplicate_node", "network.nodes[3].id"),
    "a crossing without a place": (
        lambda d: d["network"]["nodes"][0].pop("y"), "not_a_number", "network.nodes[0].y"),
    "a negative length": (
        lambda d: d["network"]["edges"][0].update(length=-1),
        "too_small", "network.edges[0].length"),
    "no roads": (lambda d: d["network"].update(edges=[]), "no_roads", "network.edges"),
    "a negative limit": (lambda d: d["network"].update(limit=-5), "too_small", "network.limit"),
    "a matrix besides": (
        lambda d: d.update(distances=[[1], [2], [3]]), "contradictory_distances", "network"),
    "a unit nowhere": (
        lambda d: [d["units"][1].pop(axis) for axis in "xy"], "missing_place", "units[1].x"),
    "half a place of a site": (
        lambda d: d["sites"][0].update(x=5), "not_a_number", "sites[0].y"),
    "no network though the rules ask for one": (
        lambda d: d.pop("network"), "missing_network", "network"),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_a_bad_network_is_refused_with_its_place(case: str) -> None:
    change, code, place = SPOILT[case]
    town = river_town()
    change(town)
    with pytest.raises(ProblemError) as caught:
        read_problem(town)
    assert (caught.value.code, caught.value.place) == (code, place)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in caught.value.text)


@pytest.mark.parametrize("most", [0, 10**6])
def test_ways_asked_from_some_places_and_then_from_others_are_the_same(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether what was searched is kept or searched again."""
    monkeypatch.setattr(walking, "MOST_KEPT", most)
    rng = np.random.default_rng(3)
    xy = rng.uniform(0, 1000, (40, 2))
    edges = np.array([rng.choice(40, 2, replace=False) for _ in range(90)], np.int32)
    length = np.hypot(*(xy[edges[:, 0]] - xy[edges[:, 1]]).T)
    network, places = Network(xy, edges, length, 900.0), rng.uniform(0, 1000, (30, 2))
    ways = walking.Ways(network, places[:20])
    parts = [ways.distances(places[20:24]), ways.distances(places[24:])]
    whole = walking_distances(network, places[20:], places[:20])
    assert np.array_equal(np.concatenate(parts), whole)
    assert np.isfinite(whole).any()
    assert bool(ways._kept) == bool(most)
