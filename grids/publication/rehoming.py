"""Who hangs at places that end, and where each goes: decided before publishing may go on."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.territory.models import Boundary, Place
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level, User
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.grounds import communities_under
from grids.proposals.models import Proposal, ProposalUnit
from grids.publication.homes import homes_in
from grids.publication.models import Lineage, Publication, Rehoming
from grids.publication.refusals import Reason
from grids.publication.registry import Homeless, rehomers

MOST_TOLD = 3


@dataclass(frozen=True)
class Line:
    """One row to be given a home: what it is, where it hangs, and what was decided, if it was."""

    homeless: Homeless
    place: Place
    decision: Rehoming | None

    @property
    def decided(self) -> bool:
        """It ends, or goes to a unit that is still there."""
        unit = self.decision.unit if self.decision else None
        return self.decision is not None and (unit is None or not unit.retired)

    @property
    def stamp(self) -> str:
        """What changes with every decision for the row; who decides again names it as seen."""
        made = self.decision
        return f"{made.pk}.{made.decided_at.timestamp():.6f}" if made else "0"


def ending_places(proposal: Proposal) -> dict[UUID, Place]:
    """The places of the edition that no unit of the proposal continues."""
    communities = communities_under(proposal.edition, proposal.place)
    grids = boundaries_of(proposal.edition, Level.GRID).filter(
        parent__in=communities.values("place")
    )
    living = ProposalUnit.objects.filter(proposal=proposal, retired=False, place__isnull=False)
    kept = set(living.values_list("place_id", flat=True))
    found: list[Boundary] = [*communities, *grids]
    return {row.place_id: row.place for row in found if row.place_id not in kept}


def rehoming_of(proposal: Proposal, day: datetime.date | None = None) -> list[Line]:
    """Everything that hangs at a place that ends, as of a day; what is undecided first."""
    places = ending_places(proposal)
    made = Rehoming.objects.filter(proposal=proposal).select_related("unit", "decided_by")
    decisions = {(one.kind, one.key): one for one in made}
    lines = [
        Line(one, places[one.place], decisions.get((one.kind, one.key)))
        for rehomer in rehomers().values()
        for one in rehomer.find(list(places), day or timezone.localdate())
    ]
    return sorted(lines, key=lambda line: line.decided)


def reasons_of_rehoming(proposal: Proposal, day: datetime.date) -> Iterator[Reason]:
    """What is still undecided and does not go by lineage, place by place."""
    waiting: dict[Place, list[str]] = {}
    known = rehomers()
    for line in rehoming_of(proposal, day):
        if not line.decided and not known[line.homeless.kind].by_lineage:
            waiting.setdefault(line.place, []).append(line.homeless.what)
    for place, names in waiting.items():
        text = _("“%(place)s”将撤销，%(what)s还没有去处。请先在“人员和资源安置”页安排。")
        more = _("等 %(count)s 项") % {"count": len(names)} if len(names) > MOST_TOLD else ""
        said = {"place": place.name, "what": "、".join(names[:MOST_TOLD]) + more}
        yield Reason("homeless", text % said)


@transaction.atomic
def decide_rehoming(
    *,
    proposal: Proposal,
    kind: str,
    key: str,
    unit: int | None,
    person: User,
    reason: str = "",
) -> Rehoming:
    """Say to which unit of the proposal a row goes, None to let it end.

    Raises Refused: there is no such row, no such unit, the unit is of another level, or it is to
    end without a reason.
    """
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    line = _find(proposal, kind, key)
    if unit is None and not reason.strip():
        raise Refused("reason_missing", _("不再安排去处时请写明理由。"))
    to = None if unit is None else _find_unit(proposal, line, unit)
    made, _created = Rehoming.objects.update_or_create(
        proposal=proposal,
        kind=kind,
        key=key,
        defaults={"unit": to, "reason": reason.strip(), "decided_by": person},
    )
    return made


def _find(proposal: Proposal, kind: str, key: str) -> Line:
    for line in rehoming_of(proposal):
        if (line.homeless.kind, line.homeless.key) == (kind, key):
            return line
    raise Refused("no_such_row", _("它不在需要安排的名单里。请刷新页面后重试。"))


def _find_unit(proposal: Proposal, line: Line, number: int) -> ProposalUnit:
    found = homes_in(proposal).filter(number=number, level=line.place.level).first()
    if found is None:
        text = _("请选方案里一个%(level)s作为“%(place)s”的去处。")
        said = {"level": _(str(line.place.get_level_display())), "place": line.place.name}
        raise Refused("no_such_unit", text % said)
    return found


def rehome(proposal: Proposal, places: Mapping[int, UUID], day: datetime.date) -> None:
    """Move everybody as decided, from `day` on: see `reasons_of_rehoming`. What is undecided and
    goes by lineage is left to `rehome_late`."""
    known = rehomers()
    for line in rehoming_of(proposal, day):
        if not line.decided:
            continue
        unit = line.decision.unit if line.decision else None
        to = Place.objects.get(pk=places[unit.number]) if unit else None
        known[line.homeless.kind].move(line.homeless.key, to, day)


def rehome_late(publication: Publication) -> None:
    """What is still at an ending place goes where most of its households go."""
    day = publication.edition.in_force_from or timezone.localdate()
    lineage = Lineage.objects.filter(edition=publication.edition)
    ended = list(lineage.filter(kind=Lineage.Kind.ABOLISHED).values_list("before", flat=True))
    for rehomer in rehomers().values():
        for one in rehomer.find([key for key in ended if key], day):
            heirs = lineage.filter(before=one.place, after__isnull=False)
            heir = heirs.order_by("-households", "-area_m2", "pk").first()
            rehomer.move(one.key, heir.after if heir else None, day)
