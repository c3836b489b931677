"""Asking for a packet, taking the wish back, and writing down what was made."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from gis_core.accounts.models import User
from gis_core.jobs.services import cancel_job, enqueue_job
from grids.packets.apps import MAKE
from grids.packets.contents.stamps import stamps_of
from grids.packets.models import Packet
from grids.packets.storing import Stored
from grids.proposals.models import Proposal
from grids.review.choices import require_part
from grids.review.findings import KEEPERS
from grids.review.queries import case_of


@transaction.atomic
def ask_for_packet(*, proposal: Proposal, person: User) -> Packet:
    """The papers of the case as it is, dated today, by a job; asked again, it is the same packet.

    One whose job failed or was cancelled is tried anew. Raises NotYours.
    """
    require_part(case_of(proposal), person, *KEEPERS)
    stamps = stamps_of(proposal)
    packet, _made = Packet.objects.get_or_create(
        proposal=proposal,
        content_hash=stamps.content,
        record_hash=stamps.record,
        day=timezone.localdate(),
        defaults={"requested_by": person},
    )
    locked = Packet.objects.select_for_update(of=("self",)).select_related("job").get(pk=packet.pk)
    if locked.is_made or locked.is_waited_for:
        return locked
    locked.tries += 1
    locked.job = enqueue_job(
        kind=MAKE,
        arguments={"packet": str(locked.pk)},
        requested_by=person,
        county_key=proposal.county_id,
        idempotency_key=f"{MAKE}:{locked.pk}:{locked.tries}",
    )
    locked.save(update_fields=["tries", "job"])
    return locked


def cancel_packet(*, packet: Packet, person: User) -> None:
    """Stop the job that makes it. Raises NotYours."""
    require_part(case_of(packet.proposal), person, *KEEPERS)
    if packet.job is not None:
        cancel_job(job=packet.job)


def write_down(packet: Packet, folder: str, files: Sequence[Stored]) -> dict[str, Any]:
    """Say that the packet is made; in the transaction that ends its job."""
    locked = Packet.objects.select_for_update().get(pk=packet.pk)
    locked.made_at, locked.folder = timezone.now(), folder
    locked.files = [one._asdict() for one in files]
    locked.save(update_fields=["made_at", "folder", "files"])
    return {"packet": str(packet.pk), "files": len(files)}
