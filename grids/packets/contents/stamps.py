"""Which state of a case papers were made of: one hash of the plan, one of what is beside it."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from grids.notices.models import Notice, Objection
from grids.proposals.models import Proposal
from grids.review.contents import content_hash
from grids.review.models import CaseEvent, Comment, Condition, Paper, Waiver


class Stamps(NamedTuple):
    """`content`: `review.contents.content_hash`; `record`: of everything that was said and done
    about the case; 64 hexadecimal digits each."""

    content: str
    record: str


def stamps_of(proposal: Proposal) -> Stamps:
    """The hashes of the case as it is now."""
    return Stamps(content_hash(proposal), record_hash(proposal))


def record_hash(proposal: Proposal) -> str:
    """Sha256 over title and reason, events, comments, papers, waivers, conditions, notices and
    objections with what became of them."""
    digest = sha256()
    for line in _lines(proposal):
        digest.update(json.dumps(line, ensure_ascii=False, default=str).encode() + b"\n")
    return digest.hexdigest()


def _lines(proposal: Proposal) -> Iterator[list[Any]]:
    yield [proposal.title, proposal.reason, proposal.status, proposal.place.name]
    for model, changing in (
        (CaseEvent, ()),
        (Comment, ()),
        (Paper, ()),
        (Waiver, ()),
        (Condition, ("met_note",)),
        (Notice, ("state", "note")),
    ):
        rows = model._default_manager.filter(proposal=proposal).order_by("pk")
        yield [model._meta.label]
        yield from map(list, rows.values_list("pk", *changing))
    said = Objection.objects.filter(notice__proposal=proposal).order_by("pk")
    yield ["objections"]
    yield from map(list, said.values_list("pk", "version"))
