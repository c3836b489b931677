"""A case on the chessboard of tests/drafts/town.py, with something of everything a paper tells.

Ten cells of 新城社区 (columns 10 and 11, lines 0-4) go to the first grid of 长富路社区, 阳光花园
on one of them; 粮站宿舍 stays. Two objections to the notice are answered, one comment is settled
and one is open, a waiver and a condition are given, papers are on record.
"""

from typing import Any

from communities.basemap.models import Venue
from gis_core.accounts.roles import Role
from grids.notices.answering import answer, moderate
from grids.notices.models import Notice
from grids.notices.receiving import receive_objection
from grids.proposals.models import Proposal
from grids.review.commenting import add_comment, answer_comment
from grids.review.findings import Found, set_condition, waive
from grids.review.papers import PaperSaid, add_papers
from tests.drafts.asking import assign
from tests.drafts.town import G1, WEST, begin, block, lay_cells
from tests.notices.town import furnish_addresses, opened
from tests.review.cast import Cast, make_cast
from tests.world import LONG_AGO, World, point

MOVED = block(10, 0, 12, 5)
HOSTILE = "{{ 7*7 }}{% raw %}{_{ <w:p>&amp;</w:p>]]> \x00\x07\x0c\x1b第一行\n第二行 𠮷\ud83d 尾"


def furnish(world: World) -> Cast:
    """Cells, addresses, a venue whose area is known and one whose is not, and the people."""
    furnish_addresses(world, lay_cells(world))
    rows = (("长富路党群服务中心", 600, (250.0, 250.0)), ("新城活动室", None, (1550.0, 550.0)))
    for name, area, spot in rows:
        Venue.objects.create(county=world.county, name=name, area_m2=area, geom=point(*spot))
    return make_cast(world)


def drawn_case(cast: Cast, **values: Any) -> Proposal:
    """The draft, at the step of its notice."""
    planner = cast[Role.PLANNER]
    said = {"title": "城关街道社区规模调整方案", "reason": "新城社区规模偏大。", "author": planner}
    draft = begin(cast.world, "consolidation", **{**said, **values})
    return redraw(cast, draft, MOVED, G1)


def redraw(cast: Cast, draft: Proposal, cells: list[int], to: int) -> Proposal:
    """Move cells as if the case had been returned and sent again."""
    Proposal.objects.filter(pk=draft.pk).update(status="returned")
    assign(draft, cast[Role.PLANNER], cells, to)
    Proposal.objects.filter(pk=draft.pk).update(status="public_notice")
    return fresh(draft)


def fresh(draft: Proposal) -> Proposal:
    """The draft as the database has it, for reading its papers."""
    related = ("county", "place", "edition", "rule_set", "cell_set", "author")
    return Proposal.objects.select_related(*related).get(pk=draft.pk)


def put_on_record(cast: Cast, draft: Proposal, text: str = "服务点会不会搬走？") -> Notice:
    """Comments, a notice with two objections, a waiver, a condition and a paper."""
    street, office = cast[Role.STREET_MANAGER], cast[Role.REVIEWER]
    thread = add_comment(proposal=draft, person=office, text="户数从哪里来？", unit=WEST)
    answer_comment(thread=thread, person=street, text="按常住户统计。", settles=True)
    add_comment(proposal=draft, person=office, text="办公用房还没有落实。")
    notice = opened(cast.world, draft)
    for outcome, said in (("adopted", text), ("not_adopted", "名称请沿用老地名。")):
        _answered(notice, cast, outcome, said)
    found = Found("户数不足", 0, 300)
    waive(
        proposal=draft, person=office, rule="grid_households", subject=str(G1), reason="在建。",
        found=found,
    )  # fmt: skip
    set_condition(proposal=draft, person=office, text="三个月内完成移交。", reason="组织法。")
    add_papers(draft, office, [PaperSaid("风险评估报告", LONG_AGO, "城办〔2026〕3号", "低风险")])
    return notice


def _answered(notice: Notice, cast: Cast, outcome: str, text: str) -> None:
    office = cast[Role.REVIEWER]
    sent = receive_objection(notice=notice, text=text, sent_from="192.0.2.7")
    seen = moderate(objection=sent, moderation="shown", person=office, seen_version=sent.version)
    answer(objection=seen, outcome=outcome, text=f"答：{outcome}", person=office,
           seen_version=seen.version)  # fmt: skip
