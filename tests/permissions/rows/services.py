"""The pages of service items."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gis_core.accounts.roles import Action
from grids.staffing.models import Roster
from tests.permissions.row import Given, reads, sends
from tests.service_items.items import item, rule
from tests.staffing.cast import TODAY
from tests.world import World

VIEW, KEEP = Action.VIEW_MAP, Action.EDIT_SERVICES
COUNTY = "REV"  # who keeps the whole county's list
OWN = {"elsewhere": 200}  # in their own community of the county
DONE = {"elsewhere": 302}
NOT_THERE = {"elsewhere": 422}
LIST = {"roster": "item_roster"}


def lay_out(world: World, known: Given) -> dict[str, Any]:
    one = item(world, "B01", "老年人优待证办理")
    roster = Roster.objects.create(
        county=world.county,
        kind=Roster.Kind.ITEMS,
        file_name="清单.csv",
        sha256="0" * 64,
        digest="items",
        rows=[],
        report=[],
        uploaded_by=world.reviewer,
    )
    return {
        "item": one.pk,
        "rule": rule(one, world.changfu, offered=False).pk,
        "item_roster": roster.pk,
    }


def _file(known: Given) -> dict[str, Any]:
    rows = "编码,事项名称,清单类别,办理层级\nB07,助餐,便民服务,网格\n"
    return {"kind": "items", "file": SimpleUploadedFile("清单.csv", rows.encode())}


FACTS = {
    "code": "B08",
    "name": "为老助餐",
    "list_type": "resident",
    "handled_at": "grid",
    "since": TODAY.isoformat(),
    "version": 0,
}
END = {"version": 0, "on": TODAY.isoformat()}


def _new(known: Given) -> dict[str, Any]:
    return {**FACTS, "place": known["world"].changfu.pk}


def _different(known: Given) -> dict[str, Any]:
    place = known["world"].grids[0].pk
    return {"version": 0, "place": place, "offered": "no", "since": TODAY.isoformat()}


ROWS = [
    reads("services", VIEW),
    reads("services", VIEW, query="?show=gone"),
    reads("service", VIEW),
    *(reads("service_export", VIEW, values={"kind": kind}) for kind in ("csv", "xlsx")),
    reads("new_service", KEEP, others=OWN),
    reads("service_lists", KEEP, others=OWN),
    reads("service_list", COUNTY, at=LIST),
    sends("service", COUNTY, body=FACTS),  # it is offered in all of the county
    sends("new_service", KEEP, others=NOT_THERE, body=_new),
    sends("new_local_rule", KEEP, others=NOT_THERE, body=_different),
    sends("end_local_rule", KEEP, body=END),
    sends("service_lists", KEEP, others=DONE, body=_file),
    sends("apply_service_list", COUNTY, at=LIST, body=END),
    sends("drop_service_list", COUNTY, at=LIST, body=END),
    sends("undo_service_list", COUNTY, yes=422, at=LIST, body=END),  # it is not in force yet
]
