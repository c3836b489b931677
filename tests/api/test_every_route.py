"""Who gets what, route by route. A new route without a row fails; so does a row too many.

What the API answers to a role is the permission matrix of `gis_core.accounts.roles` seen from
outside: 404 is the answer for what lies outside a scope, the same as for what is not there.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.review.contents import content_hash
from layers.api.urls import urlpatterns as api_routes
from layers.tiles.urls import urlpatterns as tile_routes
from tests.api.asking import get
from tests.api.furnished import Furnished, keeper
from tests.drafts.town import G3
from tests.world import make_world

WHO = (
    "planner", "reviewer", "member", "stranger", "neighbour", "system", "security", "auditor",
    "nobody",
)  # fmt: skip
MAP = (200, 200, 200, 404, 404, 404, 404, 404, 401)
NO_READ = (405,) * len(WHO)  # WRITES has its row
DRAFT = (200, 200, 404, 404, 404, 404, 404, 404, 401)
UP_TO_DATE = (422, 404, 404, 404, 404, 404, 404, 404, 401)  # it stands on the edition in force

ROUTES: dict[str, tuple[int, ...]] = {
    "api:counties": (200, 200, 200, 200, 200, 200, 200, 200, 401),  # only one's own are listed
    "api:county": MAP,
    "api:units": MAP,
    "api:venues": MAP,
    "api:search": MAP,
    "api:building": MAP,
    "api:suggestions": MAP,  # without the right to drafts, an empty list
    "api:alternative": DRAFT,
    "api:alternative_units": DRAFT,
    "api:drafts": MAP,  # without the right to drafts, an empty list
    "api:draft": DRAFT,
    "api:draft_labels": DRAFT,
    "api:draft_outlines": DRAFT,
    "api:draft_ground": DRAFT,
    "api:draft_shapes": DRAFT,
    "api:draft_history": DRAFT,
    "api:draft_poll": DRAFT,
    "api:draft_snapshots": DRAFT,
    "api:draft_difference": DRAFT,
    "api:draft_beside": DRAFT,
    "api:draft_carrying": UP_TO_DATE,
    "api:draft_snapshot": NO_READ,
    "api:draft_operations": NO_READ,
    "api:draft_questions": DRAFT,
    "api:draft_question": DRAFT,
    "api:draft_question_cancel": NO_READ,
    "api:draft_alternative": DRAFT,
    "api:draft_alternative_labels": DRAFT,
    "api:draft_alternative_proof": DRAFT,
    "api:draft_what_if": NO_READ,
    "api:inbox": (200, 200, 200, 200, 200, 200, 200, 200, 401),  # one's own and nothing else
    "api:case": DRAFT,
    "api:case_comments": DRAFT,
    "api:case_moves": NO_READ,
    "api:case_papers": NO_READ,
    "api:case_conditions": NO_READ,
    "api:case_waivers": NO_READ,
    "api:case_packets": DRAFT,
    "api:case_packet_cancel": NO_READ,
    "api:case_rehoming": DRAFT,
    "tile": MAP,
}
API = [name for name in ROUTES if name.startswith("api:")]
WRITE = (200, 404, 404, 404, 404, 404, 404, 404, 401)
REVIEW = (403, 200, 404, 404, 404, 404, 404, 404, 401)
WRITES: dict[tuple[str, str], tuple[int, ...]] = {
    ("api:drafts", "post"): WRITE,
    ("api:draft", "patch"): WRITE,
    ("api:draft", "delete"): WRITE,
    ("api:draft_operations", "post"): WRITE,
    ("api:draft_snapshots", "post"): WRITE,
    ("api:draft_snapshot", "delete"): WRITE,
    ("api:draft_carrying", "post"): UP_TO_DATE,
    ("api:draft_questions", "post"): WRITE,
    ("api:draft_question_cancel", "post"): WRITE,
    ("api:draft_what_if", "post"): WRITE,
    ("api:case_moves", "post"): (403, 403, 404, 404, 404, 404, 404, 404, 401),
    ("api:case_comments", "post"): (200, 200, 404, 404, 404, 404, 404, 404, 401),
    ("api:case_papers", "post"): REVIEW,
    ("api:case_conditions", "post"): REVIEW,
    ("api:case_waivers", "post"): REVIEW,
    ("api:case_packets", "post"): REVIEW,
    ("api:case_packet_cancel", "post"): (404, 404, 404, 404, 404, 404, 404, 404, 401),  # no such
    ("api:case_rehoming", "post"): (422, 422, 404, 404, 404, 404, 404, 404, 401),  # no row named
}
NO_DRAFT = "00000000-0000-4000-8000-000000000000"
NOWHERE = {
    "api:alternative": "/api/alternatives/999999",
    "api:alternative_units": "/api/alternatives/999999/units",
    "api:draft": f"/api/drafts/{NO_DRAFT}",
    "api:draft_labels": f"/api/drafts/{NO_DRAFT}/labels",
    "api:draft_outlines": f"/api/drafts/{NO_DRAFT}/outlines",
    "api:draft_ground": f"/api/drafts/{NO_DRAFT}/ground",
    "api:draft_shapes": f"/api/drafts/{NO_DRAFT}/shapes",
    "api:draft_history": f"/api/drafts/{NO_DRAFT}/history",
    "api:draft_poll": f"/api/drafts/{NO_DRAFT}/poll?since=0",
    "api:draft_snapshots": f"/api/drafts/{NO_DRAFT}/snapshots",
    "api:draft_difference": f"/api/drafts/{NO_DRAFT}/difference?with=edition",
    "api:draft_beside": f"/api/drafts/{NO_DRAFT}/beside?with=edition",
    "api:draft_carrying": f"/api/drafts/{NO_DRAFT}/carrying",
    "api:draft_questions": f"/api/drafts/{NO_DRAFT}/suggestions",
    "api:draft_question": f"/api/drafts/{NO_DRAFT}/suggestions/{NO_DRAFT}",
    "api:case": f"/api/cases/{NO_DRAFT}",
    "api:case_comments": f"/api/cases/{NO_DRAFT}/comments",
    "api:case_packets": f"/api/cases/{NO_DRAFT}/packets",
    "api:case_rehoming": f"/api/cases/{NO_DRAFT}/rehoming",
    "api:draft_alternative": f"/api/drafts/{NO_DRAFT}/alternatives/1",
    "api:draft_alternative_labels": f"/api/drafts/{NO_DRAFT}/alternatives/1/labels",
    "api:draft_alternative_proof": f"/api/drafts/{NO_DRAFT}/alternatives/1/proof",
}
QUERIES = {
    "api:units": "?level=grid",
    "api:search": "?q=长富",
    "api:draft_poll": "?since=0",
    "api:draft_difference": "?with=edition",
    "api:draft_beside": "?with=edition",
}


def names() -> Iterator[str]:
    """The names of all routes of the map but the answer to addresses that are none."""
    yield from (f"api:{route.name}" for route in api_routes if isinstance(route, URLPattern))
    yield from (str(route.name) for route in tile_routes)


def address(route: str, county: Furnished) -> str:
    code = county.world.county.code
    values: dict[str, dict[str, Any]] = {
        "api:counties": {},
        "api:inbox": {},
        **{name: {"case": county.draft.pk} for name in ROUTES if name.startswith("api:case")},
        "api:case_packet_cancel": {"case": county.draft.pk, "packet": NO_DRAFT},
        "api:building": {"county": code, "pk": county.building.pk},
        "api:alternative": {"pk": county.alternative.pk},
        "api:alternative_units": {"pk": county.alternative.pk},
        **{name: {"draft": county.draft.pk} for name in ROUTES if name.startswith("api:draft")},
        **{
            name: {"draft": county.draft.pk, "question": county.question.pk}
            for name in ("api:draft_question", "api:draft_question_cancel")
            if name == route
        },
        **{
            name: {"draft": county.draft.pk, "pk": county.answer.pk}
            for name in ROUTES
            if name.startswith("api:draft_alternative") and name == route
        },
        "api:drafts": {"county": code},
        "api:draft_snapshot": {"draft": county.draft.pk, "snapshot": county.snapshot.pk},
        "tile": {"county": code, "layer": "buildings", "z": 14, "x": 13089, "y": 6440},
    }
    return reverse(route, kwargs=values.get(route, {"county": code})) + QUERIES.get(route, "")


@pytest.fixture
def people(county: Furnished) -> dict[str, User | None]:
    world = county.world
    return {
        "planner": world.planner,
        "reviewer": world.reviewer,
        "member": world.member,
        "stranger": world.stranger,
        "neighbour": make_world("629932").reviewer,
        "system": keeper(world, Role.SYSTEM_ADMINISTRATOR),
        "security": keeper(world, Role.SECURITY_ADMINISTRATOR),
        "auditor": keeper(world, Role.AUDITOR),
        "nobody": None,
    }


def test_every_route_has_a_row() -> None:
    assert {name for name in names() if name != "api:None"} == set(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
def test_who_gets_what(county: Furnished, people: dict[str, User | None], route: str) -> None:
    where = address(route, county)
    given = {who: get(people[who], where).status_code for who in WHO}
    assert given == dict(zip(WHO, ROUTES[route], strict=True))


@pytest.mark.parametrize(("route", "method"), WRITES)
def test_who_may_write(
    county: Furnished, people: dict[str, User | None], route: str, method: str
) -> None:
    where = address(route, county)
    given = {who: write(people[who], method, where, county).status_code for who in reversed(WHO)}
    assert given == dict(zip(WHO, WRITES[route, method], strict=True))


def write(user: User | None, method: str, where: str, county: Furnished) -> Any:
    """What a page would send there."""
    client = Client()
    if user is not None:
        client.force_login(user)
    assign = {"kind": "assign", "cells": [0], "to": 4, "how": "pick"}
    bodies: dict[str, Any] = {
        "drafts": {"kind": "division", "place": str(county.world.subdistrict.pk), "title": "新"},
        "snapshots": {"name": "二稿"},
        "operations": {
            "expected_version": 0,
            "operation": assign,
            "idempotency_key": "click-001",
        },
        "carrying": {"expected_version": 0, "edition": 1},
        "suggestions": {"kind": "divide"},
        "cancel": {},
        "moves": {"transition": "ask_communities", "seen_version": 0, "seen_hash": "0"},
        "comments": {"text": "请保留河西的楼栋"},
        "papers": {"kind": "请示", "day": "2026-01-05", "number": "清街〔2026〕1号"},
        "conditions": {"text": "补建服务站", "reason": "面积不足"},
        "waivers": {
            "rule": "grid_households",
            "subject": str(G3),
            "reason": "单独成片",
            "seen_hash": content_hash(county.draft),
        },
        "rehoming": {"rows": []},
        "what-if": {"a": 1, "b": 2, "must": "together"},
    }
    body = bodies.get(where.rsplit("/", maxsplit=1)[-1], {"title": "新标题"})
    return getattr(client, method)(where, body, content_type="application/json")


@pytest.mark.parametrize("method", ["patch", "delete", "post"])
def test_a_write_needs_the_page_s_token(county: Furnished, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(county.world.planner)
    where = address("api:draft_operations" if method == "post" else "api:draft", county)
    answer = getattr(client, method)(where, {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "page_expired")


LISTED = ("api:counties", "api:inbox", *(name for name, who in ROUTES.items() if who == NO_READ))


@pytest.mark.parametrize("route", [name for name in API if name not in LISTED])
def test_what_may_not_be_seen_is_refused_like_what_is_not_there(
    county: Furnished, people: dict[str, User | None], route: str
) -> None:
    where = address(route, county)
    forbidden = get(people["neighbour"], where)
    absent = get(people["neighbour"], NOWHERE.get(route, where.replace("629931", "629999")))
    assert forbidden.status_code == absent.status_code == 404
    assert forbidden.json()["code"] == absent.json()["code"] == "not_found"
    assert forbidden.json()["message"].replace("629931", "629999") == absent.json()["message"]


@pytest.mark.parametrize("route", API)
def test_nothing_else_is_written(county: Furnished, route: str) -> None:
    client = Client()
    client.force_login(county.world.reviewer)
    for method in {"post", "put", "patch", "delete"} - {
        way for name, way in WRITES if name == route
    }:
        answer = getattr(client, method)(address(route, county))
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_a_grid_member_is_shown_no_suggestion(county: Furnished) -> None:
    where = address("api:suggestions", county)
    assert get(county.world.member, where).json() == []
    assert len(get(county.world.planner, where).json()) == 1


def test_only_ones_own_counties_are_listed(
    county: Furnished, people: dict[str, User | None]
) -> None:
    listed = {
        who: [row["code"] for row in get(people[who], "/api/counties").json()]
        for who in ("planner", "neighbour", "stranger", "system")
    }
    own = {"planner": ["629931"], "neighbour": ["629932"], "stranger": [], "system": []}
    assert listed == own
