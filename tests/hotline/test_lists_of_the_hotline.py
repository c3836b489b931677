"""A list of the 12345 hotline becomes orders: looked through, settled, taken once, taken back."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from communities.basemap.models import Building
from gis_core.outbox.models import Message
from grids.dispatch.models import Order
from grids.dispatch.states import Source, State
from grids.hotline.models import CategoryWord, HotlineList, HotlineOrder
from grids.hotline.services import KEPT, MOST_ROWS, forget_when_due
from tests.at_once import at_once
from tests.dispatch.cast import Whistle, move, set_up
from tests.world import World, build, lonlat

HEAD = [
    "受理编号", "来电时间", "来电人", "联系电话", "事项分类", "诉求内容", "发生地址", "经度",
    "纬度", "紧急程度",
]  # fmt: skip
HERE = "/orders/629931/hotline/"


@pytest.fixture
def whistle(world: World) -> Whistle:
    build(world, 120, 120, name="1号楼", address="长富路7号")
    build(world, 180, 120, name="2号楼", address="长富路7号")
    build(world, 240, 120, address="人民路1号")
    return set_up(world)


@pytest.fixture
def arbiter(whistle: Whistle) -> Client:
    return signed_in(whistle)


def signed_in(whistle: Whistle, who: str = "arbiter") -> Client:
    client = Client()
    client.force_login(whistle.people[who])
    return client


def row(number: str = "R1", **said: str) -> list[str]:
    cells = {
        "受理编号": number, "来电时间": "2026-11-20 09:10", "来电人": "王大妈",
        "联系电话": "13912345678", "事项分类": "环境卫生", "诉求内容": "垃圾桶满了两天没人清",
        "发生地址": "人民路1号", "经度": "", "纬度": "", "紧急程度": "一般", **said,
    }  # fmt: skip
    return [cells[name] for name in HEAD]


def table(*rows: list[str], encoding: str = "utf-8-sig", head: list[str] = HEAD) -> Any:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return SimpleUploadedFile("热线.csv", text.getvalue().encode(encoding))


def upload(client: Client, file: Any) -> HotlineList:
    answer = client.post(HERE, {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return HotlineList.objects.latest("id")


def act(client: Client, made: HotlineList, what: str, **said: Any) -> Any:
    body = {"version": HotlineList.objects.get(pk=made.pk).version, **said}
    return client.post(f"{HERE}{made.pk}/{what}/", body)


def verdicts(made: HotlineList) -> list[str]:
    made.refresh_from_db()
    return [line["verdict"] for line in made.report]


def test_looking_through_writes_nothing_and_taking_makes_orders(
    whistle: Whistle, arbiter: Client
) -> None:
    made = upload(arbiter, table(row(), row("R2", 紧急程度="紧急")))
    assert verdicts(made) == ["new", "new"]
    assert not Order.objects.exists()
    assert not HotlineOrder.objects.exists()
    assert not Message.objects.exists()
    assert act(arbiter, made, "apply").status_code == 302
    first, second = Order.objects.order_by("number")
    assert (first.source, first.state, first.unit) == (
        Source.HOTLINE, State.DRAFT, whistle.bureau,
    )  # fmt: skip
    assert (first.contact_name, first.contact_phone) == ("王大妈", "13912345678")
    assert "来电时间：2026-11-20 09:10" in first.text
    assert (first.kind.is_emergency, second.kind.is_emergency) == (False, True)
    made.refresh_from_db()
    assert (made.rows, made.state) == ([], "applied")
    assert "垃圾桶" not in str(made.report)
    page = arbiter.get(f"{HERE}{made.pk}/").content.decode()
    assert first.number in page
    assert "13912345678" not in page


def test_the_same_matter_is_one_order_whatever_list_it_comes_in(
    whistle: Whistle, arbiter: Client
) -> None:
    act(arbiter, upload(arbiter, table(row())), "apply")
    again = upload(arbiter, table(row(), row("R2"), row("R2")))
    assert verdicts(again) == ["known", "new", "refused"]
    assert "与第 2 行相同" in again.report[2]["text"]
    assert act(arbiter, again, "apply").status_code == 422
    assert act(arbiter, again, "apply", leave_out_refused="on").status_code == 302
    assert Order.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_dispatchers_with_the_same_list_make_each_order_once(whistle: Whistle) -> None:
    lists = [upload(signed_in(whistle), table(row(), row("R2"))) for _ in range(2)]
    at_once(lambda thread: act(signed_in(whistle), lists[thread % 2], "apply").status_code, 4)
    assert Order.objects.count() == 2
    assert [made.state for made in HotlineList.objects.all()] == ["applied", "applied"]


def test_a_word_of_the_hotline_is_said_once(whistle: Whistle, arbiter: Client) -> None:
    made = upload(arbiter, table(row(事项分类="市容环卫/垃圾清运")))
    assert verdicts(made) == ["refused"]
    assert "选一次" in arbiter.get(f"{HERE}{made.pk}/").content.decode()
    act(arbiter, made, "settle", **{"word-0": whistle.category.pk})
    assert verdicts(made) == ["new"]
    assert CategoryWord.objects.get().category == whistle.category
    assert verdicts(upload(arbiter, table(row("R9", 事项分类="市容环卫/垃圾清运")))) == ["new"]


def test_where_the_address_says_too_little_the_dispatcher_says_it(
    whistle: Whistle, arbiter: Client
) -> None:
    lon, lat = lonlat(1500, 500)
    made = upload(
        arbiter,
        table(
            row("A", 发生地址="长富路7号"), row("B", 发生地址="没有的路"), row("C", 发生地址=""),
            row("D", 经度=str(lon), 纬度=str(lat)), row("E", 经度="107,5", 纬度="34"),
            row("F", 经度="0", 纬度="0"),
        ),
    )  # fmt: skip
    assert verdicts(made) == ["refused", "refused", "refused", "new", "refused", "refused"]
    assert made.report[0]["candidates"] == ["1号楼 · 长富路7号", "2号楼 · 长富路7号"]
    grid = whistle.world.grids[1]
    places = {"place-1": "长富路7号 2号楼", "place-2": grid.code, "place-3": "新城社区"}
    act(arbiter, made, "settle", **places)
    assert verdicts(made) == ["new", "new", "new", "new", "refused", "refused"]
    act(arbiter, made, "apply", leave_out_refused="on")
    found = dict(HotlineOrder.objects.values_list("number", "order__grid"))
    assert found["B"] == grid.pk
    assert found["D"] == whistle.world.grids[2].pk
    assert found["A"] == whistle.world.grids[0].pk


def test_a_list_is_taken_back_until_somebody_has_acted(whistle: Whistle, arbiter: Client) -> None:
    made = upload(arbiter, table(row(), row("R2")))
    act(arbiter, made, "apply")
    order = move(whistle, Order.objects.earliest("id"), "approve", "street")
    refused = act(arbiter, made, "undo")
    assert refused.status_code == 422
    assert order.number in refused.content.decode()
    assert Order.objects.filter(state=State.VOID).count() == 0
    other = upload(arbiter, table(row("R3")))
    act(arbiter, other, "apply")
    assert act(arbiter, other, "undo").status_code == 302
    voided = Order.objects.get(state=State.VOID)
    assert voided.moves.latest("sequence").reason.startswith("撤回热线清单")
    third = upload(arbiter, table(row("R3")))
    assert verdicts(third) == ["new"]
    act(arbiter, third, "apply")
    assert HotlineOrder.objects.get(number="R3").order != voided


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"诉求内容": "=HYPERLINK(1)"}, "公式"),
        ({"诉求内容": "我的身份证 11010519491231002X"}, "身份证号"),
        ({"联系电话": "不知道"}, "电话"),
        ({"受理编号": ""}, "空的"),
        ({"受理编号": "9" * 61}, "超过 60 个字"),
        ({"诉求内容": ""}, "空的"),
        ({"事项分类": ""}, "空的"),
    ],
)
def test_a_row_that_cannot_be_one_says_why(
    whistle: Whistle, arbiter: Client, said: dict[str, str], why: str
) -> None:
    made = upload(arbiter, table(row(**said), row("R2")))
    assert verdicts(made) == ["refused", "new"]
    assert why in made.report[0]["text"]
    refused = arbiter.get(f"{HERE}{made.pk}/refused.csv").content.decode("utf-8-sig")
    [heads, only] = list(csv.reader(io.StringIO(refused)))
    assert heads[-1] == "不能导入的原因"
    assert why in only[-1]
    assert not any(cell.startswith("=") for cell in only)


def test_workbooks_and_the_encoding_of_old_systems_are_read(
    whistle: Whistle, arbiter: Client
) -> None:
    assert verdicts(upload(arbiter, table(row(), encoding="gb18030"))) == ["new"]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (HEAD, row("X1")):
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    assert verdicts(upload(arbiter, SimpleUploadedFile("a.xlsx", file.getvalue()))) == ["new"]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04 not one"), ""),
        (SimpleUploadedFile("a.csv", b"\x00\x01\x02"), ""),
        (table(head=["编号", "内容"]), "诉求类别"),
        (table(), "没有数据行"),
        (table(*[row(str(n)) for n in range(MOST_ROWS + 1)]), "按日期拆分"),
    ],
    ids=["no workbook", "no text", "no column", "no row", "too many"],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(
    whistle: Whistle, arbiter: Client, file: Any, why: str
) -> None:
    file.seek(0)
    answer = arbiter.post(HERE, {"file": file})
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not HotlineList.objects.exists()


def test_what_was_seen_by_then_is_named(whistle: Whistle, arbiter: Client) -> None:
    made = upload(arbiter, table(row()))
    assert arbiter.post(f"{HERE}{made.pk}/apply/", {}).status_code == 428
    assert act(arbiter, made, "settle").status_code == 302
    stale = arbiter.post(f"{HERE}{made.pk}/apply/", {"version": 0})
    assert stale.status_code == 409
    assert act(arbiter, made, "drop").status_code == 302
    assert act(arbiter, made, "apply").status_code == 422
    assert not Order.objects.exists()


def test_what_nobody_decides_on_is_forgotten(whistle: Whistle, arbiter: Client) -> None:
    made = upload(arbiter, table(row(), row("R2", 诉求内容="身份证 11010519491231002X")))
    forget_when_due()
    made.refresh_from_db()
    assert made.rows
    HotlineList.objects.update(uploaded_at=timezone.now() - KEPT * 1.1)
    from grids.hotline import services

    services._forgot.clear()
    forget_when_due()
    made.refresh_from_db()
    assert (made.rows, made.state) == ([], "dropped")
    assert "11010519491231002X" not in str(made.report)
    assert Building.objects.exists()
