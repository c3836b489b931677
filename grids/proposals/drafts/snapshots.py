"""Versions of a draft that somebody gave a name."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.accounts.models import User
from grids.proposals.drafting.operations.restore import Past, Restore
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.locking import lock_draft
from grids.proposals.drafts.past import sketch_at, sketch_of
from grids.proposals.models import Proposal, Snapshot

MOST = 200


@transaction.atomic
def take_snapshot(*, draft: Proposal, name: str, author: User) -> Snapshot:
    """Name the present version. Raises Refused: the name is taken, or there are too many."""
    locked = lock_draft(draft)
    there = Snapshot.objects.filter(proposal=locked)
    if there.filter(name=name).exists():
        raise Refused("name_taken", _("这里已有“%(name)s”。请换一个名称。") % {"name": name})
    if there.count() >= MOST:
        raise Refused("too_many", _("一个草案最多保留 200 个快照。请另建草案后继续。"))
    return Snapshot.objects.create(
        proposal=locked, version=locked.version, name=name, author=author
    )


@transaction.atomic
def drop_snapshot(*, draft: Proposal, key: UUID) -> None:
    """Take the name away; the version stays in the log. Raises Refused where there is none."""
    find_snapshot(lock_draft(draft), key).delete()


def list_snapshots(draft: Proposal) -> list[dict[str, Any]]:
    """All of a draft's, the latest version first."""
    found = Snapshot.objects.filter(proposal=draft).select_related("author")
    return [tell_snapshot(one) for one in found]


def tell_snapshot(snapshot: Snapshot) -> dict[str, Any]:
    """One snapshot as the page lists it."""
    return {
        "id": str(snapshot.pk),
        "name": snapshot.name,
        "version": snapshot.version,
        "author": str(snapshot.author or ""),
        "at": snapshot.created_at.isoformat(),
    }


def find_snapshot(draft: Proposal, key: Any) -> Snapshot:
    """The draft's snapshot of this key. Raises Refused where it has none."""
    found = Snapshot.objects.filter(proposal=draft, pk=key).first()
    if found is None:
        raise Refused("no_such_snapshot", _("没有这个快照。请刷新后重新选择。"))
    return found


def read_past(proposal: Proposal, plan: Plan, wish: Restore) -> Past:
    """What restoring a snapshot must know: the state now and then."""
    snapshot = find_snapshot(proposal, wish.snapshot)
    if snapshot.version > plan.version:
        raise Refused("later_snapshot", _("这个快照比您看到的版本更新。请刷新后重试。"))
    then = sketch_at(proposal, plan, snapshot.version)
    return Past(snapshot.name, sketch_of(plan), then)
