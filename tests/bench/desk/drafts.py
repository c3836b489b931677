"""Sessions and drafts for the planners of the town."""

from typing import Any

from tests.bench.desk.planners import Planner, draw_strokes


def planners_with_drafts(count: int, strokes: int) -> list[Planner]:
    """So many people signed in, each with a new draft of the whole county's communities."""
    from gis_core.accounts.models import User

    people = list(User.objects.order_by("pk")[:count])
    return [_sit_down(person, number, strokes) for number, person in enumerate(people)]


def _sit_down(person: Any, number: int, strokes: int) -> Planner:
    from django.conf import settings
    from django.test import Client

    from grids.proposals.drafts.grounds import ground_of
    from grids.proposals.drafts.plans import reading

    draft = _draft_of(person)
    with reading(draft.pk) as plan:
        labels = plan.labels.copy()
    drawn = draw_strokes(ground_of(draft).table, labels, strokes, seed=number)
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Planner(session, str(draft.pk), drawn)


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
