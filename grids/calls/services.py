"""A resident's call: anyone may make one, nobody may make many."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.territory.models import County
from gis_core.cleaning import clean, clean_line, says_something
from grids.calls.models import Caller
from grids.dispatch.models import Category, Order, Rating
from grids.dispatch.queries import usual_kind
from grids.dispatch.services.rating import rate_order
from grids.dispatch.services.reopening import reopen_order
from grids.dispatch.services.reporting import OrderFacts, report_order
from grids.dispatch.states import Rater, Source
from grids.notices.receiving import sender_digest
from grids.proposals.drafting.refusals import Refused
from grids.staffing.services.checks import take_turn

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A whole office or a mobile network may stand behind one address.
MOST_BY_ADDRESS = ((HOUR, 10), (DAY, 30))
MOST_BY_COUNTY = ((HOUR, 300), (DAY, 2000))
LONGEST_TITLE = 40
PREFIX = "call:"


class TooManyCalls(Refused):
    """More was sent than is taken in such a time."""

    def __init__(self) -> None:
        text = _("短时间内提交的太多，请一小时后再试，或拨打 12345、到社区当面反映。")
        super().__init__("too_many", text)


@dataclass(frozen=True)
class Call:
    """What a resident reports: what about, where (EPSG:4490), how to reach them, and the keys of
    photos that have been stored."""

    category: Category
    text: str
    point: Point
    address: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    photos: tuple[str, ...] = ()


@transaction.atomic
def receive_call(*, county: County, call: Call, sent_from: str, key: str) -> Order:
    """Keep what a resident reports; the same key gives the same order again.

    `sent_from` is the network address, kept as a digest. Raises TooManyCalls, or Refused where
    nothing is left to read or the place is not in the county.
    """
    facts = _facts_of(county, call)
    take_turn(county.pk)
    digest = sender_digest(f"calls {county.code}", sent_from)
    before = Order.objects.filter(county=county, idempotency_key=PREFIX + key).first()
    if before is not None:
        return before
    _check_rate(county, digest)
    order = report_order(county=county, facts=facts, person=None, key=PREFIX + key)
    Caller.objects.create(county=county, order=order, digest=digest)
    return order


def _facts_of(county: County, call: Call) -> OrderFacts:
    said = clean(call.text)
    if not says_something(said):
        raise Refused("nothing_said", _("没有可读的文字。请写下是什么事。"))
    return OrderFacts(
        kind=usual_kind(county),
        category=call.category,
        title=clean_line(said)[:LONGEST_TITLE],
        point=call.point,
        source=Source.RESIDENT,
        text=said,
        address=call.address,
        contact_name=call.contact_name,
        contact_phone=call.contact_phone,
        photos=call.photos,
    )


@transaction.atomic
def rate_call(
    *, order: Order, score: int, words: str, solved: bool, seen_version: int | None
) -> Rating:
    """Keep what the resident thinks; what is not solved is done again (`reopen_order`)."""
    said = clean(words)
    if not solved:
        said = _("没有解决：%(words)s") % {"words": said}
    rating = rate_order(
        order=order, by=Rater.RESIDENT, score=score, words=said, seen_version=seen_version
    )
    if not solved:
        reopen_order(order=rating.order, words=rating.words)
    return rating


def _check_rate(county: County, digest: str) -> None:
    """Raises TooManyCalls; the county's turn is taken, so that none slips in between."""
    own = Caller.objects.filter(county=county)
    for rows, limits in (
        (own.filter(digest=digest), MOST_BY_ADDRESS),
        (own, MOST_BY_COUNTY),
    ):
        for period, most in limits:
            if rows.filter(received_at__gt=timezone.now() - period).count() >= most:
                raise TooManyCalls
