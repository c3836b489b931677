"""The staff of a county: grid by grid, what is missing, and both as files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gis_core.accounts.roles import Action
from gis_core.cleaning import clean_line
from grids.staffing.capacities import SECONDED, Capacity
from grids.staffing.gaps import Gap, gaps_by_grid, gaps_of
from grids.staffing.models import Carried, Person, Roster, StaffExport, Unit
from grids.staffing.queries import Staffing, staffing_of
from grids.staffing.rosters.exporting import headings, people_rows, unit_rows
from layers.api.access import person, scope_of
from layers.exporting.tables import write_csv, write_workbook
from layers.pages.queries import state_of
from layers.pages.staffing.forms import ExportForm
from layers.pages.staffing.rooms import Room, room_of
from layers.pages.staffing.wording import GAP_COLUMNS, gap_rows, limits_of, tell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
TABLES = ("people", "units", "gaps")
MOST_ROWS = 5000
OTHERS = tuple(one for one in Capacity if one not in (Capacity.FULL_TIME, *SECONDED))


@require_safe
def list_staff(request: HttpRequest, county: str) -> HttpResponse:
    """Every grid with its people by capacity, its covering units and its gaps."""
    room = room_of(request, county)
    staffing, gaps = _gaps(room)
    by_grid = gaps_by_grid(gaps)
    only = request.GET.get("show") == "gaps"
    rows = [
        (row, tell(by_grid.get(row.grid.pk, []), _thresholds(room)))
        for row in (staffing.grids if staffing else ())
        if not only or row.grid.pk in by_grid
    ]
    counted = scope_of(request, Action.VIEW_COUNTS).counties
    context = room.context(
        staffing=staffing,
        rows=rows,
        only=only,
        totals=_totals(staffing),
        gaps=len(gaps),
        grids_with_gaps=len(by_grid),
        full_time=Capacity.FULL_TIME,
        seconded=SECONDED,
        others=OTHERS,
        counted=room.county.pk in counted,
        carried=_carried(room),
    )
    return render(request, "pages/staffing/list.html", context)


@require_safe
def list_gaps(request: HttpRequest, county: str) -> HttpResponse:
    """Everything that is missing, with the rule and its source."""
    room = room_of(request, county)
    staffing, gaps = _gaps(room)
    told = tell(gaps, _thresholds(room))
    return render(request, "pages/staffing/gaps.html", room.context(staffing=staffing, gaps=told))


@require_safe
def export_staff(request: HttpRequest, county: str, table: str) -> HttpResponse:
    """`people`, `units` or `gaps` as `.xlsx` or `.csv`; phones as the pages show them."""
    room = room_of(request, county)
    name, _dot, kind = table.partition(".")
    if name not in TABLES or kind not in ("xlsx", "csv"):
        raise Http404
    columns, rows = _table(room, name, told=room.told, units_told=room.units_told)
    return _file(room, name, kind, [(name, columns, rows)])


@require_http_methods(["GET", "HEAD", "POST"])
def export_phones(request: HttpRequest, county: str) -> HttpResponseBase:
    """The rosters of the own area with duty phones, for a purpose that is written down."""
    room = room_of(request, county)
    if not room.exports:
        raise Http404
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and clean_line(form.cleaned_data["purpose"]):
        return _phones(room, clean_line(form.cleaned_data["purpose"]))
    status = 422 if form.is_bound else 200
    context = room.context(form=form, exports=StaffExport.objects.filter(county=room.county)[:20])
    return render(request, "pages/staffing/phones.html", context, status=status)


def _phones(room: Room, purpose: str) -> HttpResponse:
    scope = scope_of(room.request, Action.EXPORT_STAFF)
    keys = [
        set(scope.of(model).filter(county=room.county.pk).values_list("pk", flat=True))
        for model in (Person, Unit)
    ]
    people = _table(room, "people", told=keys[0], units_told=keys[1])
    units = _table(room, "units", told=keys[0], units_told=keys[1])
    written = StaffExport.objects.create(
        county=room.county,
        table="phones",
        purpose=purpose,
        rows=len(people[1]) + len(units[1]),
        exported_by=person(room.request),
    )
    mark = {
        "": _("%(who)s 于 %(when)s 导出，用途：%(what)s。含工作电话，请勿外传。")
        % {
            "who": str(written.exported_by),
            "when": timezone.localtime(written.exported_at).strftime("%Y-%m-%d %H:%M"),
            "what": purpose,
        }
    }
    sheets = [("people", *people), ("units", *units), (_("说明"), [""], [mark])]
    return _file(room, "phones", "xlsx", sheets)


def _table(
    room: Room, name: str, *, told: Any, units_told: Any
) -> tuple[list[str], list[dict[str, Any]]]:
    today = timezone.localdate()
    if name == "people":
        rows = people_rows(room.county, today, told=told)
        return headings(Roster.Kind.PEOPLE), rows[:MOST_ROWS]
    if name == "units":
        rows = unit_rows(room.county, today, told=units_told)
        return headings(Roster.Kind.UNITS), rows[:MOST_ROWS]
    _staffing, gaps = _gaps(room)
    return list(GAP_COLUMNS), gap_rows(tell(gaps, _thresholds(room)))


def _file(room: Room, name: str, kind: str, sheets: list[Any]) -> HttpResponse:
    body = write_workbook(sheets) if kind == "xlsx" else write_csv(sheets[0][1], sheets[0][2])
    response = HttpResponse(body, content_type=XLSX if kind == "xlsx" else CSV)
    file_name = f"staff-{room.county.code}-{name}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _thresholds(room: Room) -> dict[str, Any]:
    return {one.key: one for one in state_of(room.county).thresholds}


def _gaps(room: Room) -> tuple[Staffing | None, list[Gap]]:
    staffing = staffing_of(room.county, timezone.localdate())
    return staffing, gaps_of(staffing, limits_of(_thresholds(room))) if staffing else []


def _totals(staffing: Staffing | None) -> dict[str, int]:
    grids = staffing.grids if staffing else ()
    return {
        "grids": len(grids),
        "full_time": sum(row.count([Capacity.FULL_TIME]) for row in grids),
        "seconded": sum(row.count(SECONDED) for row in grids),
        "others": sum(row.count(OTHERS) for row in grids),
        "units": len({one.unit_id for row in grids for one in row.coverage}),
    }


def _carried(room: Room) -> list[Carried]:
    """What could not go on as it was with the newest publication that says anything."""
    rows = Carried.objects.filter(publication__county=room.county.pk)
    newest = rows.order_by("-publication").values_list("publication", flat=True).first()
    found = rows.filter(publication=newest).select_related(
        "place", "to", "posting__person", "coverage__unit"
    )
    return [one for one in found if one.open]
