"""The orders of a county: the dispatcher's board and the list."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from communities.territory.queries import edition_in_force
from gis_core.accounts.roles import Action
from gis_core.outbox.models import Message
from grids.dispatch.figures import (
    due_today,
    is_late,
    is_open,
    load_by,
    tally,
    to_arbitrate,
    with_nobody,
)
from grids.dispatch.models import Category, Kind
from grids.dispatch.states import Source, State
from layers.api.access import scope_of
from layers.pages.orders.filtering import GROUPS, SORTS, filtered, sorted_by
from layers.pages.orders.heat import draw_heat
from layers.pages.orders.rooms import OrderRoom, order_room

PAGE = 50
SHORT = 5  # rows of each list on the board


@require_safe
def show_board(request: HttpRequest, county: str) -> HttpResponse:
    """What needs somebody now: late, due today, refused, with nobody; by unit, grid and place."""
    room, now = order_room(request, county), timezone.now()
    orders = room.orders
    rows = orders.select_related("unit", "grid", "kind").order_by("due_at", "pk")
    context = room.context(
        now=now,
        tally=tally(orders, now),
        lists=[
            ("late", rows.filter(is_late(now))[:SHORT]),
            ("today", rows.filter(due_today(now))[:SHORT]),
            ("refused", rows.filter(to_arbitrate())[:SHORT]),
            ("nobody", rows.filter(with_nobody())[:SHORT]),
        ],
        units=load_by(orders, "unit", now),
        grids=load_by(orders, "grid", now),
        heat=_heat(room),
        here="board",
        unsent=_unsent(room),
    )
    return render(request, "pages/orders/board.html", context)


def _unsent(room: OrderRoom) -> int | None:
    """How many messages of the county could not be sent; None for who does not keep them."""
    scope = scope_of(room.request, Action.KEEP_OUTBOX)
    if room.county.pk not in scope.counties:
        return None
    dead = Message.State.DEAD
    return scope.of(Message).filter(county_key=room.county.pk, state=dead).count()


@require_safe
def list_orders(request: HttpRequest, county: str) -> HttpResponse:
    """The orders that concern the person, filtered, found by words, sorted."""
    room, now = order_room(request, county), timezone.now()
    asked = {name: str(value)[:100] for name, value in request.GET.items()}
    found = sorted_by(filtered(room.orders, asked, now), asked.get("sort", ""))
    page = Paginator(found.select_related("unit", "grid", "category", "kind"), PAGE).get_page(
        asked.get("page")
    )
    context = room.context(
        here="list",
        page=page,
        now=now,
        asked=asked,
        sort=asked.get("sort") or "due",
        **_choices(room, asked),
    )
    return render(request, "pages/orders/list.html", context)


def _choices(room: OrderRoom, asked: dict[str, str]) -> dict[str, Any]:
    """What the form of the list offers; units only those that have orders."""
    units = room.orders.filter(unit__isnull=False).order_by("unit__name")
    grids = room.orders.filter(grid__isnull=False).order_by("grid__code")
    return {
        "groups": [(key, label) for key, (label, _condition) in GROUPS.items()],
        "show": asked["show"] if asked.get("show") in GROUPS else "open",
        "states": [(one.value, one.label) for one in State],
        "sources": [(one.value, one.label) for one in Source],
        "kinds": Kind.objects.filter(county=room.county.pk),
        "categories": Category.objects.filter(county=room.county.pk),
        "units": units.values_list("unit", "unit__name").distinct(),
        "grids": grids.values_list("grid", "grid__name").distinct(),
        "sorts": SORTS,
    }


def _heat(room: OrderRoom) -> str:
    """The map of open orders; empty before the first edition. Made of our own data, escaped."""
    edition = edition_in_force(room.county)
    if edition is None:
        return ""
    counted = room.orders.filter(is_open(), grid__isnull=False).order_by().values_list("grid")
    counts = dict(counted.annotate(count=Count("pk")))
    link = f"{reverse('order_list', args=[room.county.code])}?grid="
    return mark_safe(draw_heat(edition, counts, link))  # noqa: S308 - every name in it is escaped
