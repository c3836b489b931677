"""What the map, the desk and the pages of cases ask for and send in JSON."""

from typing import Any

from gis_core.accounts.roles import Action
from grids.review.contents import content_hash
from tests.api.furnished import furnish
from tests.drafts.town import G3
from tests.permissions.row import SIGNED_IN, Given, in_the_street, reads, sends
from tests.world import World

MAP, EDIT = Action.VIEW_MAP, Action.EDIT_DRAFT
DRAFT = in_the_street(Action.VIEW_DRAFT)
CASE = {"case": "draft"}
ALTERNATIVE, ANSWER = {"pk": "alternative"}, {"pk": "answer"}
NO_PACKET = "00000000-0000-4000-8000-00000000000a"
PAPER = {"kind": "请示", "day": "2026-01-05", "number": "清街〔2026〕1号"}
CHANGE = {
    "expected_version": 0,
    "operation": {"kind": "assign", "cells": [0], "to": 4, "how": "pick"},
    "idempotency_key": "click-001",
}
# Who sees a draft on its way and is told that this is another's to do.
SEEN = {"PLN STM": 403}
SECRETS = {"城关街道调整": "DEC REV DPT PLN STM COM elsewhere"}


def lay_out(world: World, known: Given) -> dict[str, Any]:
    county = furnish(world)
    return {
        "building": county.building.pk,
        "alternative": county.alternative.pk,
        "drawn": county.draft,
        "draft": county.draft.pk,
        "question": county.question.pk,
        "answer": county.answer.pk,
        "snapshot": county.snapshot.pk,
    }


def _new_draft(known: Given) -> dict[str, Any]:
    return {"kind": "division", "place": str(known["world"].subdistrict.pk), "title": "新"}


def _waiver(known: Given) -> dict[str, Any]:
    seen = content_hash(known["drawn"])
    return {
        "rule": "grid_households", "subject": str(G3), "reason": "单独成片", "seen_hash": seen
    }  # fmt: skip


ROWS = [
    reads("api:counties", SIGNED_IN),  # only one's own are listed
    reads("api:inbox", SIGNED_IN),  # one's own and nothing else
    reads("api:county", MAP),
    reads("api:units", MAP, query="?level=grid"),
    reads("api:venues", MAP),
    reads("api:search", MAP, query="?q=长富"),
    reads("api:building", MAP, at={"pk": "building"}),
    reads("api:suggestions", MAP),  # without the right to drafts, an empty list
    reads("api:drafts", MAP),  # likewise
    reads("api:alternative", DRAFT, at=ALTERNATIVE),
    reads("api:alternative_units", DRAFT, at=ALTERNATIVE),
    reads("api:draft", DRAFT),
    reads("api:draft_labels", DRAFT),
    reads("api:draft_outlines", DRAFT),
    reads("api:draft_ground", DRAFT),
    reads("api:draft_shapes", DRAFT),
    reads("api:draft_history", DRAFT),
    reads("api:draft_poll", DRAFT, query="?since=0"),
    reads("api:draft_snapshots", DRAFT),
    reads("api:draft_difference", DRAFT, query="?with=edition"),
    reads("api:draft_beside", DRAFT, query="?with=edition"),
    reads("api:draft_carrying", EDIT, yes=422),  # it stands on the edition in force
    reads("api:draft_questions", DRAFT),
    reads("api:draft_question", DRAFT),
    reads("api:draft_alternative", DRAFT, at=ANSWER),
    reads("api:draft_alternative_labels", DRAFT, at=ANSWER),
    reads("api:draft_alternative_proof", DRAFT, at=ANSWER),
    reads("api:case", DRAFT, at=CASE),
    reads("api:case_comments", DRAFT, at=CASE),
    reads("api:case_packets", DRAFT, at=CASE),
    reads("api:case_rehoming", DRAFT, at=CASE),
    sends("api:drafts", EDIT, yes=200, body=_new_draft),
    sends("api:draft", EDIT, yes=200, method="patch", body={"title": "新标题"}),
    sends("api:draft", EDIT, yes=200, method="delete"),
    sends("api:draft_operations", EDIT, yes=200, body=CHANGE),
    sends("api:draft_snapshots", EDIT, yes=200, body={"name": "二稿"}),
    sends("api:draft_snapshot", EDIT, yes=200, method="delete"),
    sends("api:draft_carrying", EDIT, yes=422, body={"expected_version": 0, "edition": 1}),
    sends("api:draft_questions", EDIT, yes=200, body={"kind": "divide"}),
    sends("api:draft_question_cancel", EDIT, yes=200),
    sends("api:draft_what_if", EDIT, yes=200, body={"a": 1, "b": 2, "must": "together"}),
    sends("api:case_moves", DRAFT, yes=403, at=CASE, others={"STM": 409},  # another state
          body={"transition": "ask_communities", "seen_version": 0, "seen_hash": "0"}),
    sends("api:case_comments", DRAFT, yes=200, at=CASE, body={"text": "请保留河西的楼栋"}),
    sends("api:case_papers", "REV STM", yes=200, at=CASE, others={"PLN": 403}, body=PAPER),
    sends("api:case_conditions", Action.REVIEW, yes=200, at=CASE, others=SEEN,
          body={"text": "补建服务站", "reason": "面积不足"}),
    sends("api:case_waivers", Action.REVIEW, yes=200, at=CASE, others=SEEN, body=_waiver),
    sends("api:case_packets", "REV STM", yes=200, at=CASE, others={"PLN": 403}),
    sends("api:case_packet_cancel", "", at=CASE, values={"packet": NO_PACKET}),
    sends("api:case_rehoming", DRAFT, yes=422, at=CASE, body={"rows": []}),  # no row is named
]  # fmt: skip
