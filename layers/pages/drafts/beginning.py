"""Beginning a draft: from the edition in force or an answer of the engine, or as another stands."""

from typing import Any

from gis_core.accounts.models import User
from grids.proposals.drafts.creating import create_draft
from grids.proposals.models import Proposal


def begin(said: dict[str, Any], person: User) -> Proposal:
    """The draft a valid form asks for. Raises Refused where there is nothing to draw on."""
    chosen = said["alternative"]
    first = {"kind": "take_alternative", "alternative": chosen.pk} if chosen else None
    return create_draft(
        first=first,
        kind=Proposal.Kind(said["kind"]),
        place=said["place"],
        title=said["title"],
        reason=said["reason"],
        author=person,
    )
