"""What a role adds to an answer, and what every write needs; who gets which answer at all is
asked in tests/permissions."""

import pytest
from django.test import Client
from django.urls import reverse

from gis_core.accounts.roles import Role
from tests.api.asking import get
from tests.api.furnished import Furnished, keeper
from tests.world import make_world


@pytest.mark.parametrize("method", ["patch", "delete", "post"])
def test_a_write_needs_the_page_s_token(county: Furnished, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(county.world.planner)
    route = "api:draft_operations" if method == "post" else "api:draft"
    where = reverse(route, kwargs={"draft": county.draft.pk})
    answer = getattr(client, method)(where, {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "page_expired")


def test_what_is_refused_is_said_in_json(county: Furnished) -> None:
    where = reverse("api:county", kwargs={"county": "629931"})
    absent = get(county.world.planner, where.replace("629931", "629999"))
    assert (absent.status_code, absent.json()["code"]) == (404, "not_found")
    client = Client()
    client.force_login(county.world.planner)
    answer = client.put(where)
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_a_grid_member_is_shown_no_suggestion(county: Furnished) -> None:
    where = reverse("api:suggestions", kwargs={"county": "629931"})
    assert get(county.world.member, where).json() == []
    assert len(get(county.world.planner, where).json()) == 1


def test_only_ones_own_counties_are_listed(county: Furnished) -> None:
    people = {
        "planner": county.world.planner,
        "neighbour": make_world("629932").reviewer,
        "stranger": county.world.stranger,
        "system": keeper(county.world, Role.SYSTEM_ADMINISTRATOR),
    }
    listed = {
        who: [row["code"] for row in get(user, "/api/counties").json()]
        for who, user in people.items()
    }
    own = {"planner": ["629931"], "neighbour": ["629932"], "stranger": [], "system": []}
    assert listed == own
