"""The job that checks again what the engine answered, for drafts too large to do so on a page."""

from typing import Any

from gis_core.jobs.context import JobContext
from grids.checklist.certificates import verify_taken
from grids.proposals.models import Proposal


def verify(context: JobContext, *, proposal: str) -> dict[str, Any] | None:
    """Check every answer the draft took; the result holds what was found, and of which version."""
    context.progress(0, 0, "独立校验")
    draft = Proposal.objects.select_related("county", "edition", "rule_set", "place").get(
        pk=proposal
    )
    found = verify_taken(draft)
    context.stop_if_asked()
    return {"version": draft.version, "verified": [one.to_json() for one in found]}
