from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.territory.rules import RuleKey
from communities.working_days.counting import DayKind
from gis_core.accounts.roles import Action
from grids.notices.guards import IN_NOTICE, objections_answered, over
from grids.notices.models import Notice, Objection
from grids.notices.queries import tally
from grids.notices.services import Announcement, close_notice, open_notice, withdraw_notice
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal
from layers.api.access import counties_of, find_county, person, scope_of
from layers.pages.notices.filtering import FILTERS, filtered
from layers.pages.notices.forms import AnnouncementForm
from layers.pages.queries import state_of
from layers.pages.sending import status_of


@require_safe
def list_notices(request: HttpRequest, county: str) -> HttpResponse:
    """The notices of a county, and the proposals that wait for theirs."""
    found = find_county(request, county)
    notices = scope_of(request, Action.VIEW_DRAFT).of(Notice).filter(county=found.pk)
    waiting = scope_of(request, Action.NOTICE).of(Proposal)
    waiting = waiting.filter(county=found.pk, status=IN_NOTICE)
    context = {
        **state_of(found).context(),
        "several": len(counties_of(request)) > 1,
        "notices": [(one, tally(one)) for one in notices.defer("content")],
        "waiting": waiting.exclude(notices__state=Notice.State.OPEN).select_related("place"),
        "may_notice": bool(scope_of(request, Action.NOTICE)),
    }
    return render(request, "pages/notices/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """Open the notice of a proposal that is at that step."""
    rows = scope_of(request, Action.NOTICE).of(Proposal).select_related("county", "rule_set")
    proposal = rows.filter(pk=draft).first()
    if proposal is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = AnnouncementForm(sent, initial=_initial(proposal))
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                opened = _open(request, proposal, form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = status_of(refusal)
            else:
                return redirect("notice_objections", opened.pk)
    context = {**_state(request, proposal), "proposal": proposal, "form": form}
    return render(request, "pages/notices/announce.html", context, status=status)


@require_safe
def list_objections(request: HttpRequest, notice: UUID) -> HttpResponse:
    """The objections to a notice, filtered; what still keeps it open; how to end it."""
    return _objections(request, find_notice(request, notice, Action.VIEW_DRAFT))


@require_POST
def close(request: HttpRequest, notice: UUID) -> HttpResponseBase:
    """End a notice that is over and answered."""
    found = find_notice(request, notice, Action.NOTICE)
    try:
        close_notice(notice=found, person=person(request))
    except Refused as refusal:
        return _objections(request, found, refusal)
    return redirect("notice_objections", found.pk)


@require_POST
def withdraw(request: HttpRequest, notice: UUID) -> HttpResponseBase:
    """Take a notice back; the public is told why."""
    found = find_notice(request, notice, Action.NOTICE)
    try:
        reason = request.POST.get("reason", "")
        withdraw_notice(notice=found, person=person(request), reason=reason)
    except Refused as refusal:
        return _objections(request, found, refusal)
    return redirect("notice_objections", found.pk)


def find_notice(request: HttpRequest, key: UUID, action: Action) -> Notice:
    """A notice with which the person may do this. Raises Http404, the same as for none."""
    notices = scope_of(request, action).of(Notice).filter(pk=key)
    found = notices.select_related("county", "proposal__place").defer("content").first()
    if found is None:
        raise Http404
    return found


def _objections(
    request: HttpRequest, notice: Notice, refusal: Refused | None = None
) -> HttpResponse:
    chosen = request.GET.get("show", "")
    rows = filtered(Objection.objects.filter(notice=notice), chosen)
    guards = (over(notice, timezone.localdate()), objections_answered(notice))
    context = {
        **_state(request, notice.proposal),
        "notice": notice,
        "objections": rows.select_related("address").order_by("number"),
        "filters": FILTERS,
        "chosen": chosen,
        "tally": tally(notice),
        "in_the_way": [str(one) for one in guards if one is not None],
        "may_notice": scope_of(request, Action.NOTICE).of(Notice).filter(pk=notice.pk).exists(),
        "refusal": refusal,
    }
    status = 200 if refusal is None else status_of(refusal)
    return render(request, "pages/notices/objections.html", context, status=status)


def _state(request: HttpRequest, proposal: Proposal) -> dict[str, Any]:
    return {**state_of(proposal.county).context(), "several": len(counties_of(request)) > 1}


def _initial(proposal: Proposal) -> dict[str, Any]:
    days = proposal.rule_set.values_by_key().get(RuleKey.NOTICE_DAYS)
    return {
        "version": proposal.version,
        "title": proposal.title,
        "statement": proposal.reason,
        "opens_on": timezone.localdate(),
        "days": int(days) if days is not None else None,
        "day_kind": DayKind.CALENDAR.value,
    }


def _open(request: HttpRequest, proposal: Proposal, said: dict[str, Any]) -> Notice:
    words = {name: said[name] for name in said if name not in ("version", "day_kind")}
    announcement = Announcement(**words, day_kind=DayKind(said["day_kind"]))
    return open_notice(
        proposal=proposal, said=announcement, person=person(request), seen_version=said["version"]
    )
