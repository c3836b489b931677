"""For any pair or unit: with and without, the price, and the rule that would have to change."""

import json
from pathlib import Path
from typing import Any

import pytest

from grids.partitioning import (
    Problem,
    explain_division,
    explain_moves,
    explain_pair,
    explain_unit,
    plans_within,
    read_problem,
    suggest_grids,
)
from grids.partitioning.commands import main
from grids.partitioning.running import Run
from tests.partitioning.brute_force import divisions
from tests.partitioning.drawing import document, drawn
from tests.partitioning.test_pareto import allowed, sited, vector_of


def at(problem: Problem, name: str) -> int:
    return problem.unit_ids.index(name)


def chain() -> Problem:
    """
    x(950) - s(300) - y(1100)
    """
    return drawn({"x": 950, "s": 300, "y": 1100}, "x-s-y")


def test_a_pair_is_priced_term_by_term() -> None:
    problem = chain()
    found = explain_pair(problem, at(problem, "s"), at(problem, "y"))
    assert found.code == "weighed"
    assert found.values["with"]["parts"] == [["x", "s", "y"]]
    assert found.values["without"]["parts"] == [["x", "s"], ["y"]]
    assert found.values["price"]["undersized"] == 0
    assert found.values["price"]["change"] == 1250 - 300
    assert found.values["with"]["proven"]
    assert "950" in found.text_zh
    assert "950" in found.text_en


def test_a_unit_is_priced_merged_against_alone() -> None:
    problem = chain()
    found = explain_unit(problem, at(problem, "s"))
    assert found.values["price"]["undersized"] == -2
    assert found.values["price"]["change"] == 300


def test_both_sides_of_a_pair_equal_brute_force() -> None:
    problem = read_problem(sited(7, 11))
    every = [
        (vector_of(problem, division), division)
        for division in divisions(list(range(problem.size)))
        if all(allowed(problem, group) for group in division)
    ]
    priced = 0
    for a, b in problem.edges.tolist():
        found = explain_pair(problem, a, b)
        for side, together in (("with", True), ("without", False)):
            keys = [
                (small, moved, walked)
                for (small, (_, moved, walked)), division in every
                if any(a in group and b in group for group in division) == together
            ]
            if found.code == "weighed":
                values = found.values[side]["values"]
                assert tuple(values[t] for t in ("undersized", "change", "distance")) == min(keys)
                priced += 1
            elif together:
                assert keys == []
    assert priced > 4


def test_the_smallest_maximum_that_helps_is_named() -> None:
    """
    a(700) - b(2000) - c(1500): with c, a group of both ends holds all three
    """
    problem = drawn({"a": 700, "b": 2000, "c": 1500}, "a-b-c")
    found = explain_pair(problem, at(problem, "a"), at(problem, "c"))
    assert found.code == "impossible"
    [remedy] = found.values["remedies"]
    assert (remedy["rule"], remedy["now"], remedy["needed"]) == ("max_households", 3000, 4200)
    assert "4200" in found.text_zh
    looser = drawn({"a": 700, "b": 2000, "c": 1500}, "a-b-c", max_households=4200)
    assert explain_pair(looser, 0, 2).code == "weighed"
    tighter = drawn({"a": 700, "b": 2000, "c": 1500}, "a-b-c", max_households=4199)
    assert explain_pair(tighter, 0, 2).code == "impossible"


def served(radius: float) -> Problem:
    """a(500) - b(600): the only site stands in b, 620 m from a."""
    given = document({"a": 500, "b": 600}, "a-b", service_radius=radius)
    given["sites"], given["distances"] = [{"id": "s", "unit": "b"}], [[619.5], [0]]
    return read_problem(given)


def test_the_smallest_service_radius_that_helps_is_named() -> None:
    found = explain_unit(served(500), 0)
    [remedy] = found.values["remedies"]
    assert (remedy["rule"], remedy["needed"]) == ("service_radius", 620)
    assert explain_unit(served(620), 0).code == "weighed"


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        ({"apart": [["a", "b"]]}, {"apart"}),
        ({"locked": ["a"]}, {"locked"}),
        ({"forbidden_barriers": ["river"]}, {"forbidden_barriers"}),
        ({"min_households": 400}, {"min_households"}),
        ({"locked": ["a"], "apart": [["a", "b"]]}, set()),
    ],
)
def test_the_rule_against_a_pair_is_named(rules: dict[str, Any], named: set[str]) -> None:
    given = document({"a": 500, "b": 600}, "a-b", **rules)
    given["edges"][0]["barrier"] = "river"
    found = explain_pair(read_problem(given), 0, 1)
    assert {remedy["rule"] for remedy in found.values["remedies"]} == named


def test_a_pair_of_two_parents_says_so() -> None:
    given = document({"a": 500, "b": 600}, "a-b")
    given["units"][0]["parent"], given["units"][1]["parent"] = "north", "south"
    [remedy] = explain_pair(read_problem(given), 0, 1).values["remedies"]
    assert remedy["rule"] == "parent"


def test_plans_near_the_best_are_all_listed_once() -> None:
    problem = read_problem(sited(6, 1))
    every = [
        vector_of(problem, division)
        for division in divisions(list(range(problem.size)))
        if all(allowed(problem, group) for group in division)
    ]
    least, best = min((small, moved) for small, (_, moved, _) in every)
    near = [v for small, v in every if small == least and v[1] <= best + best * 50 // 100]
    found = plans_within(problem, 50, most=1000)
    assert len(near) > 2
    assert len(found) == len(near)
    assert sorted(reason.values["values"]["change"] for reason in found) == sorted(
        moved for _, moved, _ in near
    )
    assert found[0].values["values"]["change"] == best
    assert len(plans_within(problem, 50, most=2)) == 2


def grid() -> Problem:
    """
    a(200) - b(150) - c(200) - d(200) - a
    """
    sizes = {"a": 200, "b": 150, "c": 200, "d": 200}
    return drawn(sizes, "a-b-c-d-a", min_households=300, max_households=500)


def test_every_grid_says_what_moving_and_joining_would_cost() -> None:
    problem = grid()
    result = suggest_grids(problem)
    reasons = explain_division(problem, result)
    assert len(reasons) == len(result.parts) == 2
    for reason in reasons:
        assert reason.values["joins"][0]["over"] == 250
        assert "超上限" in reason.text_zh


def test_a_move_names_the_rule_it_breaks() -> None:
    problem = grid()
    found = explain_moves(problem, suggest_grids(problem), at(problem, "b"))
    [row] = found.values["moves"]
    assert "min_households" in row["broken"]


def test_the_command_explains(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem, result = tmp_path / "problem.json", tmp_path / "result.json"
    problem.write_text(json.dumps(document({"x": 950, "s": 300, "y": 1100}, "x-s-y")), "utf-8")
    files = [str(problem), str(result)]
    assert main(["merge", *files]) == 0
    for asked in (["--pair", "s", "y"], ["--unit", "s"], ["--within", "10"], []):
        assert main(["explain", *files, *asked]) == 0
        assert json.loads(capsys.readouterr().out)[0]["text_zh"]
    assert main(["explain", *files, "--unit", "nobody"]) == 2
    assert main(["explain", str(problem)]) == 2
    assert main(["divide", *files]) in {0, 3}
    assert main(["explain", *files]) == 0
    assert main(["explain", *files, "--within", "5"]) == 2


def test_the_command_writes_a_front_and_checks_it(tmp_path: Path) -> None:
    problem, front = tmp_path / "problem.json", tmp_path / "front.json"
    problem.write_text(json.dumps(sited(9, 4)), "utf-8")
    main(["merge", str(problem), str(front), "--pareto"])
    written = json.loads(front.read_text("utf-8"))
    assert written["complete"]
    code = main(["check", str(problem), str(front)])
    assert code in {0, 3}
    written["points"][0]["objective"][1] -= 1
    front.write_text(json.dumps(written), "utf-8")
    assert main(["check", str(problem), str(front)]) == 4


def test_explaining_claims_nothing_when_stopped() -> None:
    """A pair that could merge is not called impossible because there was no time to look."""
    problem, stopped = chain(), Run(cancelled=lambda: True)
    assert explain_pair(problem, 0, 1, stopped).code == "not_known"
    assert explain_unit(problem, 0, stopped).code == "not_known"
    assert plans_within(problem, 10, stopped) == []
