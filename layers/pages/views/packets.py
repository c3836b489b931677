from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grids.packets.contents.stamps import stamps_of
from grids.packets.models import Packet
from grids.packets.queries import file_of, packets_of, stale_parts
from grids.packets.services import ask_for_packet, cancel_packet
from grids.packets.storing import path_of
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal
from grids.review.acting import membership_for
from grids.review.findings import KEEPERS
from layers.api.access import counties_of, person
from layers.api.case_moves import find_case
from layers.api.case_packets import find_packet
from layers.pages.cases.acting import status_of
from layers.pages.queries import state_of

KINDS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".gpkg": "application/geopackage+sqlite3",
    ".zip": "application/zip",
    ".json": "application/json",
}


@require_http_methods(["GET", "HEAD", "POST"])
def show_packets(request: HttpRequest, case: UUID) -> HttpResponseBase:
    """The packets of a case with their files; sent, one of the case as it is is asked for."""
    proposal = find_case(request, case)
    if request.method != "POST":
        return _page(request, proposal)
    try:
        ask_for_packet(proposal=proposal, person=person(request))
    except Refused as refusal:
        return _page(request, proposal, refusal)
    return redirect("case_packets", proposal.pk)


@require_POST
def stop_packet(request: HttpRequest, case: UUID, packet: UUID) -> HttpResponseBase:
    """Stop the job that makes a packet; leads back to the page."""
    proposal = find_case(request, case)
    try:
        cancel_packet(packet=find_packet(proposal, packet), person=person(request))
    except Refused as refusal:
        return _page(request, proposal, refusal)
    return redirect("case_packets", proposal.pk)


@require_safe
def download(request: HttpRequest, case: UUID, packet: UUID, name: str) -> FileResponse:
    """One file of a packet, always as an attachment."""
    found = find_packet(find_case(request, case), packet)
    path = path_of(found.folder, name)
    if file_of(found, name) is None or not path.is_file():
        raise Http404(_("这份材料里没有这个文件，或者文件已不在服务器上。"))
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name)
    response["Content-Type"] = KINDS.get(path.suffix, "application/octet-stream")
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, proposal: Proposal, refusal: Refused | None = None) -> HttpResponse:
    now, who = stamps_of(proposal), person(request)
    packets = [_told(packet, stale_parts(packet, now)) for packet in packets_of(proposal)]
    context = {
        **state_of(proposal.county).context(),
        "several": len(counties_of(request)) > 1,
        "draft": proposal,
        "packets": packets,
        "waiting": any(packet["row"].is_waited_for for packet in packets),
        "may_make": any(membership_for(who, proposal, action) for action in KEEPERS),
        "refusal": refusal,
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "pages/case_packets.html", context, status=status)


def _told(packet: Packet, stale: list[str]) -> dict[str, Any]:
    *parts, whole = packet.files or [None]
    return {"row": packet, "whole": whole, "parts": parts, "stale": stale}
