"""The ground of a draft for the browser: figures, borders and outlines of its cells.

They are the same for every draft of the place on the same cells and rules that has cut none, and
never change, so the packets are kept as long as the ground itself is.
"""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from uuid import UUID
from weakref import WeakKeyDictionary

from django.http import HttpRequest, HttpResponse
from isal import igzip
from ninja import Router

from gis_core.accounts.roles import Action
from grids.proposals.drafting.ground import Ground
from grids.proposals.drafts.plans import reading
from layers.api.access import find_draft
from layers.api.ground_names import read_names
from layers.api.ground_packets import ground_packet, shapes_packet
from layers.conditional import asked_every_time

router = Router()


@dataclass(frozen=True)
class Packed:
    """A packet compressed, and the digest of what it holds."""

    body: bytes
    digest: str


PACKETS: Mapping[str, Callable[[Ground], bytes]] = {
    "ground": lambda ground: ground_packet(ground, read_names(ground)),
    "shapes": shapes_packet,
}


@router.get("/drafts/{draft}/ground", url_name="draft_ground")
def show_ground(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Counts and borders of the draft's cells by row, as `layers.api.packets` writes them."""
    return _answer(request, draft, "ground")


@router.get("/drafts/{draft}/shapes", url_name="draft_shapes")
def show_shapes(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Outlines of the draft's cells by row, EPSG:3857."""
    return _answer(request, draft, "shapes")


def pack_ground(ground: Ground) -> None:
    """Make the packets of a ground before anybody asks for them."""
    for name in PACKETS:
        _pack(ground, name)


def _answer(request: HttpRequest, draft: UUID, name: str) -> HttpResponse:
    """200 with the packet, or 304 where the browser has it."""
    found = find_draft(request, draft, Action.VIEW_DRAFT)
    with reading(found.pk) as plan:
        ground = plan.ground
    packed = _pack(ground, name)
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{packed.digest}{"-gz" if zipped else ""}"'
    if etag in request.headers.get("If-None-Match", ""):
        return asked_every_time(HttpResponse(status=304), etag)
    response = HttpResponse(content_type="application/octet-stream")
    response.content = packed.body if zipped else gzip.decompress(packed.body)
    if zipped:
        response["Content-Encoding"] = "gzip"
    return asked_every_time(response, etag)


_kept: "WeakKeyDictionary[Ground, dict[str, Packed]]" = WeakKeyDictionary()
_packing = Lock()


def _pack(ground: Ground, name: str) -> Packed:
    """The packet as it is kept, made by one thread while others of the same ground wait."""
    found = _kept.get(ground, {}).get(name)
    if found is not None:
        return found
    with _packing:
        kept = _kept.setdefault(ground, {})
        if name not in kept:
            packet = PACKETS[name](ground)
            digest = hashlib.blake2b(packet, digest_size=16).hexdigest()
            kept[name] = Packed(igzip.compress(packet, 2, mtime=0), digest)
        return kept[name]
