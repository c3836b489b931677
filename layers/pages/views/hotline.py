"""Lists of the 12345 hotline: uploaded, looked through, settled, taken as orders, taken back."""

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gis_core.files.faults import FileRefused
from grids.dispatch.models import Category
from grids.hotline.columns import COLUMNS
from grids.hotline.models import HotlineList
from grids.hotline.services import (
    apply_list,
    drop_list,
    look_at_list,
    settle_list,
    undo_list,
)
from grids.hotline.taking import REFUSED, Taking
from grids.proposals.drafting.refusals import Refused
from layers.api.access import person
from layers.exporting.tables import write_csv
from layers.pages.orders.hotline import ApplyListForm, ListForm, SettleForm
from layers.pages.orders.rooms import OrderRoom, order_room
from layers.pages.sending import send, status_of
from layers.pages.views.staffing import CSV

ORDER = {REFUSED: 0, "new": 1, "known": 2}
WHY = "不能导入的原因"


@require_http_methods(["GET", "HEAD", "POST"])
def list_lists(request: HttpRequest, county: str) -> HttpResponseBase:
    """The lists there were, and a new one: looked through before anything is written."""
    room = _room(request, county)
    form = ListForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                made = _look(room, form.cleaned_data["file"])
                return redirect("hotline_list", room.county.code, made.pk)
            except FileRefused as refusal:
                form.add_error("file", str(refusal))
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = status_of(refusal)
    lists = HotlineList.objects.filter(county=room.county.pk).select_related("uploaded_by")[:50]
    context = room.context(form=form, lists=lists, here="hotline", columns=COLUMNS)
    return render(request, "pages/orders/hotline_lists.html", context, status=status)


@require_safe
def show_list(request: HttpRequest, county: str, number: int) -> HttpResponse:
    """What a list would do or did, row by row."""
    return _show(*_find(request, county, number))


@require_POST
def settle(request: HttpRequest, county: str, number: int) -> HttpResponseBase:
    """Say what words mean and where rows are, and look through again."""
    room, made = _find(request, county, number)
    form = _settling(room, made, request.POST)

    def act(form: Any) -> None:
        settle_list(
            made=made,
            person=person(request),
            words=form.words(),
            places=form.places(),
            seen_version=form.cleaned_data["version"],
        )

    return _act(room, made, form, act)


@require_POST
def decide(request: HttpRequest, county: str, number: int, what: str) -> HttpResponseBase:
    """Take a list, take it back, or do not take it."""
    room, made = _find(request, county, number)
    form = ApplyListForm(request.POST)
    who = person(request)

    def act(form: Any) -> None:
        seen = form.cleaned_data["version"]
        if what == "apply":
            leave_out = form.cleaned_data["leave_out_refused"]
            apply_list(made=made, person=who, seen_version=seen, leave_out_refused=leave_out)
        elif what == "undo":
            undo_list(made=made, person=who, seen_version=seen)
        else:
            drop_list(made=made, seen_version=seen)

    if what not in ("apply", "undo", "drop"):
        raise Http404
    return _act(room, made, form, act)


@require_safe
def export_refused(request: HttpRequest, county: str, number: int) -> HttpResponse:
    """The rows that cannot be taken, as they came, and why; to be mended and sent again."""
    _room_of, made = _find(request, county, number)
    labels = {column.field: column.label for column in COLUMNS}
    rows = []
    for line in made.report:
        if line["verdict"] == REFUSED and line["row"] <= len(made.rows):
            cells = made.rows[line["row"] - 1]
            row = {label: cells.get(field, "") for field, label in labels.items()}
            rows.append({**row, WHY: line["text"]})
    answer = HttpResponse(write_csv([*labels.values(), WHY], rows), content_type=CSV)
    name = f"hotline-{made.pk}-refused.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _room(request: HttpRequest, county: str) -> OrderRoom:
    room = order_room(request, county)
    if not room.imports:
        raise Http404
    return room


def _find(request: HttpRequest, county: str, number: int) -> tuple[OrderRoom, HotlineList]:
    room = _room(request, county)
    found = HotlineList.objects.filter(county=room.county.pk, pk=number).first()
    if found is None:
        raise Http404
    return room, found


def _look(room: OrderRoom, file: Any) -> HotlineList:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        with path.open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
        who = person(room.request)
        return look_at_list(county=room.county, path=path, file_name=file.name, person=who)


def _act(room: OrderRoom, made: HotlineList, form: forms.Form, act: Any) -> HttpResponseBase:
    def go_on() -> str:
        act(form)
        return reverse("hotline_list", args=[room.county.code, made.pk])

    return send(form, go_on, lambda status: _show(room, made, form, status))


def _settling(room: OrderRoom, made: HotlineList, sent: Any = None) -> SettleForm:
    taking = Taking(made, person(room.request))
    words = dict.fromkeys(cells.get("category", "").strip() for cells in made.rows)
    unknown = [word for word in words if word and taking.category_of(word) is None]
    unplaced = [line for line in made.report if line.get("place")]
    placed = [line for line in made.report if str(line["row"]) in made.places]
    rows = {line["row"]: line for line in (*unplaced, *placed)}
    categories = Category.objects.filter(county=room.county.pk, is_active=True)
    return SettleForm(
        sent, version=made.version, unknown=unknown, lines=rows, written=made.places,
        categories=categories,
    )  # fmt: skip


def _show(
    room: OrderRoom, made: HotlineList, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    lines = sorted(made.report, key=lambda line: (ORDER[line["verdict"]], line["row"]))
    counts = {name: sum(line["verdict"] == name for line in lines) for name in ORDER}
    open_to_it = made.state == HotlineList.State.LOOKED_AT
    settling = form if isinstance(form, SettleForm) else None
    if settling is None and open_to_it:
        settling = _settling(room, made)
    context = room.context(
        list=made, lines=lines, counts=counts, form=form, settling=settling, here="hotline"
    )
    return render(room.request, "pages/orders/hotline_list.html", context, status=status)
