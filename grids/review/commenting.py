"""Comments: which threads wait for an answer."""

from grids.proposals.models import Proposal
from grids.review.models import Comment


def open_threads(proposal: Proposal) -> list[Comment]:
    """The first comments of threads whose last word does not settle them."""
    rows = list(Comment.objects.filter(proposal=proposal).order_by("made_at", "pk"))
    last = {comment.thread_id or comment.pk: comment for comment in rows}
    return [one for one in rows if one.thread_id is None and not last[one.pk].settles]
