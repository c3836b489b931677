"""What is proven of the pieces, in sentences and figures."""

from collections.abc import Mapping, Sequence
from typing import Any

from grids.partitioning.certificate import versions
from grids.partitioning.dividing.ground import Ground
from grids.partitioning.exact.proof import Proof
from grids.partitioning.problem import Problem
from grids.partitioning.result import Reason


def certify_grids(
    problem: Problem, pieces: Sequence[Ground], proofs: Mapping[int, Proof]
) -> dict[str, Any]:
    """What the bounds rest on, piece by piece; "none" where no piece has one."""
    if not proofs:
        return {"kind": "none", "versions": versions()}
    entries = [
        {
            "units": list(problem.ids(pieces[piece].units)),
            "value": proof.value if proof.label is not None else None,
            "bound": proof.bound if proof.label is not None else None,
            "proven": proof.proven,
            **proof.certificate,
        }
        for piece, proof in proofs.items()
    ]
    return {"kind": "least_cut", "versions": versions(), "pieces": entries}


def explain_proofs(
    problem: Problem, pieces: Sequence[Ground], proofs: Mapping[int, Proof]
) -> list[Reason]:
    """What is proven of the whole, and every piece proven to have no division."""
    impossible = [
        _impossible(problem.ids(pieces[piece].units), proof)
        for piece, proof in proofs.items()
        if proof.proven and proof.label is None
    ]
    found = [proof for proof in proofs.values() if proof.label is not None]
    if not found:
        return impossible
    known = [_one(found[0])] if len(pieces) == 1 else [_several(pieces, found)]
    return known + impossible


def _one(proof: Proof) -> Reason:
    values = {"value": proof.value, "bound": proof.bound, "parts": proof.certificate["parts"]}
    zh, en = _parts(proof)
    if proof.proven:
        text_zh = f"已证明：分为 {zh} 处并守住上下限，界线代价至少为 {proof.value:.1f}，即此划分。"
        text_en = f"Proven: {en} parts within the bounds cut at least {proof.value:.1f}, as here."
        return Reason("least_cut", (), values, text_zh, text_en)
    text_zh = f"界线代价 {proof.value:.1f}；已证明分为 {zh} 处不会低于 {proof.bound:.1f}。"
    text_en = f"Cut {proof.value:.1f}; proven: {en} parts cut at least {proof.bound:.1f}."
    return Reason("cut_bound", (), values, text_zh, text_en)


def _several(pieces: Sequence[Ground], found: Sequence[Proof]) -> Reason:
    best = sum(proof.proven for proof in found)
    return Reason(
        "least_cut",
        (),
        {"pieces": len(pieces), "proven": best},
        f"{len(pieces)} 片中有 {best} 片已证明：按其处数划分，界线代价不能再低。",
        f"Of {len(pieces)} pieces {best} are proven to be cut as little as their parts allow.",
    )


def _impossible(units: tuple[str, ...], proof: Proof) -> Reason:
    zh, en = _parts(proof)
    return Reason(
        "proven_impossible",
        units,
        {"parts": proof.certificate["parts"]},
        f"已证明：分为 {zh} 处时，不存在各处连通且户数都在上下限内的划分。"
        "请放宽上下限、改变处数，或并入相邻片区。",
        f"Proven: {en} connected parts within the bounds do not exist.",
    )


def _parts(proof: Proof) -> tuple[str, str]:
    fewest, most = proof.certificate["parts"]
    if fewest == most:
        return str(fewest), str(fewest)
    return f"{fewest}—{most}", f"{fewest} to {most}"
