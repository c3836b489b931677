from grids.proposals.models.drafts import Proposal, ProposalCell, ProposalShape, ProposalUnit
from grids.proposals.models.operations import Operation, Presence, Snapshot
from grids.proposals.models.suggestions import (
    Alternative,
    AlternativeCell,
    AlternativeUnit,
    Suggestion,
    SuggestionKind,
)

__all__ = [
    "Alternative",
    "AlternativeCell",
    "AlternativeUnit",
    "Operation",
    "Presence",
    "Proposal",
    "ProposalCell",
    "ProposalShape",
    "ProposalUnit",
    "Snapshot",
    "Suggestion",
    "SuggestionKind",
]
