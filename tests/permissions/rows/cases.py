"""The pages of cases: one that is shown to the public, with a paper and a packet of papers."""

from hashlib import sha256
from typing import Any

from django.utils import timezone

from gis_core.accounts.roles import Action
from gis_core.files.keeping import keep
from gis_core.outbox.models import Message
from gis_core.outbox.services import put
from grids.packets.models import Packet
from grids.packets.storing import store
from grids.proposals.models import Proposal
from grids.review.papers import PaperSaid, add_papers
from tests.drafts.asking import assign
from tests.drafts.town import G1, begin
from tests.notices.town import MOVED, at_the_step, furnish_addresses
from tests.permissions.row import SIGNED_IN, Given, reads, sends
from tests.world import World

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
# A head of a community sees what becomes of the street it lies in.
CASE = "DEC REV DPT PLN STM COM elsewhere"
FIGURES = "DEC REV PLN STM"  # who sees the counts of the whole street
JUDGES = "DEC REV DPT STM"
ELSEWHERE = {"elsewhere": 403}
SEEN = {"PLN COM": 403}  # they see the case and are told that this is others' to do


def lay_out(world: World, known: Given) -> dict[str, Any]:
    furnish_addresses(world, known["drawn"].cell_set)
    case = begin(world)
    assign(case, world.planner, MOVED, G1)
    shown = at_the_step(case)
    said = PaperSaid("请示", timezone.localdate(), file=keep([PDF], "请示.pdf"))
    [paper] = add_papers(shown, world.planner, [said])
    return {
        "shown": shown,
        "case": shown.pk,
        "paper": paper.pk,
        "packet": _packet(shown, world).pk,
        "name": "6-全部材料.pdf",
        "dead": _dead_message(world).pk,
    }


def _dead_message(world: World) -> Message:
    values = {"kind": "order", "to": "wang@example.cn", "subject": "派单", "body": "请签收。"}
    message = put(dedupe_key="matrix", county_key=world.county.pk, **values)  # type: ignore[arg-type]
    Message.objects.filter(pk=message.pk).update(state=Message.State.DEAD)
    return message


def _packet(case: Proposal, world: World) -> Packet:
    folder = f"{sha256(PDF).hexdigest()}/made"
    files = store({"6-全部材料.pdf": PDF}, folder)
    return Packet.objects.create(
        proposal=case,
        day=timezone.localdate(),
        requested_by=world.reviewer,
        made_at=timezone.now(),
        folder=folder,
        files=[file._asdict() | {"title": "全部材料"} for file in files],
    )


ROWS = [
    reads("inbox", SIGNED_IN),
    reads("case", CASE),
    reads("case_flow", CASE),
    reads("case_file", CASE),
    reads("case_packets", CASE),
    reads("packet_file", CASE),
    reads("case_paper", CASE),
    reads("case_rehoming", CASE),
    reads("review", FIGURES, at={"draft": "case"}),
    sends("verify_draft", FIGURES, at={"draft": "case"}),
    sends("case_packets", JUDGES, others=SEEN | ELSEWHERE),
    sends("stop_packet", JUDGES, others=SEEN | ELSEWHERE),
    sends("case_rehoming", "REV PLN STM", yes=422, others={"DEC DPT COM": 403} | ELSEWHERE),
    sends("case_act", CASE, values={"what": "comment"}, body={"text": "请保留"}),
    reads("lifecycles", Action.CONFIGURE, others={"neighbour": 200}),
    reads("lifecycle", Action.CONFIGURE, values={"kind": "division"}),
    reads("outbox", Action.KEEP_OUTBOX),
    sends("send_again", Action.KEEP_OUTBOX, at={"message": "dead"}, body={"version": 1}),
    sends("lifecycle", Action.CONFIGURE, yes=422, values={"kind": "division"}),
]
