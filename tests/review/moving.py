"""Leading one case over HTTP, as pages and programs do."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.test import Client

from gis_core.accounts.models import User
from grids.proposals.models import Proposal
from grids.review.contents import content_hash
from grids.review.models import CaseEvent
from grids.review.moving.services import move


class Mover:
    """A case whose contents stay as they are, and everybody's browser, signed in once."""

    def __init__(self, proposal: Proposal, people: Iterable[User]) -> None:
        self.proposal = proposal
        self.contents = content_hash(proposal)
        self._clients = {who.pk: _signed_in(who) for who in people}

    def put(self, step: str) -> None:
        """Let the case be at a step, however it came there."""
        Proposal.objects.filter(pk=self.proposal.pk).update(status=step)

    def lead(self, transition: str, who: User, **said: Any) -> tuple[int, str]:
        """The status and the code of the answer, "" where it was done. All that may be asked for
        is said, of a case to which nothing happened yet, unless `said` otherwise."""
        body = {
            "transition": transition,
            "seen_version": 0,
            "seen_hash": self.contents,
            "reason": "按会议意见",
            "password": f"{who.username}-password-1",
            **said,
        }
        where = f"/api/cases/{self.proposal.pk}/moves"
        answer = self._clients[who.pk].post(where, body, content_type="application/json")
        return answer.status_code, answer.json().get("code", "")

    def lead_past_the_scope(self, transition: str, who: User) -> CaseEvent:
        """The same as if the person had been shown the case."""
        return move(
            proposal=self.proposal,
            transition=transition,
            person=who,
            seen_version=0,
            seen_hash=self.contents,
        )


def _signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


@contextmanager
def undone() -> Iterator[None]:
    """Nothing stays of what is done within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
