"""Operating on a draft as its desk does."""

from itertools import count
from typing import Any

from django.test import Client

from gis_core.accounts.models import User
from grids.proposals.drafts.operating import apply_operation
from grids.proposals.drafts.requests import Request
from grids.proposals.models import Proposal

_keys = count(1)


def operate(draft: Proposal, user: User, **operation: Any) -> dict[str, Any]:
    """Make an operation on the draft's present version."""
    draft.refresh_from_db()
    request = Request(draft.version, operation, f"key-{next(_keys):06d}", tab="tab-1")
    return apply_operation(proposal=draft, user=user, request=request)


def assign(draft: Proposal, user: User, cells: list[int], to: int) -> dict[str, Any]:
    return operate(draft, user, kind="assign", cells=cells, to=to, how="brush")


def send(user: User | None, draft: Proposal, body: Any, **headers: str) -> Any:
    """Post an operation over HTTP."""
    client = Client()
    if user is not None:
        client.force_login(user)
    address = f"/api/drafts/{draft.pk}/operations"
    return client.post(address, body, content_type="application/json", headers=headers)
