"""A server that has just begun has the drafts at work before anybody asks."""

from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gis_core import serving
from grids.proposals.drafts.grounds import _ground
from grids.proposals.drafts.plans import forget_plans
from grids.proposals.drafts.services import discard_draft
from grids.proposals.models import Proposal
from layers.api import warming
from layers.api.draft_ground import PACKETS
from tests.drafts.asking import assign
from tests.drafts.town import G1, at, begin, lay_cells
from tests.world import World


@pytest.fixture
def town(world: World) -> World:
    lay_cells(world)
    return world


def begin_anew() -> None:
    """As a process that has read nothing."""
    forget_plans()
    _ground.cache_clear()


def tables_asked(client: Client, address: str) -> set[str]:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    told = " ".join(query["sql"] for query in queries)
    return {name for name in ("basemap_cell", "proposals_proposalcell") if f'"{name}"' in told}


def test_what_was_read_beforehand_is_not_read_again(town: World) -> None:
    draft, client = begin(town), Client()
    client.force_login(town.planner)
    begin_anew()
    assert warming.warm_up() == [draft]
    for room in ("", *(f"/{name}" for name in PACKETS), "/labels"):
        assert tables_asked(client, f"/api/drafts/{draft.pk}{room}") == set()
    begin_anew()
    assert tables_asked(client, f"/api/drafts/{draft.pk}/ground") != set()


def test_the_drafts_changed_last_come_first_and_few_grounds_are_read(town: World) -> None:
    drafts = [begin(town) for _ in range(6)]
    wide = [begin(town, place=town.county) for _ in range(2)]
    discard_draft(draft=drafts[5])
    assign(drafts[0], town.planner, [at(5, 0)], G1)
    assert warming.warm_up() == [drafts[0], wide[1], wide[0], drafts[4]]
    with patch.object(warming, "GROUNDS", 1):
        assert warming.warm_up() == [drafts[0], *reversed(drafts[2:5])]


@pytest.mark.django_db
def test_a_server_without_a_database_begins_all_the_same(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> list[Proposal]:
        raise DatabaseError("no such table")

    monkeypatch.setattr(warming, "warm_up", fail)
    monkeypatch.setattr("layers.api.warming.connections.close_all", lambda: None)
    warming._warm_up_quietly()
    assert "no such table" in caplog.text


def test_every_process_of_the_server_begins_so(settings: Any) -> None:
    settings.WARM_UP = "tests.api.test_warming.remember"
    serving.post_worker_init(None)
    assert called == ["warm"]


called: list[str] = []


def remember() -> None:
    called.append("warm")
