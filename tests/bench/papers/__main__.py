"""What making a packet takes: `python -m tests.bench.papers [--cells 54000 --grids 300]`.

Of the newest proposal in the database of DATABASE_URL; with `--cells`, of one in a made town of
that size on the private cluster, in which each second community is merged into the one before.
Seconds and CPU seconds by phase, of the printing process apart, and the peak memory of both.
"""

import argparse
import resource
import time
from collections.abc import Iterator
from typing import Any

from tests.bench.desk.town import open_town


class Clock:
    """When each phase began: wall seconds, own CPU, CPU of processes that ended."""

    def __init__(self) -> None:
        self.marks: list[tuple[str, float, float, float]] = []

    def begin(self, phase: str) -> None:
        own, others = (
            usage.ru_utime + usage.ru_stime
            for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        )
        self.marks.append((phase, time.perf_counter(), own, others))

    def spans(self) -> Iterator[str]:
        for (phase, *began), (_, *ended) in zip(self.marks, self.marks[1:], strict=False):
            wall, own, others = (late - early for early, late in zip(began, ended, strict=True))
            yield f"{phase}: {wall:.1f} s, {own:.1f} s CPU here, {others:.1f} s CPU printing"


def merged_town() -> Any:
    """The draft of the made town, made once."""
    from communities.territory.models import County
    from gis_core.accounts.models import User
    from grids.proposals.drafts.creating import create_draft
    from grids.proposals.models import Proposal, ProposalUnit
    from tests.drafts.asking import operate

    found = Proposal.objects.filter(title="合并").first()
    if found is not None:
        return found
    planner = User.objects.earliest("pk")
    kind, county = Proposal.Kind.CONSOLIDATION, County.objects.get()
    draft = create_draft(kind=kind, place=county, title="合并", author=planner)
    units = ProposalUnit.objects.filter(proposal=draft, level="community")
    numbers = list(units.order_by("number").values_list("number", flat=True))
    for into, other in zip(numbers[::2], numbers[1::2], strict=False):
        operate(draft, planner, kind="merge_units", units=[into, other], into=into)
    return draft


def measure(draft: Any) -> None:
    """Make all files and say what each phase took."""
    from django.utils import timezone, translation

    from grids.packets.contents.queries import LANGUAGE
    from grids.packets.contents.stamps import stamps_of
    from grids.packets.jobs import RELATED
    from grids.packets.making import make_files
    from grids.packets.models import Packet
    from grids.proposals.models import Proposal

    proposal = Proposal.objects.select_related(*RELATED).get(pk=draft.pk)
    stamps, clock = stamps_of(proposal), Clock()
    packet = Packet(
        proposal=proposal,
        content_hash=stamps.content,
        record_hash=stamps.record,
        day=timezone.localdate(),
    )
    with translation.override(LANGUAGE):
        files = make_files(packet, clock.begin, lambda: None)
    clock.begin("")
    print(f"{proposal}, {proposal.cell_set.cells.count()} cells")
    print("\n".join(clock.spans()))
    for name, who in (("here", resource.RUSAGE_SELF), ("printing", resource.RUSAGE_CHILDREN)):
        print(f"peak memory {name}: {resource.getrusage(who).ru_maxrss / 1024:.0f} MB")
    for name, content in files.items():
        print(f"{len(content):>10} bytes  {name}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cells", type=int, default=0)
    parser.add_argument("--grids", type=int, default=300)
    asked = parser.parse_args()
    if asked.cells:
        open_town(asked.cells, asked.grids)
        measure(merged_town())
        return
    import django

    django.setup()
    from grids.proposals.models import Proposal

    measure(Proposal.objects.latest("created_at"))


main()
