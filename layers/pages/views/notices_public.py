from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gis_core.accounts.addresses import client_address
from grids.notices.models import Notice, Objection
from grids.notices.queries import LIMIT, find_addresses, find_public, shown_objections, tally
from grids.notices.receiving import Over, TooMany, receive_objection
from grids.proposals.drafting.refusals import Refused
from grids.review.acting import cases_seen_by
from layers.api.access import person
from layers.pages.notices.forms import AddressQuestion, ObjectionForm
from layers.pages.notices.frame import Caption
from layers.pages.notices.guarding import public
from layers.pages.notices.picture import draw_notice
from layers.pages.notices.rows import compare
from layers.pages.wording import day

HOUR = "3600"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def show_notice(request: HttpRequest, key: str) -> HttpResponse:
    """A notice for anyone who has its address: map, comparison, addresses, the form."""
    notice = _find(key)
    if request.method == "POST":
        return _receive(request, notice)
    form = ObjectionForm(initial={"at": _chosen(request, notice)}, notice=notice)
    return render(request, "pages/notices/notice.html", _context(request, notice, form))


@public
@require_safe
def show_notice_map(request: HttpRequest, key: str, side: str) -> HttpResponse:
    """The map before or after as a picture."""
    notice = _find(key)
    if side not in ("before", "after"):
        raise Http404
    picture = draw_notice(notice.content["map"], side, _caption(notice, side))
    response = HttpResponse(picture, content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=300"
    return response


@public
@require_safe
def show_receipt(request: HttpRequest, key: str, receipt: str) -> HttpResponse:
    """One objection and its answer, for who sent it."""
    notice = _find(key)
    objection = notice.objections.filter(receipt=receipt).first()
    if objection is None:
        raise Http404
    context = {"notice": notice, "objection": objection}
    return render(request, "pages/notices/receipt.html", context)


def _find(key: str) -> Notice:
    notice = find_public(key)
    if notice is None:
        raise Http404
    return notice


def _receive(request: HttpRequest, notice: Notice) -> HttpResponse:
    form = ObjectionForm(request.POST, notice=notice)
    status = 422
    if form.is_valid():
        try:
            return redirect("notice_receipt", notice.key, _store(request, notice, form).receipt)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = {TooMany: 429, Over: 410}.get(type(refusal), 422)
    context = _context(request, notice, form)
    response = render(request, "pages/notices/notice.html", context, status=status)
    if status == 429:
        response["Retry-After"] = HOUR
    return response


def _store(request: HttpRequest, notice: Notice, form: ObjectionForm) -> Objection:
    said = form.cleaned_data
    return receive_objection(
        notice=notice,
        text=said["text"],
        contact=said["contact"],
        address=said["at"],
        sent_from=client_address(request),
    )


def _context(request: HttpRequest, notice: Notice, form: ObjectionForm) -> dict[str, Any]:
    asked = AddressQuestion(request.GET if "q" in request.GET else None)
    found = list(find_addresses(notice, asked.cleaned_data["q"])) if asked.is_valid() else []
    return {
        "notice": notice,
        "case_seen": _sees_case(request, notice),
        "receives": notice.receives(timezone.localdate()),
        "comparison": compare(notice.content),
        "asked": asked,
        "found": found[:LIMIT],
        "more": len(found) > LIMIT,
        "form": form,
        "about": _about(form, notice),
        "objections": shown_objections(notice).select_related("address"),
        "tally": tally(notice),
    }


def _chosen(request: HttpRequest, notice: Notice) -> int | None:
    """The address the objection is about, as the link of an address found says."""
    asked = request.GET.get("at", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 18 else None


def _about(form: ObjectionForm, notice: Notice) -> Any:
    """The address chosen, None for none or one of another notice."""
    chosen = form["at"].value()
    if not chosen or not str(chosen).isdecimal():
        return None
    return notice.addresses.filter(pk=chosen).first()


def _caption(notice: Notice, side: str) -> Caption:
    what = {"before": _("调整前"), "after": _("调整后")}[side]
    mark = _("示意图")
    if notice.map_review_number:
        mark = _("审图号：%(number)s") % {"number": notice.map_review_number}
    source = _("%(office)s %(day)s") % {"office": notice.office, "day": day(notice.opens_on)}
    place = notice.content["place"]
    return Caption(f"{place} · {what}", mark, source)


def _sees_case(request: HttpRequest, notice: Notice) -> bool:
    """Whether who reads it has signed in and may look into its case."""
    if not request.user.is_authenticated:
        return False
    return cases_seen_by(person(request)).filter(pk=notice.proposal_id).exists()
