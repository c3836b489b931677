"""Who is told of what happens to an order, put into the outbox together with it.

Nothing a resident wrote and no name or phone of theirs is in a message: a letter may be read by
others. How far a message got is the outbox's matter and changes nothing of the order.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from gis_core.accounts.models import Membership
from gis_core.accounts.roles import Role
from gis_core.outbox.models import Kind, Message
from gis_core.outbox.people import tell_people, tell_phone
from gis_core.public_address import link_to
from grids.dispatch.lifecycle import DISPUTE, LABELS, REOPEN, REPORT, REROUTE, Actor
from grids.dispatch.models import Keeper, Move, Order
from grids.dispatch.states import Source, State
from grids.staffing.models import UnitAccount

# Whom a step concerns; what an order just reported asks for hangs on its state (`_concerned`).
CONCERNED: dict[str, tuple[Actor, ...]] = {
    "issue": (Actor.UNIT,),
    "assign": (Actor.UNIT,),
    "arbitrate": (Actor.UNIT,),
    "reassign": (Actor.UNIT,),
    "direct": (Actor.UNIT,),
    "return": (Actor.UNIT,),
    REOPEN: (Actor.UNIT, Actor.STREET),
    "suspend": (Actor.UNIT,),
    "resume": (Actor.UNIT,),
    "extend": (Actor.UNIT,),
    "cancel": (Actor.UNIT, Actor.STREET),
    "refuse": (Actor.ARBITER,),
    DISPUTE: (Actor.ARBITER,),
    "escalate": (Actor.KEEPER,),
    "resolve": (Actor.STREET,),
    REROUTE: (Actor.UNIT,),
}
TO_THE_CALLER = {
    "verify": gettext_noop("您反映的事项 %(number)s 已核实办好，请评价。"),
    "void": gettext_noop("您反映的事项 %(number)s 不再办理，原因见网页。"),
    "cancel": gettext_noop("您反映的事项 %(number)s 不再办理，原因见网页。"),
}


def tell_of(move: Move) -> None:
    """Put the messages of one step into the outbox; whoever took it is not told of it."""
    order = move.order
    accounts = {key for part in _concerned(move) for key in ACCOUNTS[part](order)}
    if move.person_id is not None:
        accounts.discard(move.person_id)
    with override(settings.LANGUAGE_CODE):  # not that of whoever took the step
        said = {"number": order.number, "what": _(LABELS.get(move.action, move.action))}
        tell_people(
            accounts=accounts,
            kind=Kind.ORDER,
            subject=_("工单 %(number)s：%(what)s") % said,
            body=body_of(order),
            event=f"{event_of(order)}{move.sequence}",
            county_key=order.county_id,
        )
        _tell_the_caller(move)


def told_of(order: Order) -> "list[Message]":
    """The messages about an order, the last first."""
    return list(Message.objects.filter(dedupe_key__startswith=event_of(order)))


def event_of(order: Order) -> str:
    """How the key of every message about an order begins."""
    return f"order:{order.pk}:"


def body_of(order: Order) -> str:
    """The order in a few lines: what kind, where, how far, until when, and where to look."""
    place = order.community or order.subdistrict or order.county
    lines = [
        _("工单：%(number)s（%(kind)s · %(category)s）")
        % {
            "number": order.number,
            "kind": _(order.kind.name),
            "category": _(order.category.name),
        },
        _("地点：%(place)s") % {"place": place.name},
        _("现在：%(state)s") % {"state": _(order.get_state_display())},
    ]
    if order.due_at is not None:
        due = timezone.localtime(order.due_at).strftime("%Y-%m-%d %H:%M")
        lines.append(_("下一期限：%(due)s") % {"due": due})
    link = link_to(reverse("order", args=[order.county.code, order.number]))
    if link:
        lines.append(_("查看和办理：%(link)s") % {"link": link})
    return "\n".join(lines)


def _concerned(move: Move) -> tuple[Actor, ...]:
    if move.action != REPORT:
        return CONCERNED.get(move.action, ())
    return {
        State.DRAFT.value: (Actor.STREET,),
        State.APPROVED.value: (Actor.ARBITER,),  # nobody is responsible there
        State.ISSUED.value: (Actor.UNIT,),
    }[move.to_state]


def _tell_the_caller(move: Move) -> None:
    text, order = TO_THE_CALLER.get(move.action), move.order
    if text is None or order.source != Source.RESIDENT:
        return
    link = link_to(reverse("call", args=[order.county.code, order.token]))
    tell_phone(
        phone=order.contact_phone,
        kind="call",
        text=f"{_(text) % {'number': order.number}} {link}".strip(),
        event=f"{event_of(order)}{move.sequence}",
        county_key=order.county_id,
    )


def _of_the_unit(order: Order) -> Iterable[int]:
    """Those who speak for the unit in the lead, and for those that support it."""
    units = [order.unit_id, *order.supports.values_list("unit", flat=True)]
    return UnitAccount.objects.filter(unit__in=[one for one in units if one]).values_list(
        "account", flat=True
    )


def _of_the_street(order: Order) -> Iterable[int]:
    street = Q(role=Role.STREET_MANAGER, place_key=order.subdistrict_id)
    community = Q(role=Role.COMMUNITY_HEAD, place_key=order.community_id)
    return _holding(order, street | community)


def _of_the_arbiter(order: Order) -> Iterable[int]:
    return _holding(order, Q(role=Role.DISPATCHER))


def _of_the_keeper(order: Order) -> Iterable[int]:
    return Keeper.objects.filter(community=order.community_id).values_list("user", flat=True)


def _holding(order: Order, where: Q) -> Iterable[int]:
    today = timezone.localdate()
    held = Membership.objects.filter(where, county_key=order.county_id, since__lte=today)
    return held.filter(Q(until__isnull=True) | Q(until__gt=today)).values_list("user", flat=True)


ACCOUNTS: dict[Actor, Callable[[Order], Iterable[int]]] = {
    Actor.UNIT: _of_the_unit,
    Actor.STREET: _of_the_street,
    Actor.ARBITER: _of_the_arbiter,
    Actor.KEEPER: _of_the_keeper,
}
