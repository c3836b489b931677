"""What is shown to the public, what it says to it, and who answers."""

from typing import Any

from gis_core.accounts.roles import Action
from grids.notices.receiving import receive_objection
from tests.notices.town import opened
from tests.permissions.row import ANYONE, Given, in_the_street, reads, sends
from tests.world import World

NOTICE, EDIT = Action.NOTICE, Action.EDIT_DRAFT
DRAFT = in_the_street(Action.VIEW_DRAFT)
SECRETS = {"0931 5": Action.NOTICE}


def lay_out(world: World, known: Given) -> dict[str, Any]:
    notice = opened(world, known["shown"])
    said = receive_objection(notice=notice, text="反对", contact="0931 5", sent_from="192.0.2.1")
    return {
        "notice": notice.pk,
        "key": notice.key,
        "number": 1,
        "side": "after",
        "receipt": said.receipt,
    }


ANSWER = {"version": 0, "outcome": "adopted", "answer": "已采纳"}
OF_CASE = {"draft": "case"}
ROWS = [
    reads("notice", ANYONE),
    reads("notice_map", ANYONE),
    reads("notice_receipt", ANYONE),
    sends("notice", ANYONE, yes=422),  # without a word
    reads("notices", Action.VIEW_MAP),  # only what is in one's scope
    reads("notice_objections", DRAFT),
    reads("notice_objection", DRAFT),
    reads("announce_notice", NOTICE, at=OF_CASE),
    reads("working_days", NOTICE),
    sends("announce_notice", NOTICE, yes=422, at=OF_CASE),  # it has one already
    sends("draft_objection", EDIT, body={**ANSWER, "answer": "拟采纳"}),
    sends("moderate_objection", NOTICE, body={"version": 0, "moderation": "shown"}),
    sends("answer_objection", NOTICE, body=ANSWER),
    sends("objection_contact", NOTICE, yes=200, body={"reason": "回访"}),
    sends("withdraw_notice", NOTICE, body={"reason": "更正"}),
    sends("close_notice", NOTICE, yes=422),  # its days are not over
    sends("working_days", NOTICE, body={"year": 2026, "days": "2026-10-01 休 国庆节"}),
]
