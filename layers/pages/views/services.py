"""The list of service items of a county: read by whoever works there, kept by who may."""

from typing import Any

from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.service_items.kinds import ListType
from communities.service_items.models import LocalRule, ServiceItem, not_over
from communities.service_items.services import (
    add_item,
    add_local_item,
    add_rule,
    change_item,
    end_rule,
)
from layers.exporting.tables import write_csv, write_workbook
from layers.pages.sending import send
from layers.pages.services.exporting import HEADINGS, list_rows
from layers.pages.services.forms import FACTS, EndRuleForm, ItemForm, NewItemForm, RuleForm
from layers.pages.services.rooms import ServiceRoom, keeping_room, service_room

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@require_safe
def list_services(request: HttpRequest, county: str) -> HttpResponse:
    """Every item by list, with where it is different; found by a text, or by list."""
    room, today = service_room(request, county), timezone.localdate()
    asked, kind = request.GET.get("q", "").strip()[:80], request.GET.get("list", "")
    items = ServiceItem.objects.filter(county=room.county.pk)
    gone = request.GET.get("show") == "gone"
    items = items.exclude(not_over(today)) if gone else items.filter(not_over(today))
    if asked:
        items = items.filter(Q(name__icontains=asked) | Q(code__icontains=asked))
    if kind in ListType.values:
        items = items.filter(list_type=kind)
    rules = LocalRule.objects.filter(not_over(today), item__county=room.county.pk)
    context = room.context(
        groups=_by_list(list(items), list(rules.select_related("place"))),
        count=items.count(),
        q=asked,
        kind=kind,
        gone=gone,
        kinds=ListType,
        today=today,
        stopped=LocalRule.objects.filter(item__county=room.county.pk, stopped_by__isnull=False)
        .select_related("item", "place", "stopped_by")
        .order_by("-pk")[:20],
    )
    return render(request, "pages/services/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_a_service(request: HttpRequest, county: str) -> HttpResponseBase:
    """Put an item on the list: of the county, or of a place of one's own."""
    room = keeping_room(request, county)
    form = NewItemForm(request.POST if request.method == "POST" else None, room=room)

    def again(status: int = 200) -> HttpResponse:
        return render(request, "pages/services/new.html", room.context(form=form), status=status)

    def act() -> str:
        place = form.cleaned_data["place"]
        facts = form.facts(everywhere=place is None)
        if place is None:
            return _address(room, add_item(county=room.county, facts=facts))
        return _address(room, add_local_item(place=place, facts=facts))

    return send(form, act, again) if form.is_bound else again()


@require_http_methods(["GET", "HEAD", "POST"])
def show_service(request: HttpRequest, county: str, item: int) -> HttpResponseBase:
    """One item with what is different where; said anew by who keeps it."""
    room = service_room(request, county)
    found = room.find(item)
    if request.method != "POST":
        return _show(room, found)
    if not room.keeps_item(found):
        raise Http404
    form = ItemForm(request.POST)

    def act() -> str:
        facts = form.facts(everywhere=found.everywhere)
        change_item(item=found, facts=facts, seen_version=form.cleaned_data["version"])
        return _address(room, found)

    return send(form, act, lambda status: _show(room, found, status, form=form))


@require_POST
def add_local_rule(request: HttpRequest, county: str, item: int) -> HttpResponseBase:
    """Say what is different with an item in a place of one's own."""
    room = keeping_room(request, county)
    found = room.find(item)
    form = RuleForm(request.POST, room=room, item=found)

    def act() -> str:
        said = form.cleaned_data
        add_rule(item=found, place=said["place"], facts=form.facts(), seen_version=said["version"])
        return _address(room, found)

    return send(form, act, lambda status: _show(room, found, status, rule_form=form))


@require_POST
def end_local_rule(request: HttpRequest, county: str, rule: int) -> HttpResponseBase:
    """End what is different in a place of one's own."""
    room = service_room(request, county)
    found = room.own_rules().filter(pk=rule).select_related("item").first()
    if found is None:
        raise Http404
    form = EndRuleForm(request.POST)

    def act() -> str:
        said = form.cleaned_data
        end_rule(rule=found, on=said["on"], seen_version=said["version"])
        return _address(room, found.item)

    return send(form, act, lambda status: _show(room, found.item, status, end_form=form))


@require_safe
def export_services(request: HttpRequest, county: str, kind: str) -> HttpResponse:
    """The list as `xlsx` or `csv`, as an import takes it."""
    room = service_room(request, county)
    if kind not in ("xlsx", "csv"):
        raise Http404
    rows = list_rows(room.county, timezone.localdate())
    sheet = ("services", HEADINGS, rows)
    body = write_workbook([sheet]) if kind == "xlsx" else write_csv(HEADINGS, rows)
    response = HttpResponse(body, content_type=XLSX if kind == "xlsx" else CSV)
    name = f"services-{room.county.code}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _by_list(items: list[ServiceItem], rules: list[LocalRule]) -> list[tuple[Any, Any]]:
    """Items with their rules, list by list."""
    groups = [
        (
            kind,
            [
                (one, [rule for rule in rules if rule.item_id == one.pk])
                for one in items
                if one.list_type == kind
            ],
        )
        for kind in ListType
    ]
    return [group for group in groups if group[1]]


def _show(room: ServiceRoom, item: ServiceItem, status: int = 200, **sent: Form) -> HttpResponse:
    keeps = room.keeps_item(item)
    rules = item.rules.filter(Q(until__isnull=True) | Q(until__gt=item.since))
    context: dict[str, Any] = {
        "item": item,
        "rules": rules.select_related("place", "stopped_by").order_by("place__code", "since"),
        "may_end": set(
            room.own_rules().filter(not_over(timezone.localdate())).values_list("pk", flat=True)
        ),
        "today": timezone.localdate(),
        "form": ItemForm(initial={name: getattr(item, name) for name in FACTS}) if keeps else None,
        "rule_form": RuleForm(room=room, item=item) if room.keeps else None,
        **sent,
    }
    page = room.context(**context)
    return render(room.request, "pages/services/item.html", page, status=status)


def _address(room: ServiceRoom, item: ServiceItem) -> str:
    return reverse("service", args=[room.county.code, item.pk])
