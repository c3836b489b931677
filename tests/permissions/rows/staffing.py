"""The pages of people and covering units."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gis_core.accounts.roles import Action
from grids.staffing.capacities import Capacity
from grids.staffing.models import Person, Unit, UnitAccount
from grids.staffing.services import propose_posting, propose_tie, tie_unit
from tests.permissions.row import Given, reads, sends
from tests.staffing.cast import TODAY
from tests.staffing.everything import lay_everything
from tests.world import World

VIEW, ASSIGN, EXPORT = Action.VIEW_STAFF, Action.ASSIGN_STAFF, Action.EXPORT_STAFF
COUNTY = "REV"  # who assigns staff in all of the county
SECRETS = {"0939-6210001": Action.VIEW_PHONE, "0939-6210110": Action.VIEW_PHONE}
TABLES = [f"{name}.{kind}" for name in ("people", "units", "gaps") for kind in ("csv", "xlsx")]


def lay_out(world: World, known: Given) -> dict[str, Any]:
    laid = lay_everything(world, lending=True)
    lent = Person.objects.get(name="赵警官")
    unit, cast = Unit.objects.get(pk=laid["staff_unit"]), known["cast"]
    for who in ("UNT", "OFF"):
        tie_unit(unit=unit, account=cast[who])
    wish = propose_posting(
        person=lent, place=world.grids[0], capacity=Capacity.LEGAL_WORKER, day=TODAY,
        made_by=cast["COM"],
    )  # fmt: skip
    officer = Person.objects.get(pk=laid["person"])
    tied = propose_tie(who=officer, account=cast["GRF"], made_by=cast["STM"])
    return {
        "wish": wish.pk,
        "account_tie": tied.pk,
        "unit_account": UnitAccount.objects.filter(unit=unit).latest("pk").pk,
        **laid,
        "subdistrict": world.subdistrict.pk,
        "lent": lent.pk,
        "lent_posting": lent.postings.get().pk,
    }


def _file(known: Given) -> dict[str, Any]:
    rows = "网格,姓名,身份\n第一网格,钱一,楼栋长\n"
    return {"kind": "people", "file": SimpleUploadedFile("名册.csv", rows.encode())}


def _post(known: Given) -> dict[str, Any]:
    grid = known["world"].grids[1].pk
    return {"place": grid, "capacity": "part_time", "first_day": TODAY.isoformat()}


def _propose(known: Given) -> dict[str, Any]:
    return {**_lend(known), "capacity": "part_time"}


def _lend(known: Given) -> dict[str, Any]:
    grid = known["world"].grids[0].pk
    return {"place": grid, "capacity": "legal_worker", "first_day": TODAY.isoformat()}


def _tie(known: Given) -> dict[str, Any]:
    return {"account": known["cast"]["GRP"].username, "unit": known["staff_unit"]}


def _cover(known: Given) -> dict[str, Any]:
    return {
        "grid": known["world"].grids[1].pk, "part": "lead", "first_day": TODAY.isoformat()
    }  # fmt: skip


LIAISON = {"UNT OFF": 302}  # who speaks for the unit
OWN = {"elsewhere": 200}  # who assigns staff in another community is shown theirs
DONE, NOT_THERE = {"elsewhere": 302}, {"elsewhere": 422}
END = {"version": 0, "on": TODAY.isoformat(), "reason": "调整"}
UNIT = {"name": "县水务局", "kind": "government", "version": 0}
PERSON = {"name": "李秀英", "capacity": "full_time", "version": 0}
OF_UNIT = {"unit": "staff_unit"}
ROWS = [
    reads("staff", VIEW),
    reads("staff_map", VIEW),
    reads("staff_map", VIEW, query="?colour=load"),
    reads("staff_map_print", VIEW, at={"street": "subdistrict"}),
    reads("staff_gaps", VIEW),
    reads("staff_people", VIEW),
    reads("staff_person", VIEW),
    reads("staff_units", VIEW),
    reads("staff_unit", VIEW, at=OF_UNIT),
    reads("staff_unit_file", VIEW, at=OF_UNIT),
    *(reads("staff_export", VIEW, values={"table": table}) for table in TABLES),
    reads("staff_phones", EXPORT, others=OWN),
    reads("staff_new_person", ASSIGN, others=OWN),
    reads("staff_new_unit", ASSIGN, others=OWN),
    reads("rosters", ASSIGN, others=OWN),
    reads("roster", COUNTY),
    reads("staffing_suggestions", COUNTY),
    reads("staffing_suggestion", COUNTY),
    sends("staff_phones", EXPORT, yes=200, others=OWN, body={"purpose": "值班安排"}),
    sends("staff_person", ASSIGN, body=PERSON),
    sends("staff_new_person", ASSIGN, others=DONE, body=PERSON),
    sends("staff_unit", ASSIGN, at=OF_UNIT, others=LIAISON, body=UNIT),
    sends("staff_new_unit", ASSIGN, others=DONE, body=UNIT),
    sends("staff_post", ASSIGN, others=NOT_THERE, body=_post),
    sends("staff_post", ASSIGN, at={"person": "lent"}, others=LIAISON | NOT_THERE, body=_lend),
    sends("staff_end_posting", ASSIGN, at={"posting": "lent_posting"}, others=LIAISON, body=END),
    sends("staff_part", ASSIGN, body=END),
    sends("staff_end_posting", ASSIGN, body=END),
    reads("staff_accounts", ASSIGN, others=OWN),
    sends("staff_accounts", ASSIGN, others=NOT_THERE, body=_tie),
    sends("staff_untie_person", ASSIGN, body={"version": 0}),
    sends("staff_untie_account", ASSIGN, at={"tie": "unit_account"}),
    reads("staff_wishes", "REV STM COM", others=OWN),
    sends("staff_propose", "COM", others=NOT_THERE, body=_propose),
    sends("staff_propose_end", Action.PROPOSE_STAFF, body=END),
    sends("staff_answer", ASSIGN, values={"answer": "accept"}, body={"version": 0}),
    sends("staff_answer", ASSIGN, values={"answer": "decline"}, body=END),
    sends("staff_answer", "COM", values={"answer": "withdraw"}, body={"version": 0}),
    sends("staff_answer", "", values={"answer": "shred"}, body={"version": 0}),
    reads("account_ties", "SEC neighbour"),  # who grants rights, each in their own county
    sends(
        "answer_tie",
        "SEC",
        at={"wish": "account_tie"},
        values={"answer": "accept"},
        body={"version": 0},
    ),
    sends("answer_tie", "SEC", at={"wish": "account_tie"}, values={"answer": "decline"}, body=END),
    sends("staff_cover", ASSIGN, others=NOT_THERE, at=OF_UNIT, body=_cover),
    sends("staff_end_unit", ASSIGN, at=OF_UNIT, body=END),
    sends("staff_end_coverage", ASSIGN, body=END),
    sends("rosters", ASSIGN, others=DONE, body=_file),
    sends("apply_roster", COUNTY, body=END),
    sends("drop_roster", COUNTY, body=END),
    sends("undo_roster", COUNTY, yes=422, body=END),  # it is not in force yet
    sends("staffing_suggestions", COUNTY, body={"tie_metres": 1500, "spread_metres": 400}),
    sends("staffing_tie", COUNTY, body={"version": 0, "grid_code": ""}),
    sends("accept_staffing", COUNTY, body={"version": 0, "from_day": TODAY.isoformat()}),
]
