"""GeoReport v2 (wiki.open311.org/GeoReport_v2): services, and requests for them."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from communities.territory.models import County
from gis_core.accounts.addresses import client_address
from grids.dispatch.models import Category, Kind, Order
from grids.dispatch.services import OrderFacts, report_order
from grids.dispatch.services.reporting import LONGEST_TITLE
from grids.dispatch.states import ENDED, Source
from grids.proposals.drafting.refusals import Refused
from layers.open311.access import county_of, key_of
from layers.open311.answers import Fault, Row, answer, refuse
from layers.open311.models import ApiKey, Request
from layers.open311.reading import (
    MOST_ROWS,
    idempotency_key,
    period_of,
    place_of,
    text_of,
    whole_number,
)
from layers.open311.rows import discovery_rows, request_row, service_row
from layers.pages.finding.limiting import takes

Handler = Callable[..., HttpResponse]


def of_the_api(*methods: str) -> Callable[[Handler], Handler]:
    """What every address has: refusals in the format asked for, no cookies, no forms to forge."""

    def around(handler: Handler) -> Handler:
        @csrf_exempt
        @wraps(handler)
        def view(request: HttpRequest, form: str, **named: Any) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise Fault(405, "这个地址不接受该方法。")
                if not _has_key(request) and not takes(client_address(request)):
                    raise Fault(429, "一分钟内问得太多。请稍后再试，或使用 api_key。")
                return handler(request, form, **named)
            except Fault as fault:
                return refuse(form, fault)
            except Refused as refusal:
                return refuse(form, Fault(400, str(refusal)))

        return view

    return around


def _has_key(request: HttpRequest) -> bool:
    """Whether a key is named, whose own use is counted (`access.key_of`)."""
    return bool(request.POST.get("api_key") or request.GET.get("api_key"))


@of_the_api("GET", "HEAD")
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Where the interface is and what it speaks."""
    here = request.build_absolute_uri(reverse("open311:services", args=["json"]))
    return answer(form, "discovery", "endpoint", discovery_rows(here.rsplit("/", 1)[0] + "/"))


@of_the_api("GET")
def services(request: HttpRequest, form: str) -> HttpResponse:
    """What may be asked for in a county."""
    rows = [service_row(one) for one in _categories(county_of(request))]
    return answer(form, "services", "service", rows)


@of_the_api("GET")
def definition(request: HttpRequest, form: str, code: str) -> HttpResponse:
    """A service's further questions: there are none, as `metadata` says of each."""
    found = _categories(county_of(request)).filter(code=code).first()
    if found is None:
        raise Fault(404, "没有这个 service_code。")
    return answer(form, "service_definition", "attributes", [])


@of_the_api("GET", "POST")
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """A new request, or the list of those there are."""
    county = county_of(request)
    if request.method == "POST":
        order = _report(request, county)
        row = {"service_request_id": order.number, "service_notice": "", "account_id": ""}
        return answer(form, "service_requests", "request", [row], 201)
    return _requests(request, form, _found(request, county))


@of_the_api("GET")
def one_request(request: HttpRequest, form: str, number: str) -> HttpResponse:
    """Requests by their numbers, separated by commas."""
    numbers = number.replace("\x00", "").split(",")[:MOST_ROWS]
    found = list(_orders(county_of(request)).filter(number__in=numbers))
    if not found:
        raise Fault(404, "没有这个 service_request_id。")
    return _requests(request, form, found)


@of_the_api("GET")
def token(request: HttpRequest, form: str, number: str) -> HttpResponse:
    """The request of a token: numbers are given at once here, and are tokens of themselves."""
    found = _orders(county_of(request)).filter(number=number).first()
    if found is None:
        raise Fault(404, "没有这个 token。")
    row = {"service_request_id": found.number, "token": found.number}
    return answer(form, "service_requests", "request", [row])


def _report(request: HttpRequest, county: County) -> Order:
    said, key = request.POST, key_of(request, county)
    category = _categories(county).filter(code=said.get("service_code", "")).first()
    if category is None:
        raise Fault(404 if said.get("service_code") else 400, "service_code 缺失或没有这项。")
    kind = Kind.objects.filter(county=county, is_active=True, is_emergency=False).first()
    if kind is None:
        raise Fault(400, "本县还没有配置工单种类。请联系县调度。")
    point, address = place_of(said, county)
    text = text_of(said)
    facts = OrderFacts(
        kind=kind,
        category=category,
        title=" ".join(text.split())[:LONGEST_TITLE] or category.name,
        point=point,
        source=Source.OPEN311,
        text=text,
        address=address,
        contact_name=f"{said.get('last_name', '')}{said.get('first_name', '')}",
        contact_phone=said.get("phone", ""),
    )
    return _keep(county, facts, key, idempotency_key(request, key.pk))


@transaction.atomic
def _keep(county: County, facts: OrderFacts, key: ApiKey, told: str) -> Order:
    order = report_order(county=county, facts=facts, person=None, key=told)
    Request.objects.get_or_create(order=order, defaults={"key": key})
    return order


def _found(request: HttpRequest, county: County) -> "Sequence[Any]":
    said, rows = request.GET, _orders(county)
    size = whole_number(said, "page_size", MOST_ROWS, MOST_ROWS)
    first = (whole_number(said, "page", 1, 1_000_000) - 1) * size
    if said.get("service_request_id"):
        rows = rows.filter(number__in=said["service_request_id"].split(",")[:MOST_ROWS])
    else:
        rows = rows.filter(made_at__range=period_of(said))
        if said.get("service_code"):
            rows = rows.filter(category__code__in=said["service_code"].split(","))
        rows = _of_status(rows, said.get("status", ""))
    return list(rows.order_by("-made_at", "-id")[first : first + size])


def _of_status(rows: "QuerySet[Any]", said: str) -> "QuerySet[Any]":
    asked = set(said.split(",")) if said else set()
    if asked - {"open", "closed"}:
        raise Fault(400, "status 只能是 open、closed，多个用逗号分隔。")
    if asked == {"open"}:
        return rows.exclude(state__in=ENDED)
    return rows.filter(state__in=ENDED) if asked == {"closed"} else rows


def _categories(county: County) -> "QuerySet[Category]":
    return Category.objects.filter(county=county, is_active=True)


def _orders(county: County) -> "QuerySet[Any]":
    """What came in by this interface, and nothing else: other orders are not for the public."""
    rows = Order.objects.filter(county=county, source=Source.OPEN311)
    moved = Coalesce(Max("moves__at"), F("made_at"))
    return rows.select_related("category", "unit").annotate(updated_at=moved)


def _requests(request: HttpRequest, form: str, found: "Sequence[Any]") -> HttpResponse:
    """What was written is for who holds a key, and for nobody else."""
    in_words = "api_key" in request.GET and bool(key_of(request, county_of(request)))
    rows: list[Row] = [request_row(order, order.updated_at, in_words=in_words) for order in found]
    return answer(form, "service_requests", "request", rows)
