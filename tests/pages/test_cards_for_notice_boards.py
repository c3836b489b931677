"""The notice-board card: one page a grid, only what anyone may know, a code that can be read."""

import io
import re
from typing import Any

import numpy as np
import pypdfium2  # type: ignore[import-untyped]
import pytest
import segno
from django.test import Client
from pypdf import PdfReader
from pytest_django import Settings

from communities.territory.models import Place
from grids.staffing.capacities import Capacity
from grids.staffing.models import Person, Unit
from tests.service_items.items import item
from tests.staffing.cast import Cast, cover, hire, person, post
from tests.world import World

MM = 72 / 25.4
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(world: World, settings: Settings) -> Cast:
    settings.PUBLIC_ADDRESS = "https://grid.example.cn"
    return hire(world)


def card(world: World, place: Place, status: int = 200) -> Any:
    client = Client()
    client.force_login(world.reviewer)
    answer = client.get(f"/list/629931/unit/{place.pk}/card.pdf")
    assert answer.status_code == status
    return answer


def pages_of(world: World, place: Place) -> list[str]:
    reader = PdfReader(io.BytesIO(card(world, place).content))
    return [page.extract_text() for page in reader.pages]


def test_a_grid_is_one_page_with_its_people_and_units(world: World, cast: Cast) -> None:
    post(cast.li, world.grids[0])
    cover(cast.police, world.grids[0])
    [page] = pages_of(world, world.grids[0])
    for said in (
        world.grids[0].name, "长富路社区", cast.li.name, cast.li.duty_phone,
        cast.police.name, "12345", "不作为划界依据", world.grids[0].code, "第 1 版",
    ):  # fmt: skip
        assert said in page.replace("\n", ""), said


def test_it_says_what_can_be_done_there_and_how_much_more(world: World, cast: Cast) -> None:
    for number in range(8):
        item(world, f"B{number}", f"事项{number}号")
    [page] = pages_of(world, world.grids[0])
    told = page.replace("\n", "")
    assert "事项0号、事项1号" in told
    assert "事项7号" not in told
    assert "等 8 项" in told


def test_a_community_is_a_page_for_each_of_its_grids(world: World, cast: Cast) -> None:
    pages = pages_of(world, world.changfu)
    assert len(pages) == 2
    assert all("暂缺" in page for page in pages)
    card(world, world.subdistrict, 404)


def test_no_personal_number_is_on_it(world: World, cast: Cast) -> None:
    Person.objects.filter(pk=cast.li.pk).update(
        duty_phone="13912345678", personal_phone="13912345678"
    )
    Unit.objects.filter(pk=cast.police.pk).update(contact_phone="13787654321")
    post(cast.li, world.grids[0])
    cover(cast.police, world.grids[0])
    [page] = pages_of(world, world.grids[0])
    assert cast.li.name in page
    assert "139" not in page
    assert "137" not in page


def test_very_long_names_and_many_people_stay_on_their_page(world: World, cast: Cast) -> None:
    Place.objects.filter(pk=world.grids[0].pk).update(name="很长的网格名称" * 8)
    Unit.objects.filter(pk=cast.police.pk).update(name="</span><script>单位" * 4)
    cover(cast.police, world.grids[0])
    for number in range(12):
        who = person(
            world, f"工作人员{number}" * 4, Capacity.SECONDED_CADRE, home_unit=cast.police,
            duty_phone=f"0939-62100{number:02d}",
        )  # fmt: skip
        post(who, world.grids[0])
    pages = pages_of(world, world.changfu)
    assert len(pages) == 2
    left = re.search(r"另有 (\d+) 人，见网页", pages[0].replace("\n", ""))
    assert left is not None
    assert pages[0].count("0939-62100") + int(left[1]) == 12
    assert "<script>" in pages[0]
    assert "12345" in pages[0]


def test_the_code_leads_to_the_page_of_the_grid(world: World, cast: Cast) -> None:
    address = f"https://grid.example.cn/find/629931/{world.grids[0].pk}/"
    expected = np.array(segno.make_qr(address, error="m").matrix, dtype=bool)
    page = pypdfium2.PdfDocument(card(world, world.grids[0]).content)[0]
    seen = np.asarray(page.render(scale=4, grayscale=True).to_numpy()).squeeze() < 128
    module = 42 / (len(expected) + 8)
    left, top = 210 - 14 - 42, 14 + 186  # as the style has it
    centres = (np.arange(len(expected)) + 4.5) * module
    rows = ((top + centres) * MM * 4).astype(int)
    columns = ((left + centres) * MM * 4).astype(int)
    assert (seen[np.ix_(rows, columns)] == expected).all()


def test_where_the_site_has_no_address_nothing_is_printed(
    world: World, cast: Cast, settings: Settings
) -> None:
    settings.PUBLIC_ADDRESS = ""
    assert "PUBLIC_ADDRESS" in card(world, world.grids[0], 409).content.decode()
