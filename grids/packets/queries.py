"""Reads of packets, and how they are told."""

from collections.abc import Iterator
from typing import Any

from grids.packets.contents.stamps import Stamps, stamps_of
from grids.packets.models import Packet
from grids.proposals.models import Proposal


def packets_of(proposal: Proposal) -> list[Packet]:
    """All packets of a case with their jobs, the newest first."""
    rows = Packet.objects.filter(proposal=proposal).select_related("job", "requested_by")
    return list(rows.order_by("-requested_at"))


def file_of(packet: Packet, name: str) -> dict[str, Any] | None:
    """What the packet's row says of a file, None where it has none of that name."""
    return next((one for one in packet.files if one["name"] == name), None)


def stale_parts(packet: Packet, stamps: Stamps) -> list[str]:
    """What is no longer as the papers say: "content", the plan; "record", what is beside it."""
    was = Stamps(packet.content_hash, packet.record_hash)
    return [part for part in Stamps._fields if getattr(was, part) != getattr(stamps, part)]


def tell_packets(proposal: Proposal) -> Iterator[dict[str, Any]]:
    """Every packet as programs are told of it; files are there only once it is made."""
    now = stamps_of(proposal)
    for packet in packets_of(proposal):
        yield {
            "id": str(packet.pk),
            "day": packet.day.isoformat(),
            "made_at": packet.made_at.isoformat() if packet.made_at else None,
            "content_hash": packet.content_hash,
            "record_hash": packet.record_hash,
            "stale": stale_parts(packet, now),
            "job": packet.job.as_progress() if packet.job else None,
            "files": packet.files,
        }
