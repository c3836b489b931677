"""The question behind an answer, posed again as it was asked: at the desk, or about the edition."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from grids.division.cell_table import CellTable, Codes, read_cell_table
from grids.partitioning import Problem
from grids.partitioning.hashing import input_hash
from grids.proposals import posing as edition
from grids.proposals.consulting.packing import unpacked
from grids.proposals.consulting.plans import plans_for
from grids.proposals.consulting.posing import Posed, pose_dividing, pose_merging
from grids.proposals.consulting.question import Ask, Question, QuestionRefused
from grids.proposals.consulting.reading import read_setting
from grids.proposals.models import Alternative, AlternativeCell, Proposal, SuggestionKind

CHANGED = "底图、场所或规则在提问之后有变化，已无法还原当时的问题。请重新提问后再下载。"


@dataclass(frozen=True, eq=False)
class Restored:
    """A problem with the fingerprint the answer names, and its answer.

    `labels` (u,) the answer's part of each unit of the problem, from 0; `names` of the parts.
    """

    problem: Problem
    labels: Codes
    names: tuple[str, ...]


def restore(proposal: Proposal, alternative: Alternative) -> Restored:
    """Pose the question of an answer again.

    Raises:
        QuestionRefused: what it was about has changed, or the answer does not name its parts.
    """
    at_the_desk = alternative.suggestion.proposal_id is not None
    found = _of_draft(proposal, alternative) if at_the_desk else _of_edition(alternative)
    for problem, labels in found:
        if input_hash(problem) == alternative.input_hash:
            return Restored(problem, labels, _names(alternative))
    raise QuestionRefused("ground_changed", CHANGED)


def parts_of(alternative: Alternative, table: CellTable) -> Codes:
    """(n,) the number of the answer's unit each cell of the table is in, 0 for none."""
    cells = AlternativeCell.objects.filter(unit__alternative=alternative)
    number_of = dict(cells.values_list("cell_id", "unit__number"))
    return np.array([number_of.get(key, 0) for key in table.ids.tolist()], np.int32)


def _names(alternative: Alternative) -> tuple[str, ...]:
    units = alternative.units.defer("geom", "geom_3857").order_by("number")
    names = tuple(str(unit.figures.get("id", "")) for unit in units)
    if not all(names):
        raise QuestionRefused("ground_changed", CHANGED)
    return names


def _of_draft(proposal: Proposal, alternative: Alternative) -> Iterator[tuple[Problem, Codes]]:
    question = Question.from_json(alternative.suggestion.question)
    setting = read_setting(proposal, question.version)
    part = unpacked(bytes(alternative.labels or b""))
    if question.ask is Ask.MERGE:
        posed = [pose_merging(setting, question)]
    else:
        aims = alternative.aim.split("+")
        plans = (plan for plan in plans_for(question) if plan.aim in aims)
        posed = [pose_dividing(setting, question, plan) for plan in plans]
    return ((one.problem, _labels(one, part)) for one in posed)


def _of_edition(alternative: Alternative) -> Iterator[tuple[Problem, Codes]]:
    suggestion = alternative.suggestion
    merges = suggestion.kind == SuggestionKind.MERGE
    pose = edition.pose_merging if merges else edition.pose_dividing
    posed = pose(suggestion, read_cell_table(suggestion.cell_set, suggestion.rule_set))
    part = parts_of(alternative, posed.table)
    first = np.unique(posed.table.community, return_index=True)[1]
    yield posed.problem, (part[first] if merges else part) - 1


def _labels(posed: Posed, part: Codes) -> Codes:
    inside = posed.unit_of_row >= 0
    labels = np.zeros(posed.problem.size, np.int32)
    labels[posed.unit_of_row[inside]] = part[: len(inside)][inside] - 1
    return labels
