"""The life of a place on a page, and the register of a county as files."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from grids.publication.models import Publication
from layers.exporting.tables import harmless
from layers.pages.views.history import TABLES
from tests.drafts.asking import operate
from tests.drafts.town import G1, begin
from tests.publication.asking import merge_communities, publish
from tests.world import World, make_world


@pytest.fixture
def merged(town: World) -> Publication:
    return publish(merge_communities(town), town)


@pytest.fixture
def reader(client: Client, town: World) -> Client:
    client.force_login(town.reviewer)
    return client


def history(reader: Client, place: Any) -> str:
    answer = reader.get(reverse("unit_history", args=["629931", place.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def register(reader: Client, table: str) -> Any:
    return reader.get(reverse("register", args=["629931", table]))


def test_an_ended_place_tells_what_became_of_it(
    reader: Client, town: World, merged: Publication
) -> None:
    page = history(reader, town.xincheng)
    for text in ("已撤销", "并入", "长富路社区", "城关街道调整", "1,000 户", "首次载入的现状"):
        assert text in page, text


def test_its_heir_tells_where_it_came_from(
    reader: Client, town: World, merged: Publication
) -> None:
    page = history(reader, town.changfu)
    assert "并入" in page
    assert reverse("unit_history", args=["629931", town.xincheng.pk]) in page


def test_a_place_nothing_happened_to_has_its_first_edition_alone(
    reader: Client, town: World, merged: Publication
) -> None:
    page = history(reader, town.grids[0]).split("历次变动")[1]
    assert "第 1 版" in page
    assert "第 2 版" not in page


def test_households_are_for_those_who_may_count(
    client: Client, town: World, merged: Publication
) -> None:
    client.force_login(town.member)  # counts g1 alone
    page = history(client, town.xincheng)
    assert "1,000 户" not in page
    assert "100.0%" in page
    rows = register(client, "all.json").json()["lineage"]
    assert {row["households"] for row in rows if row["level"] == "community"} == {None}


def test_the_proposal_is_linked_for_those_who_may_look_into_it(
    reader: Client, client: Client, town: World, merged: Publication
) -> None:
    address = reverse("case", args=[merged.proposal_id])
    assert address in history(reader, town.xincheng)
    client.force_login(town.member)
    assert address not in history(client, town.xincheng)


def test_a_place_of_the_next_county_has_no_history_here(reader: Client, town: World) -> None:
    other = make_world("629932")
    for code in ("629931", "629932"):
        address = reverse("unit_history", args=[code, other.changfu.pk])
        assert reader.get(address).status_code == 404
    assert reader.get(reverse("editions", args=["629932"])).status_code == 404
    for table in TABLES:
        assert reader.get(reverse("register", args=["629932", table])).status_code == 404


def test_the_editions_of_a_county_are_listed(reader: Client, merged: Publication) -> None:
    page = reader.get(reverse("editions", args=["629931"])).content.decode()
    assert "已被取代" in page
    assert "城关街道调整" in page
    assert reverse("register", args=["629931", "all.xlsx"]) in page


def test_the_register_has_every_code_with_its_days(
    reader: Client, town: World, merged: Publication
) -> None:
    text = register(reader, "places.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    codes = {(row["name"], row["code"], row["code_status"], row["last_edition"]) for row in rows}
    assert ("新城社区", "629931001002", "official", "1") in codes
    assert ("新城第一网格", "629931001002001", "official", "") in codes
    assert ("新城第一网格", "629931001001003", "official", "") in codes


def test_the_workbook_has_both_tables_with_codes_as_text(
    reader: Client, merged: Publication
) -> None:
    book = load_workbook(io.BytesIO(register(reader, "all.xlsx").content))
    places, lineage = (list(sheet.values) for sheet in book)
    assert places[0][:3] == ("place", "level", "code")
    assert all(isinstance(row[2], str) for row in places[1:])
    assert {row[3] for row in lineage[1:]} >= {"merged", "abolished", "regrouped"}


def test_a_name_that_looks_like_a_formula_is_text(reader: Client, town: World) -> None:
    draft = begin(town)
    operate(draft, town.planner, kind="rename_unit", unit=G1, name="=1+2")
    publish(draft, town)
    assert ",'=1+2," in register(reader, "lineage.csv").content.decode()
    book = load_workbook(io.BytesIO(register(reader, "all.xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "'=1+2" in {cell.value for cell in cells}
    assert all(cell.data_type != "f" for cell in cells)


@pytest.mark.parametrize("text", ["=A1", "+1", "-1", "@x", "\tx"])
def test_what_a_spreadsheet_would_run_is_marked(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless("正常") == "正常"
