from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field

from grids.proposals.drafting.effects import Effect
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.settling import Asked, Told
from grids.proposals.drafting.sketch import Sketch, difference
from grids.proposals.drafting.wishes import Wish


class Restore(Wish):
    """The whole draft as it was at a snapshot; locks too, so that none stands in the way."""

    kind: Literal["restore"]
    snapshot: UUID = Field(strict=False)


@dataclass(frozen=True)
class Past:
    """A snapshot's name, and the draft's state now and then."""

    name: str
    now: Sketch
    then: Sketch


def restore(plan: Plan, wish: Restore, past: Past) -> Asked:
    """Go back to a snapshot, by an operation that can itself be undone."""
    effect = difference(past.now, past.then)
    if effect == Effect():
        raise Refused("nothing_changes", _("草案与这个快照相同，没有变化。"))
    return Asked(effect, Told(gettext_noop("恢复到快照“%(name)s”"), {"name": past.name}))
