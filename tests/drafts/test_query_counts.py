"""However many cells an operation moves and units a draft has, it takes the same few statements."""

import json
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.drafts.asking import assign, operate
from tests.drafts.town import G1, G2, begin, block
from tests.world import World

MOST_TO_WRITE = 19
MOST_TO_READ = 16


def statements(client: Client, method: str, address: str, body: Any = None) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.generic(method, address, body or "", content_type="application/json")
        assert answer.status_code == 200, answer.content
    return len(queries)


def test_an_operation_takes_few_statements(town: World) -> None:
    draft = begin(town)
    client = Client()
    client.force_login(town.planner)
    address = f"/api/drafts/{draft.pk}/operations"
    assign(draft, town.planner, block(5, 2, 6, 3), G1)  # the process holds the draft from now on
    counts = []
    for version, cells in enumerate([block(5, 0, 6, 1), block(6, 0, 9, 9)], start=1):
        operation = {"kind": "assign", "cells": cells, "to": G1, "how": "brush"}
        body = {"expected_version": version, "operation": operation}
        sent = json.dumps(body | {"idempotency_key": f"click-{version:03d}"})
        counts.append(statements(client, "POST", address, sent))
    assert counts[1] <= counts[0] <= MOST_TO_WRITE


def test_reading_a_draft_takes_few_statements(town: World) -> None:
    draft = begin(town)
    operate(draft, town.planner, kind="dissolve_unit", unit=G2)
    assign(draft, town.planner, block(5, 0, 6, 1), 5)
    client = Client()
    client.force_login(town.planner)
    for room in ("", "/poll?since=0", "/labels", "/outlines", "/history", "/snapshots"):
        assert statements(client, "GET", f"/api/drafts/{draft.pk}{room}") <= MOST_TO_READ, room
