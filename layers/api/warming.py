"""What a server that has just begun reads before anybody asks: the drafts at work.

A draft's ground takes a process some seconds, its roads and venues among them; afterwards it is
kept. Whoever asks meanwhile waits for the same reading, not for a second one.
"""

import logging
from threading import Thread

from django.db import DatabaseError, connections

from grids.proposals.drafts.plans import reading
from grids.proposals.models import Proposal
from layers.api.draft_ground import pack_ground

GROUNDS, DRAFTS = 2, 4  # read by every process; the others when they are asked for

logger = logging.getLogger(__name__)


def warm_up_beside() -> Thread:
    """Begin to read, in a thread of its own that holds nobody up."""
    thread = Thread(target=_warm_up_quietly, name="warming", daemon=True)
    thread.start()
    return thread


def warm_up() -> list[Proposal]:
    """Read the drafts changed last, of a few places, and pack their grounds; which they were."""
    chosen = _choose()
    for draft in chosen:
        with reading(draft.pk) as plan:
            ground = plan.ground
        pack_ground(ground)
    return chosen


def _choose() -> list[Proposal]:
    """The editable drafts changed last, on no more than `GROUNDS` grounds."""
    grounds: set[tuple[object, ...]] = set()
    chosen: list[Proposal] = []
    rows = Proposal.objects.filter(status__in=Proposal.EDITABLE).order_by("-changed_at", "pk")
    for draft in rows[: 10 * DRAFTS]:
        ground = (draft.cell_set_id, draft.rule_set_id, draft.place_id)
        if len(chosen) < DRAFTS and len(grounds | {ground}) <= GROUNDS:
            grounds.add(ground)
            chosen.append(draft)
    return chosen


def _warm_up_quietly() -> None:
    """A server without a database, or with one not yet migrated, begins all the same."""
    try:
        warm_up()
    except DatabaseError as error:
        logger.warning("nothing was read beforehand: %s", error)
    finally:
        connections.close_all()
