"""One order: what it is, what happened, what may be done now; a new one."""

from collections import defaultdict
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gis_core.accounts.models import User
from gis_core.outbox.models import Message
from gis_core.phones import mask
from grids.dispatch.lifecycle import LABELS, RATE, Actor, transition
from grids.dispatch.models import Move, Order, Photo
from grids.dispatch.queries import actions_for
from grids.dispatch.rights import parts_of, sees_phone
from grids.dispatch.services.moving import move_order
from grids.dispatch.services.photographing import shown
from grids.dispatch.services.rating import rate_order
from grids.dispatch.services.reporting import report_order
from grids.dispatch.states import Rater, State
from grids.dispatch.telling import told_of
from layers.api.access import person
from layers.pages.orders.forms import MoveForm, NewOrderForm, RateForm
from layers.pages.orders.rooms import OrderRoom, order_room
from layers.pages.orders.spots import MOST, find_spots, spot_of
from layers.pages.sending import send

WAY = (
    State.DRAFT,
    State.APPROVED,
    State.ISSUED,
    State.SIGNED,
    State.CONTACTED,
    State.ARRIVED,
    State.PLANNED,
    State.RESOLVING,
    State.RESOLVED,
    State.VERIFIED,
    State.RATED,
    State.CLOSED,
)


@require_safe
def show_order(request: HttpRequest, county: str, number: str) -> HttpResponse:
    """One order that concerns the person."""
    room = order_room(request, county)
    return _show(room, room.find(number))


@require_POST
def act_on_order(request: HttpRequest, county: str, number: str, action: str) -> HttpResponseBase:
    """Lead an order on by one step; what hinders it is said on its page."""
    room = order_room(request, county)
    order = room.find(number)
    form: MoveForm | RateForm
    if action == RATE:
        form = RateForm(request.POST, auto_id=f"{action}-%s")
    elif transition(action) is not None:
        form = MoveForm(request.POST, request.FILES, room=room, auto_id=f"{action}-%s")
    else:
        raise Http404

    def act() -> str:
        _lead_on(request, order, action, form)
        return _after(room, order)

    return send(form, act, lambda status: _show(room, order, status, sent=(action, form)))


@require_http_methods(["GET", "HEAD", "POST"])
def new_order(request: HttpRequest, county: str) -> HttpResponseBase:
    """Report a matter at a building, or somewhere in a grid of the own area."""
    room = order_room(request, county)
    if not room.raises:
        raise Http404
    spot = spot_of(room.county, request.GET.get("at", ""))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = NewOrderForm(*sent, room=room, spot=spot)

    def again(status: int = 200) -> HttpResponse:
        asked = request.GET.get("q", "")[:60]
        found = find_spots(room.county, asked)
        context = room.context(
            form=form, spot=spot, q=asked, found=found[:MOST], more=len(found) > MOST
        )
        return render(request, "pages/orders/new.html", context, status=status)

    def act() -> str:
        key = form.cleaned_data["key"]
        return _after(
            room,
            report_order(county=room.county, facts=form.facts(), person=person(request), key=key),
        )

    return send(form, act, again) if form.is_bound else again()


def _lead_on(request: HttpRequest, order: Order, action: str, form: MoveForm | RateForm) -> None:
    said = form.cleaned_data
    if isinstance(form, RateForm):
        rate_order(
            order=order,
            by=Rater.STREET,
            score=said["score"],
            words=said["words"],
            person=person(request),
            seen_version=said["version"],
        )
        return
    move_order(
        order=order,
        action=action,
        person=person(request),
        seen_version=said["version"],
        reason=said["reason"],
        unit=said["unit"],
        facts={"days": said["days"]} if said["days"] else None,
        photos=form.store(),
    )


def _after(room: OrderRoom, order: Order) -> str:
    """The order's page, or the board where it is no longer the person's to see."""
    if room.orders.filter(pk=order.pk).exists():
        return reverse("order", args=[room.county.code, order.number])
    return reverse("orders", args=[room.county.code])


def _show(
    room: OrderRoom, order: Order, status: int = 200, sent: tuple[str, Form] | None = None
) -> HttpResponse:
    user = person(room.request)
    told = sees_phone(user, order)
    context = room.context(
        order=order,
        now=timezone.now(),
        offers=_offers(room, order, sent),
        sent=sent[1] if sent else None,
        stale=status == 409,
        way=_way(order),
        moves=_steps(order),
        withdraws=bool(parts_of(user, order) & {Actor.STREET, Actor.ARBITER}),
        clocks=order.clocks.prefetch_related("pauses"),
        supports=order.supports.select_related("unit"),
        ratings=order.ratings.all(),
        reroutings=order.reroutings.select_related("before", "after", "publication__edition"),
        messages=_messages(order),
        contact_name=order.contact_name if told else mask_name(order.contact_name),
        contact_phone=order.contact_phone if told else mask(order.contact_phone),
    )
    return render(room.request, "pages/orders/order.html", context, status=status)


def _steps(order: Order) -> list[tuple[str, Move, list[Photo]]]:
    """What happened, the last first, each with what it is called and its photos."""
    photos: dict[int, list[Photo]] = defaultdict(list)
    for photo in shown(order):
        photos[photo.move_id].append(photo)
    return [
        (_(LABELS.get(one.action, one.action)), one, photos[one.pk])
        for one in order.moves.select_related("person", "unit").order_by("-sequence")
    ]


def _messages(order: Order) -> list[tuple[str, Message]]:
    """Who was written to about the order and how far it got; no address of anybody."""
    told = told_of(order)
    keys = {one.dedupe_key.rsplit(":", 1)[1] for one in told}
    names = {
        str(one.pk): str(one)
        for one in User.objects.filter(pk__in=[int(key) for key in keys if key.isdecimal()])
    }
    return [(names.get(one.dedupe_key.rsplit(":", 1)[1], _("来电人")), one) for one in told]


def _offers(
    room: OrderRoom, order: Order, sent: tuple[str, Form] | None
) -> list[tuple[Any, Form, list[str]]]:
    """What may be done, each with its form and the fields it asks for."""
    found: list[tuple[Any, Form, list[str]]] = []
    for offer in actions_for(order, person(room.request)):
        initial = {"version": order.version, "unit": order.proposed_id}
        form: Form
        if sent is not None and sent[0] == offer.action:
            form = sent[1]
        elif offer.action == RATE:
            form = RateForm(initial=initial, auto_id=f"{offer.action}-%s")
        else:
            form = MoveForm(initial=initial, room=room, auto_id=f"{offer.action}-%s")
        wanted = {
            "reason": True,
            "unit": offer.unit,
            "days": offer.days,
            "photos": offer.photos,
        }
        names = ["score", "words"] if offer.action == RATE else [n for n, w in wanted.items() if w]
        found.append((offer, form, names))
    return found


def _way(order: Order) -> list[tuple[str, str]]:
    """The usual way as (label, what it is to this order): done, here, ahead."""
    here = State(order.resumes or order.state)
    if here not in WAY:
        return []
    at = WAY.index(here)
    return [
        (str(state.label), "done" if n < at else "here" if n == at else "ahead")
        for n, state in enumerate(WAY)
    ]


def mask_name(name: str) -> str:
    """The surname alone, for whom the caller does not concern."""
    return f"{name[0]}**" if name else ""
