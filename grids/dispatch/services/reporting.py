"""A new order: routed by its point, once for each idempotency key."""

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.territory.models import County
from gis_core.accounts.models import User
from gis_core.accounts.roles import Action
from gis_core.accounts.scope import scope_for
from gis_core.phones import holds_identity_number
from grids.dispatch.clocks import ZONE
from grids.dispatch.lifecycle import REPORT
from grids.dispatch.models import Category, Kind, Order, Support
from grids.dispatch.routing import Responsible, Whereabouts, responsible_at, whereabouts
from grids.dispatch.services.moving import UNIT_STAGES, note
from grids.dispatch.services.photographing import attach
from grids.dispatch.services.timing import next_due, start_clocks
from grids.dispatch.states import Source, State
from grids.proposals.drafting.refusals import NotYours, Refused
from grids.staffing.services.checks import read_line, read_number, take_turn

LONGEST_TITLE, LONGEST_TEXT, LONGEST_ADDRESS, LONGEST_NAME = 80, 2000, 200, 40
_KEY = re.compile(r"[\x21-\x7e]{8,80}")


@dataclass(frozen=True)
class OrderFacts:
    """What somebody reports: what about, where (EPSG:4490), how to reach the caller, and the keys
    of photos that have been stored."""

    kind: Kind
    category: Category
    title: str
    point: Point
    source: Source = Source.OFFICER
    text: str = ""
    address: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    photos: tuple[str, ...] = ()


@transaction.atomic
def report_order(*, county: County, facts: OrderFacts, person: User | None, key: str) -> Order:
    """Keep an order; the same key of the same caller gives the same order again, whatever came
    with it.

    Orders that need the principal begin as drafts; others are issued at once where somebody is
    responsible. Raises:
        NotYours: the person may not report at that point.
        Refused: the key, the point or a text is wrong; the message says how to repair it.
    """
    if not _KEY.fullmatch(key):
        text = _("请求没有可用的去重标识（8 至 80 个字母、数字或符号）。请刷新页面后重新提交。")
        raise Refused("key_missing", text)
    take_turn(county.pk)
    before = Order.objects.filter(county=county, idempotency_key=key).first()
    if before is not None:
        return _the_same(before, facts, person)
    _check_settings(county, facts)
    where = whereabouts(county, facts.point)
    _check_right(county, person, where)
    who = responsible_at(facts.category, where.narrowest_first(county))
    order = _draft(county, facts, where, who)
    order.raised_by, order.idempotency_key = person, key
    return _keep(order, who, person, facts.photos)


def _the_same(order: Order, facts: OrderFacts, person: User | None) -> Order:
    """The order of this key, for whoever made it: a key is no way to the order of others."""
    if (order.raised_by_id, order.source) != (person and person.pk, facts.source):
        raise Refused("key_taken", _("这个去重标识已被别的工单使用。请刷新页面后重新提交。"))
    return order


def _check_settings(county: County, facts: OrderFacts) -> None:
    for row in (facts.kind, facts.category):
        if row.county_id != county.pk or not row.is_active:
            text = _("“%(name)s”不是本县在用的种类或类别。请重新选择。")
            raise Refused("setting_wrong", text % {"name": row.name})


def _check_right(county: County, person: User | None, where: Whereabouts) -> None:
    """Residents and other systems are nobody; an account reports where it may."""
    if person is None:
        return
    scope = scope_for(person, Action.RAISE_ORDER)
    here = {place.pk for place in where.narrowest_first(county)}
    if not (county.pk in scope.counties or here & scope.places):
        text = _("您只能在自己的辖区提出工单。请在辖区内选点，或联系所在街道（镇）。")
        raise NotYours("not_your_place", text)


def _draft(county: County, facts: OrderFacts, where: Whereabouts, who: Responsible) -> Order:
    now = timezone.now()
    direct = not facts.kind.needs_principal
    state = State.DRAFT if not direct else State.ISSUED if who.lead else State.APPROVED
    return Order(
        county=county,
        number=_number(county, now),
        kind=facts.kind,
        category=facts.category,
        source=Source(facts.source),
        geom=facts.point,
        edition=where.edition,
        grid=where.grid,
        community=where.community,
        subdistrict=where.subdistrict,
        unit=who.lead,
        state=state,
        made_at=now,
        **_texts(facts),
    )


def _texts(facts: OrderFacts) -> dict[str, Any]:
    title = read_line(facts.title)
    if not 0 < len(title) <= LONGEST_TITLE or len(facts.text) > LONGEST_TEXT:
        text = _("标题须有 1 至 %(title)s 个字，内容最多 %(text)s 个字。请改短或补填。")
        raise Refused("text_wrong", text % {"title": LONGEST_TITLE, "text": LONGEST_TEXT})
    address, name = read_line(facts.address), read_line(facts.contact_name)
    if len(address) > LONGEST_ADDRESS or len(name) > LONGEST_NAME:
        text = _("地址最多 %(address)s 个字，联系人最多 %(name)s 个字。请改短。")
        said = {"address": LONGEST_ADDRESS, "name": LONGEST_NAME}
        raise Refused("text_wrong", text % said)
    if holds_identity_number(facts.text):
        raise Refused("identity_number", _("请勿填写身份证号；本系统不保存身份证号。"))
    return {
        "title": title,
        "text": "".join(c for c in facts.text if c.isprintable() or c in "\n\t").strip(),
        "address": address,
        "contact_name": name,
        "contact_phone": read_number(facts.contact_phone) if facts.contact_phone.strip() else "",
    }


def _number(county: County, now: datetime.datetime) -> str:
    """The day and the place in the county's row of that day: 20261126-0007. One report comes
    after the other, so no number is given twice."""
    day = now.astimezone(ZONE).strftime("%Y%m%d")
    last = Order.objects.filter(county=county, number__startswith=f"{day}-").order_by("-id")
    newest = last.values_list("number", flat=True).first()
    return f"{day}-{int(newest.split('-')[1]) + 1 if newest else 1:04d}"


def _keep(order: Order, who: Responsible, person: User | None, photos: tuple[str, ...]) -> Order:
    order.save()
    Support.objects.bulk_create(Support(order=order, unit=unit) for unit in who.supports)
    step = note(order, REPORT, person, "", unit=who.lead, facts={"gap": who.lead is None})
    attach(step, photos)
    if order.state == State.ISSUED:
        start_clocks(order, UNIT_STAGES, order.made_at)
        order.due_at = next_due(order)
        order.save(update_fields=["due_at"])
    return order
