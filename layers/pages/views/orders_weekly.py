"""The weekly figures of units, on a page and as files."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from layers.exporting.tables import write_csv, write_workbook
from layers.pages.orders.rooms import OrderRoom, order_room
from layers.pages.orders.weekly import COUNTED, STAGES, Week, table, week_of, weekly
from layers.pages.views.staffing import CSV, XLSX


@require_safe
def show_week(request: HttpRequest, county: str) -> HttpResponse:
    """Every unit's figures of one week, this one unless another is asked for."""
    room = order_room(request, county)
    week, now = _week(request), timezone.now()
    rows = weekly(room.orders, week, now)
    context = room.context(
        here="week",
        week=week,
        rows=rows,
        columns=COUNTED.values(),
        stages=STAGES.values(),
        running=week.span[1] > now,
    )
    return render(request, "pages/orders/week.html", context)


@require_safe
def export_week(request: HttpRequest, county: str, kind: str) -> HttpResponse:
    """The same as `.xlsx` or `.csv`, for spreadsheets that run nothing in them."""
    room = order_room(request, county)
    if kind not in ("xlsx", "csv"):
        raise Http404
    week = _week(request)
    columns, rows = table(weekly(room.orders, week, timezone.now()))
    name = f"{week.monday} - {week.sunday}"
    body = write_workbook([(name, columns, rows)]) if kind == "xlsx" else write_csv(columns, rows)
    return _file(room, week, kind, body)


def _file(room: OrderRoom, week: Week, kind: str, body: bytes) -> HttpResponse:
    response = HttpResponse(body, content_type=XLSX if kind == "xlsx" else CSV)
    name = f"orders-{room.county.code}-{week.monday}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _week(request: HttpRequest) -> Week:
    """The week of the day asked for. Raises Http404 for what is no day of this century."""
    asked = request.GET.get("day", "")
    try:
        day = datetime.date.fromisoformat(asked) if asked else timezone.localdate()
    except ValueError as error:
        raise Http404 from error
    if not 2000 <= day.year < 2100:
        raise Http404
    return week_of(day)
