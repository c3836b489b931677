"""What the street and the resident think of how an order was done: one rating each."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.accounts.models import User
from grids.dispatch.lifecycle import RATE, Actor
from grids.dispatch.models import Order, Rating
from grids.dispatch.rights import parts_of, resolved_it
from grids.dispatch.services.moving import lock_order, note, read_words
from grids.dispatch.states import Rater, State
from grids.proposals.drafting.refusals import NotYours, Refused

RATEABLE = (State.VERIFIED, State.RATED, State.CLOSED)
BEST = 5


@transaction.atomic
def rate_order(
    *,
    order: Order,
    by: Rater,
    score: int,
    seen_version: int | None,
    words: str = "",
    person: User | None = None,
) -> Rating:
    """Keep a rating. The street's leads a verified order on to `rated`; the resident, who came
    by the order's token, may rate as soon as it is verified, and after it is closed.

    Raises VersionMissing, Stale, NotYours, or Refused: not verified yet, rated already, no score.
    """
    order = lock_order(order, seen_version)
    if order.state not in RATEABLE:
        raise Refused("not_verified", _("工单还没有核实，不能评价。请等街道（镇）核实以后再评。"))
    _check_rater(order, by, person)
    if not isinstance(score, int) or not 1 <= score <= BEST:
        raise Refused("score_wrong", _("评分须为 1 至 5 的整数。请重新选择。"))
    if order.ratings.filter(by=by, reopened=order.reopened).exists():
        raise Refused("rated_already", _("这一方已评价过，一件工单只评一次。"))
    return _keep(order, by, score, read_words(words), person)


def _check_rater(order: Order, by: Rater, person: User | None) -> None:
    """The street's rating is an account's with that part; nobody rates what they resolved."""
    if by == Rater.STREET and (person is None or Actor.STREET not in parts_of(person, order)):
        raise NotYours("not_your_part", _("评价由提出工单的街道（镇）或社区作出，您没有这项职责。"))
    if person is not None and resolved_it(person, order):
        raise NotYours("separation_resolved", _("这件工单由您或您的单位办结，不能自己评价。"))


def _keep(order: Order, by: Rater, score: int, words: str, person: User | None) -> Rating:
    before = order.state
    if by == Rater.STREET and order.state == State.VERIFIED:
        order.state = State.RATED
    order.version += 1
    order.save(update_fields=["state", "version"])
    rating = Rating.objects.create(
        order=order,
        by=by,
        reopened=order.reopened,
        score=score,
        words=words,
        person=person,
        at=timezone.now(),
    )
    note(order, RATE, person, before, reason=words, facts={"by": str(by), "score": score})
    return rating
