"""The map of a case opened from the disk, with the line cut."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, FloatRect, Locator, expect

from gis_core.accounts.roles import Role
from tests.packets.town import drawn_case, furnish
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_file_of_a_case_draws_its_grids_with_the_cable_pulled(
    browser: Browser, built_front_end: None, tmp_path: Path
) -> None:
    cast = furnish(make_world())
    client = Client()
    client.force_login(cast[Role.REVIEWER])
    file = tmp_path / "方案.html"
    file.write_bytes(client.get(f"/cases/{drawn_case(cast).pk}/map.html").content)
    context = browser.new_context(viewport={"width": 1100, "height": 760}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(file.as_uri())
    expect(page.locator("path.grid")).to_have_count(4)  # one comes in two pieces
    expect(page.locator(".unit-name")).to_have_count(3)
    page.screenshot(path=str(tmp_path / "map.png"))
    page.get_by_label("现状网格").check()
    expect(page.locator("path.grid")).to_have_count(3)
    assert all(box["width"] > 50 for box in _boxes(page.locator("path.grid").all()))
    assert asked == [file.as_uri()]
    assert errors == []
    context.close()


def _boxes(found: list[Locator]) -> list[FloatRect]:
    return [box for one in found if (box := one.bounding_box())]
