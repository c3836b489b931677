"""Whatever is sent, the answer is a refusal in our shape: never a 500, never a page."""

import pytest

from tests.api.asking import get
from tests.api.furnished import Furnished

HUGE = "9" * 30
ADDRESSES = [
    "/api/",
    "/api/nothing",
    "/api/openapi.json",
    "/api/docs",
    "/api/counties/%00",
    "/api/counties/629931%00",
    "/api/counties/999999",
    "/api/counties/６２９９３１",
    "/api/counties/629931'",
    "/api/counties/" + "6" * 5000,
    "/api/counties/629931/units",
    "/api/counties/629931/units?level=",
    "/api/counties/629931/units?level=street",
    "/api/counties/629931/units?level=community%00",
    "/api/counties/629931/buildings/0",
    "/api/counties/629931/buildings/-1",
    "/api/counties/629931/buildings/1.5",
    "/api/counties/629931/buildings/NaN",
    f"/api/counties/629931/buildings/{HUGE}",
    "/api/counties/629931/buildings/" + "9" * 5000,
    "/api/counties/629931/buildings/%00",
    f"/api/counties/629931/buildings/{2**63 - 1}",
    "/api/alternatives/0",
    "/api/alternatives/%00",
    f"/api/alternatives/{HUGE}",
    "/api/alternatives/7b0d6e9e-0000-0000-0000-000000000000",
    f"/api/alternatives/{HUGE}/units",
    f"/api/alternatives/{2**63 - 1}/units",
    "/api/drafts/0",
    "/api/drafts/%00",
    "/api/drafts/7b0d6e9e-0000-0000-0000-000000000000",
    f"/api/drafts/{HUGE}/labels",
    "/api/drafts/7b0d6e9e-0000-0000-0000-000000000000/poll",
    "/api/drafts/7b0d6e9e-0000-0000-0000-000000000000/poll?since=-1",
    f"/api/drafts/7b0d6e9e-0000-0000-0000-000000000000/history?before={HUGE}",
    "/api/drafts/7b0d6e9e-0000-0000-0000-000000000000/difference?with=%00",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_refused_in_our_shape(county: Furnished, address: str) -> None:
    answer = get(county.world.reviewer, address)
    assert answer.status_code in (404, 422)
    assert set(answer.json()) == {"code", "message"}
    assert any("一" <= letter <= "鿿" for letter in answer.json()["message"])


def test_without_a_session_there_is_no_way_to_a_page(county: Furnished) -> None:
    answer = get(None, "/api/counties")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_required")


def test_a_disabled_account_is_refused_at_once(county: Furnished) -> None:
    county.world.reviewer.is_active = False
    county.world.reviewer.save()
    assert get(county.world.reviewer, "/api/counties").status_code == 401
