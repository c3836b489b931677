"""However much a county holds, an answer takes the same few statements."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.asking import COUNTY
from tests.api.furnished import Furnished, count
from tests.world import build

MOST = {
    "": 22,
    "/units?level=grid": 11,
    "/venues": 5,
    "/suggestions": 10,
    "/drafts": 10,
    "/search?q=长富": 14,
}


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("room", MOST)
def test_an_answer_takes_few_statements(county: Furnished, room: str) -> None:
    world = county.world
    client = Client()
    client.force_login(world.planner)
    before = statements(client, COUNTY + room)
    assert before <= MOST[room]
    for place in (*world.grids, world.changfu, world.xincheng):
        count(world, place)
    for x in range(100, 400, 30):
        build(world, x, 500, name=f"长富{x}号楼")
    assert statements(client, COUNTY + room) <= before + 1
