"""The pages of orders, and the resident's call."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gis_core.photos.storing import store_photo
from grids.calls.services import Call, receive_call
from grids.staffing.models import Unit
from tests.dispatch.cast import set_up
from tests.permissions.row import ANYONE, Given, reads, sends
from tests.photos.making import photo
from tests.world import World, build, point

# Whom orders concern at all; in another community of the county the same by their roles there.
CONCERNED = "DSP STM COM GRF UNT OFF DPT elsewhere"
KEEPS = "DSP"
SECRETS = {"0939-6210777": "DSP STM COM"}


def lay_out(world: World, known: Given) -> dict[str, Any]:
    whistle = set_up(world)
    for unit in (whistle.bureau, whistle.water):  # rows of staff register units of these names
        Unit.objects.filter(pk=unit.pk).update(name=f"{unit.name}（工单）")
    building = build(world, 120, 120, address="长富路7号")
    call = Call(
        category=whistle.category,
        text="楼下垃圾没人清",
        point=point(200, 500),  # type: ignore[arg-type]  # a point
        address="长富路",
        contact_name="张三",
        contact_phone="0939-6210777",
        photos=(store_photo(SimpleUploadedFile("p.jpg", photo())).key,),
    )
    order = receive_call(
        county=world.county, call=call, sent_from="192.0.2.1", key="matrix-of-routes"
    )
    return {
        "order_number": order.number,
        "order_version": order.version,
        "order_category": whistle.category.pk,
        "order_category_version": whistle.category.version,
        "order_place": world.changfu.pk,
        "order_kind": whistle.kind.pk,
        "order_kind_version": whistle.kind.version,
        "order_unit": whistle.bureau.pk,
        "order_keeper": whistle.people["keeper"].pk,
        "order_building": building.pk,
        "call_token": order.token,
        "photo": order.photos.get().stored,
    }


def _call(known: Given) -> dict[str, Any]:
    return {"key": "another-call-1", "category": known["order_category"], "text": "路灯不亮了"}


def _cell(known: Given) -> dict[str, Any]:
    return {"version": known["order_category_version"], "lead": known["order_unit"]}


def _kind(known: Given) -> dict[str, Any]:
    return {
        "version": known["order_kind_version"],
        "name": "工作推进哨",
        "sign_minutes": 60,
        "contact_minutes": 600,
        "arrive_working_days": 2,
        "resolve_working_days": 9,
    }


def _keeper(known: Given) -> dict[str, Any]:
    return {"community": known["order_place"], "seen": known["order_keeper"]}


def _approve(known: Given) -> dict[str, Any]:
    return {"version": known["order_version"]}


def _new(known: Given) -> dict[str, Any]:
    return {
        "key": "page:row-of-the-matrix",
        "kind": known["order_kind"],
        "category": known["order_category"],
        "title": "井盖松动",
        "grid": known["world"].grids[0].pk,
    }


ORDER, TOKEN = {"number": "order_number"}, {"token": "call_token"}
PHOTO = {**ORDER, "key": "photo"}
CELL = {"category": "order_category", "place": "order_place"}
KIND = {"kind": "order_kind"}
SEES = "DSP STM COM GRF"
ROWS = [
    reads("make_call", ANYONE),
    sends("make_call", ANYONE, yes=422, body=_call),  # says what, but not where
    reads("call", ANYONE, at=TOKEN),
    sends("call", ANYONE, yes=422, at=TOKEN),  # no score
    *(
        reads(route, CONCERNED)
        for route in ("orders", "order_list", "order_week", "order_matrix", "order_kinds")
    ),
    reads("order_week_file", CONCERNED, values={"kind": "csv"}),
    reads("order_week_file", CONCERNED, values={"kind": "xlsx"}),
    reads("order", SEES, at=ORDER),
    sends(
        "order_act", "STM COM", at=ORDER, values={"action": "approve"}, body=_approve,
        others={"DSP GRF": 403},
    ),
    reads("order_photo", SEES, at=PHOTO, values={"size": "small"}),
    reads("call_photo", ANYONE, at={**TOKEN, "key": "photo"}, values={"size": "full"}),
    reads("withdraw_photo", SEES, at=PHOTO),
    sends(
        "withdraw_photo", "DSP STM COM", at=PHOTO, body={"reason": "照到了人"},
        others={"GRF": 403},
    ),
    reads("new_order", "DSP STM COM GRF OFF elsewhere"),
    sends(
        "new_order", "DSP STM COM GRF OFF", body=_new, others={"elsewhere": 422},
    ),
    reads("order_cell", KEEPS, at=CELL),
    sends("order_cell", KEEPS, at=CELL, body=_cell),
    reads("order_kind", KEEPS, at=KIND),
    sends("order_kind", KEEPS, at=KIND, body=_kind),
    reads("order_keepers", KEEPS),
    sends("order_keepers", KEEPS, body=_keeper),
]  # fmt: skip
