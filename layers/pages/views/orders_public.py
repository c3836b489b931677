"""民有所呼: a resident reports a matter without an account, follows it and rates it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from communities.territory.models import County
from communities.territory.queries import edition_in_force
from gis_core.accounts.addresses import client_address
from gis_core.photos.remaking import LARGEST
from grids.calls.services import Call, TooManyCalls, rate_call, receive_call
from grids.dispatch.lifecycle import REPORT
from grids.dispatch.models import Order
from grids.dispatch.services.photographing import MOST_PHOTOS, shown
from grids.dispatch.services.rating import RATEABLE
from grids.dispatch.states import Rater, Source, State
from grids.proposals.drafting.refusals import Refused
from layers.pages.finding.limiting import takes, too_many
from layers.pages.notices.guarding import MOST_BYTES, public, public_taking
from layers.pages.orders.forms import CallForm, ResidentForm
from layers.pages.orders.spots import MOST, Spot, find_spots, spot_of
from layers.pages.sending import status_of

HOUR = "3600"
MOST_SENT = MOST_PHOTOS * LARGEST + MOST_BYTES
S = State
# What a resident is told of each state, and how far along the four steps it is.
PLAIN: dict[str, tuple[int, Any]] = {
    S.DRAFT: (1, gettext_lazy("已收到，社区和街道正在看。")),
    S.APPROVED: (1, gettext_lazy("已收到，正在确定由哪个单位办。")),
    S.ISSUED: (2, gettext_lazy("已交给责任单位，等它签收。")),
    S.SIGNED: (2, gettext_lazy("责任单位已签收。")),
    S.CONTACTED: (2, gettext_lazy("责任单位已联系社区。")),
    S.ARRIVED: (2, gettext_lazy("责任单位已到现场。")),
    S.PLANNED: (2, gettext_lazy("已定办法，即将办理。")),
    S.RESOLVING: (2, gettext_lazy("正在办理。")),
    S.RESOLVED: (3, gettext_lazy("责任单位说已办好，街道正在核实。")),
    S.VERIFIED: (4, gettext_lazy("街道核实已办好。请您评价。")),
    S.RATED: (4, gettext_lazy("街道核实已办好。请您评价。")),
    S.CLOSED: (4, gettext_lazy("已结案。")),
    S.REFUSED: (2, gettext_lazy("正在确定由哪个单位办。")),
    S.ESCALATED: (2, gettext_lazy("已提请县领导协调。")),
    S.SUSPENDED: (2, gettext_lazy("暂时办不了，已挂起，条件具备后继续办。")),
    S.VOID: (4, gettext_lazy("不再办理。原因见下。")),
}
STEPS = (
    gettext_lazy("收到"),
    gettext_lazy("办理"),
    gettext_lazy("核实"),
    gettext_lazy("办好"),
)


@public_taking(MOST_SENT)
@require_http_methods(["GET", "HEAD", "POST"])
def make_call(request: HttpRequest, county: str) -> HttpResponse:
    """The form for anyone: first where, then what."""
    found = _open_county(county)
    if request.GET.get("q") and not takes(client_address(request)):
        return too_many(request, found)
    spot = spot_of(found, request.GET.get("at", ""))
    if request.method == "POST":
        return _receive(request, found, spot)
    return _form(request, found, spot, CallForm(county=found))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def show_call(request: HttpRequest, county: str, token: str) -> HttpResponse:
    """One call for who made it: how far it is; rated once it is verified."""
    found = _open_county(county)
    order = Order.objects.filter(county=found, token=token, source=Source.RESIDENT).first()
    if order is None:
        raise Http404
    form = ResidentForm(
        request.POST if request.method == "POST" else None,
        initial={"version": order.version},
        auto_id="rate-%s",
    )
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                _rate(order, form)
                return redirect("call", found.code, order.token)
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = status_of(refusal)
    return render(request, "pages/orders/call_own.html", _own(found, order, form), status=status)


def _open_county(code: str) -> County:
    """A county that is in use. Raises Http404."""
    found: County | None = County.objects.filter(code=code, abolished=False).first()
    if found is None or edition_in_force(found) is None:
        raise Http404
    return found


def _receive(request: HttpRequest, county: County, spot: Spot | None) -> HttpResponse:
    if not takes(client_address(request)):  # before anything is done with photos
        return too_many(request, county)
    form = CallForm(request.POST, request.FILES, county=county)
    if not form.is_valid():
        return _form(request, county, spot, form, 422)
    if spot is None:
        form.add_error(None, _("请先查到地点，再提交。您写的文字还在下面。"))
        return _form(request, county, spot, form, 422)
    try:
        said = form.cleaned_data
        call = Call(
            category=said["category"],
            text=said["text"],
            point=spot.point,
            address=spot.text[:200],
            contact_name=said["contact_name"],
            contact_phone=said["contact_phone"],
            photos=form.store(),
        )
        sent_from = client_address(request)
        order = receive_call(county=county, call=call, sent_from=sent_from, key=said["key"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        many = isinstance(refusal, TooManyCalls)
        response = _form(request, county, spot, form, 429 if many else status_of(refusal))
        if many:
            response["Retry-After"] = HOUR
        return response
    return redirect("call", county.code, order.token)


def _form(
    request: HttpRequest, county: County, spot: Spot | None, form: CallForm, status: int = 200
) -> HttpResponse:
    asked = request.GET.get("q", "")[:60]
    found = find_spots(county, asked)
    context = {
        "county": county,
        "form": form,
        "spot": spot,
        "q": asked,
        "found": found[:MOST],
        "more": len(found) > MOST,
    }
    return render(request, "pages/orders/call.html", context, status=status)


def _rate(order: Order, form: ResidentForm) -> None:
    said = form.cleaned_data
    rate_call(
        order=order,
        score=said["score"],
        words=said["words"],
        solved=said["solved"] == "yes",
        seen_version=said["version"],
    )


def _own(county: County, order: Order, form: ResidentForm) -> dict[str, Any]:
    step, words = PLAIN[order.state]
    ratings = list(order.ratings.filter(by=Rater.RESIDENT).order_by("-reopened"))
    open_to_it = all(one.reopened != order.reopened for one in ratings)
    last = order.moves.order_by("-sequence").first()
    return {
        "county": county,
        "order": order,
        "form": form,
        "words": words,
        "steps": [(label, n < step, n == step) for n, label in enumerate(STEPS, start=1)],
        "ratings": ratings,
        "photos": [one for one in shown(order, [REPORT]) if not hasattr(one, "withdrawal")],
        "rates": open_to_it and order.state in RATEABLE,
        "reason": last.reason if last and order.state == State.VOID else "",
        "answer": order.moves.filter(action="resolve").order_by("-sequence").first(),
    }
