"""Papers of a case as they are said and written down."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.accounts.models import User
from gis_core.days import in_words
from gis_core.files.keeping import Kept
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal
from grids.review.models import Paper


class PaperSaid(NamedTuple):
    """A paper as somebody says it is."""

    kind: str
    day: datetime.date
    number: str = ""
    note: str = ""
    file: Kept | None = None


def add_papers(proposal: Proposal, person: User, papers: Iterable[PaperSaid]) -> list[Paper]:
    """Write papers down at the step the case is at. Raises Refused: a day that is to come."""
    said = list(papers)
    check_papers(said)
    return [
        Paper.objects.create(
            proposal=proposal,
            kind=paper.kind,
            number=paper.number,
            day=paper.day,
            note=paper.note,
            step=proposal.status,
            added_by=person,
            **_of_file(paper.file),
        )
        for paper in said
    ]


def _of_file(file: Kept | None) -> dict[str, Any]:
    if file is None:
        return {}
    return {
        "sha256": file.sha256,
        "bytes": file.bytes,
        "file_name": file.name,
        "file_kind": file.kind.value,
    }


def check_papers(papers: Sequence[PaperSaid]) -> None:
    """Raises Refused: a paper without a name, or of a day that is to come."""
    today = timezone.localdate()
    for paper in papers:
        if not paper.kind.strip():
            raise Refused("paper_unnamed", _("文书没有名称。请选择是哪一种文书。"))
        if paper.day > today:
            text = _("“%(kind)s”的日期 %(day)s 还没有到。请改为文书上的日期。")
            raise Refused("paper_to_come", text % {"kind": paper.kind, "day": in_words(paper.day)})
