"""The packets of a case: what there is, asking for one, and taking the wish back."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router

from grids.packets.models import Packet
from grids.packets.queries import tell_packets
from grids.packets.services import ask_for_packet, cancel_packet
from grids.proposals.models import Proposal
from layers.api.access import person
from layers.api.case_moves import find_case

router = Router()


def find_packet(proposal: Proposal, key: UUID) -> Packet:
    """A packet of a case the person may see. Raises Http404."""
    found = Packet.objects.filter(proposal=proposal, pk=key).select_related("job").first()
    if found is None:
        raise Http404
    return found


@router.get("/cases/{case}/packets", url_name="case_packets")
def list_packets(request: HttpRequest, case: UUID) -> list[dict[str, Any]]:
    """All packets, the newest first, with their jobs and files."""
    return list(tell_packets(find_case(request, case)))


@router.post("/cases/{case}/packets", url_name="case_packets")
def make_packet(request: HttpRequest, case: UUID) -> list[dict[str, Any]]:
    """Have the papers of the case as it is made; asked again, it is the same packet."""
    proposal = find_case(request, case)
    ask_for_packet(proposal=proposal, person=person(request))
    return list(tell_packets(proposal))


@router.post("/cases/{case}/packets/{packet}/cancel", url_name="case_packet_cancel")
def stop_packet(request: HttpRequest, case: UUID, packet: UUID) -> list[dict[str, Any]]:
    """Stop the job that makes a packet."""
    proposal = find_case(request, case)
    cancel_packet(packet=find_packet(proposal, packet), person=person(request))
    return list(tell_packets(proposal))
