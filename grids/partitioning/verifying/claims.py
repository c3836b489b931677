"""What a merge says of itself, against what its certificate proves."""

from typing import Any

from grids.partitioning.hashing import input_hash, plain_rules
from grids.partitioning.problem import Problem
from grids.partitioning.result import Result, Violation
from grids.partitioning.verifying.ground import piece_numbers, walkable
from grids.partitioning.verifying.pieces import Claim, Limits, Verdict, verify_piece
from grids.partitioning.verifying.trees import FalseCertificate

POINT = "pareto_point"
KINDS = ("set_partitioning", POINT)
POINT_TERMS = {"parts", "change", "distance"}
USUAL = ("change", "distance", "cut")


def false_proofs(problem: Problem, result: Result) -> list[Violation]:
    """What the result claims of its quality and does not prove; empty when all holds.

    Without a solver: every group is listed and priced again, and the prices of the certificate
    are tested on each.
    """
    try:
        _verify(problem, result)
    except FalseCertificate as found:
        units = problem.ids(found.units)
        return [Violation(found.rule, units, found.value, found.limit)]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError):
        return [Violation("certificate_malformed", (), 0, 0)]
    return []


def _verify(problem: Problem, result: Result) -> None:
    given = result.certificate
    if not given:
        if result.status == "optimal":
            raise FalseCertificate("unproven")
        return
    fingerprint = input_hash(problem)
    if result.input_hash != fingerprint or given["input_hash"] != fingerprint:
        raise FalseCertificate("claimed_input_hash")
    if given["rules"] != plain_rules(problem.rules):
        raise FalseCertificate("certificate_rules")
    if given["kind"] not in KINDS or not given["versions"]:
        raise FalseCertificate("certificate_malformed")
    claim = Claim(
        terms=_terms(problem, given),
        limits=_limits(problem, result),
        names={name: unit for unit, name in enumerate(problem.unit_ids)},
        near=walkable(problem),
        labels=tuple(result.labels.tolist()),
    )
    _refuse_other_pieces(problem, given["pieces"], claim)
    verdicts = [verify_piece(problem, entry, claim) for entry in given["pieces"]]
    _refuse_false_terms(result, claim.terms, verdicts)


def _terms(problem: Problem, given: Any) -> tuple[str, ...]:
    """The terms in order, as the rules have them; those of a Pareto point in any order."""
    rules = problem.rules
    if given["kind"] == POINT:
        terms = tuple(given["terms"])
        if terms[0] != "undersized" or set(terms[1:]) != POINT_TERMS or len(terms) != 4:
            raise FalseCertificate("certificate_terms")
        return terms
    if rules.objective and not rules.lexicographic:
        return ("undersized", "weighted")
    return ("undersized", *([term for term, _ in rules.objective] or USUAL))


def _limits(problem: Problem, result: Result) -> Limits:
    """Limits on the whole plan: the number of parts; of a Pareto point those it states too."""
    limits: dict[str, tuple[str, int, int]] = {}
    if problem.rules.parts is not None and result.status != "infeasible":
        least, most = problem.rules.parts
        limits = {"parts": ("parts", 1, most), "parts_least": ("parts", -1, -least)}
    if result.certificate["kind"] == POINT:
        for term, most in result.certificate["limits"].items():
            if term not in POINT_TERMS or isinstance(most, bool) or not isinstance(most, int):
                raise FalseCertificate("certificate_malformed")
            tightest = min(most, limits[term][2]) if term in limits else most
            limits[term] = (term, 1, tightest)
    return limits


def _refuse_other_pieces(problem: Problem, entries: Any, claim: Claim) -> None:
    """The pieces must hold every unit once, and no group may reach from one into another."""
    number = piece_numbers(problem, claim.near)
    met: dict[int, int] = {}
    for place, entry in enumerate(entries):
        units = [claim.names[name] for name in entry["units"]]
        if units != sorted(set(units)) or met.keys() & set(units):
            raise FalseCertificate("certificate_pieces", units)
        met.update(dict.fromkeys(units, place))
    torn = [u for u in range(problem.size) if met.get(u, -1) != met.get(number[u], -2)]
    if torn or (claim.limits and len(entries) != 1):
        raise FalseCertificate("certificate_pieces", torn)


def _refuse_false_terms(result: Result, terms: tuple[str, ...], verdicts: list[Verdict]) -> None:
    """The objective must be what the pieces sum to, and `optimal` only what is proven."""
    if tuple(term.name for term in result.objective) != terms:
        raise FalseCertificate("certificate_terms")
    for term in result.objective:
        unit = 10.0 if term.name == "cut" else 1.0
        value = sum(verdict.values[term.name] for verdict in verdicts) / unit
        if term.value != value:
            raise FalseCertificate("claimed_value", (), term.value, value)
        bounds = [verdict.bounds[term.name] for verdict in verdicts]
        known = [bound for bound in bounds if bound is not None]
        if term.bound is not None:
            proven = sum(known) / unit if len(known) == len(bounds) else float("-inf")
            if term.bound != proven:
                raise FalseCertificate("claimed_bound", (), term.bound, proven)
        if result.status == "optimal" and term.bound != value:
            raise FalseCertificate("unproven", (), term.value, term.bound or 0)
