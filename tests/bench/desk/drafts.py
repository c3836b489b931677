"""Sessions and drafts for the planners of the town, and what they are about to draw."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tests.bench.desk.asking import Window, must
from tests.bench.desk.planners import Planner, draw_strokes


def planners_with_drafts(count: int) -> list[Planner]:
    """So many people signed in, each with an untouched draft of the whole county's communities."""
    from gis_core.accounts.models import User

    return [_sit_down(person) for person in User.objects.order_by("pk")[:count]]


def plan_strokes(planners: Sequence[Planner], port: int, count: int) -> None:
    """Think of `count` strokes for each, on the labels the server tells."""
    from grids.proposals.drafts.grounds import ground_of
    from grids.proposals.models import Proposal

    table = ground_of(Proposal.objects.get(pk=planners[0].draft)).table
    for number, planner in enumerate(planners):
        window = Window(port, planner.session)
        labels = must(window.get(f"/api/drafts/{planner.draft}/labels")).body
        planner.strokes = draw_strokes(table, np.frombuffer(labels, "<i4"), count, seed=number)


def _sit_down(person: Any) -> Planner:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Planner(session, str(_draft_of(person).pk))


def _draft_of(person: Any) -> Any:
    from communities.territory.models import County
    from grids.proposals.drafts.creating import create_draft
    from grids.proposals.models import Proposal

    untouched = Proposal.objects.filter(author=person, status=Proposal.Status.DRAFT, version=0)
    return untouched.first() or create_draft(
        kind=Proposal.Kind.CONSOLIDATION,
        place=County.objects.get(),
        title=f"方案 {person}",
        author=person,
    )
