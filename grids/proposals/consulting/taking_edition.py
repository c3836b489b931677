"""An answer about the edition in force, as a draft that has just begun on it may take it."""

from dataclasses import replace

import numpy as np

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes
from grids.proposals.consulting.continuing import Heir, heirs_of_communities, heirs_of_grids
from grids.proposals.consulting.posing_again import parts_of
from grids.proposals.consulting.state import DraftState
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.operations.take_alternative import Answer, Answered
from grids.proposals.drafting.plan import Plan
from grids.proposals.models import Alternative, Proposal, SuggestionKind


def fits(proposal: Proposal, alternative: Alternative) -> bool:
    """Whether the draft stands as the edition the answer is about: same cells, nothing done."""
    suggestion = alternative.suggestion
    return (
        suggestion.proposal_id is None
        and (suggestion.cell_set_id, suggestion.place_id)
        == (proposal.cell_set_id, proposal.place_id)
        and proposal.version == 0
        and proposal.copied_from_id is None
    )


def answer_of_edition(plan: Plan, alternative: Alternative) -> Answer:
    """The alternative's cells and units in the numbers of the draft."""
    merges = alternative.suggestion.kind == SuggestionKind.MERGE
    part = parts_of(alternative, plan.ground.table)
    heirs = _communities(plan, part) if merges else _grids(plan, part)
    units = [Answered(heir.number, heir.parent, heir.name) for heir in heirs]
    return Answer(alternative.rank, merges, part, units, since=[])


def _state(plan: Plan) -> DraftState:
    return DraftState(plan.labels, plan.locked, plan.units)


def _grids(plan: Plan, part: Codes) -> tuple[Heir, ...]:
    """Parts go on with the grids of the edition, never with what stands in for none yet."""
    state = _state(plan)
    first = np.unique(part[part > 0], return_index=True)[1]
    parents = state.community_of_rows()[np.flatnonzero(part > 0)[first]].tolist()
    stand_ins = [unit.number for unit in state.grids() if unit.place is None]
    known = np.where(np.isin(plan.labels, stand_ins), NOBODY, plan.labels).astype(np.int32)
    return heirs_of_grids(replace(state, unit=known), plan.ground.households, part - 1, parents)


def _communities(plan: Plan, part: Codes) -> tuple[Heir, ...]:
    state = _state(plan)
    labels = state.community_of_rows()
    numbers = [unit.number for unit in state.communities() if (labels == unit.number).any()]
    first = [int(np.flatnonzero(labels == number)[0]) for number in numbers]
    households = np.array(
        [plan.level(Level.COMMUNITY).parts[number].households for number in numbers], np.int64
    )
    return heirs_of_communities(state, part[first] - 1, numbers, households)
