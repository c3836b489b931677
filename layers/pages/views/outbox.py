"""Messages to people, for who keeps them: what waits, what could not be sent, sending it again."""

import re
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from communities.territory.models import County
from gis_core.accounts.roles import Action
from gis_core.outbox.models import Message
from gis_core.outbox.services import NotSentAgain, send_again
from layers.api.access import scope_of

PAGE = 50
State = Message.State


@require_safe
def list_messages(request: HttpRequest, county: str) -> HttpResponse:
    """The county's messages of one state, those that could not be sent first."""
    return _page(request, *_find(request, county))


@require_POST
def again(request: HttpRequest, county: str, message: UUID) -> HttpResponseBase:
    """Let a message that could not be sent wait again."""
    place, messages = _find(request, county)
    found = messages.filter(pk=message).first()
    if found is None:
        raise Http404
    said = request.POST.get("version", "")
    try:
        send_again(message=found, seen_version=int(said) if said.isdecimal() else None)
    except NotSentAgain as refusal:
        status = 428 if refusal.code == "version_missing" else 409
        return _page(request, place, messages, str(refusal), status)
    return redirect("outbox", place.code)


def _find(request: HttpRequest, county: str) -> "tuple[County, QuerySet[Message]]":
    scope = scope_of(request, Action.KEEP_OUTBOX)
    place = scope.of(County).filter(code=county, abolished=False).first()
    if place is None:
        raise Http404
    return place, scope.of(Message).filter(county_key=place.pk)


def _page(
    request: HttpRequest,
    place: County,
    messages: "QuerySet[Message]",
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    asked = request.GET.get("state", "")
    asked = asked if asked in State.values else State.DEAD
    page = Paginator(messages.filter(state=asked), PAGE).get_page(request.GET.get("page"))
    context = {
        "county": place,
        "page": page,
        "rows": [(one, masked(one.to)) for one in page],
        "asked": asked,
        "fault": fault,
        "states": [
            (one.value, one.label, messages.filter(state=one).count())
            for one in (State.DEAD, State.WAITING, State.SENT)
        ],
    }
    return render(request, "pages/outbox.html", context, status=status)


def masked(address: str) -> str:
    """An address of which enough is left to tell it from others: w***@example.cn, 139****0000."""
    if "@" in address:
        name, _at, domain = address.rpartition("@")
        return f"{name[:1]}***@{domain}"
    return re.sub(r"(?<=^...).+(?=....$)", "****", address) if len(address) > 7 else "****"
