"""The papers of a case: their files and the row that names them, both whole or neither."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from grids.packets.making import MANIFEST, WHOLE
from grids.packets.models import Packet
from grids.packets.services import ask_for_packet
from grids.packets.storing import MAKING, digest, path_of, root
from grids.proposals.models import Proposal
from grids.review.models import CaseEvent
from tests.faults.counties import Subject


def ask_for_papers(subject: Subject) -> UUID:
    """As the reviewer who led the case last; the key of the job."""
    proposal = Proposal.objects.get(pk=subject.proposal)
    last = CaseEvent.objects.filter(proposal=proposal).order_by("sequence").last()
    if last is None or last.actor is None:
        raise LookupError(f"nobody has led {proposal}")
    job = ask_for_packet(proposal=proposal, person=last.actor).job
    if job is None:
        raise LookupError("a packet without its job")
    return job.pk


def packets_made(job: UUID) -> int:
    """How many packets the job has made."""
    return Packet.objects.filter(job=job, made_at__isnull=False).count()


def half_packets() -> Iterator[str]:
    """Files that a row names and that are not there as it says; folders that are not whole."""
    for packet in Packet.objects.filter(made_at__isnull=False):
        for file in packet.files:
            path = path_of(packet.folder, file["name"])
            if not _is(path, file["bytes"], file["sha256"]):
                yield f"a packet's row names a file that is not there as it was made: {path}"
    for folder in root().glob("*/*"):
        if folder.parent.name != MAKING:
            yield from _half(folder)


def _half(folder: Path) -> Iterator[str]:
    """A folder with its final name holds all that its own manifest lists, and the whole."""
    manifest = folder / MANIFEST
    if not manifest.exists() or not (folder / WHOLE).exists():
        yield f"half a packet: {folder}"
        return
    for file in json.loads(manifest.read_text())["files"]:
        if not _is(folder / file["name"], file["bytes"], file["sha256"]):
            yield f"half a packet: {folder}: {file['name']}"


def _is(path: Path, size: int, sha256: str) -> bool:
    if not path.exists():
        return False
    content = path.read_bytes()
    return len(content) == size and digest(content) == sha256
