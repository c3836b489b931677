"""Reporting a fault of the data, and answering it."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.basemap.models import Building
from communities.territory.models import Boundary, County, Place
from gis_core.accounts.models import User
from gis_core.cleaning import clean
from gis_core.phones import holds_identity_number
from grids.corrections.models import MOST_TEXT, Correction, Fault, State
from grids.proposals.drafting.refusals import Refused
from grids.staffing.belonging import grids_of
from grids.staffing.services.checks import edition_for, lock_seen

NEAR_DEGREES = 0.003  # about 300 m: a wrong boundary may be pinned on the other side of a road
MOST_A_DAY = 100
MOST_FLOORS, MOST_HOUSEHOLDS = 150, 5000
NEEDS_BUILDING = (Fault.BUILDING_GONE, Fault.COUNT_WRONG)


@dataclass(frozen=True)
class CorrectionFacts:
    """What is reported; `point` in EPSG:4490, None where the building says where."""

    fault: Fault
    text: str = ""
    point: Point | None = None
    building: int | None = None
    floors: int | None = None
    households: int | None = None


@transaction.atomic
def report_correction(
    *, person: User, grid: Place, facts: CorrectionFacts, key: UUID
) -> Correction:
    """Keep what somebody says is wrong in a grid of theirs; the same key again changes nothing.

    Raises Refused: the grid is not theirs, what is said does not say what or where, the pin lies
    elsewhere, or they sent very many today.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    kept = Correction.objects.filter(reported_by=person, key=key).first()
    if kept is not None:
        return kept
    if grid not in grids_of(person, timezone.localdate()):
        raise Refused("not_your_grid", _("这不是您的网格，不能在此报告。请回到“我的网格”后重试。"))
    _check_rate(person)
    text = _legible(facts)
    building = _building(grid, facts)
    return Correction.objects.create(
        county=County(pk=grid.county_key),
        grid=grid,
        edition=edition_for(grid),
        fault=facts.fault,
        geom=_pin(grid, facts, building),
        building=building.pk if building else None,
        building_name=_name(building),
        source_ref=building.source_ref if building else "",
        floors=facts.floors,
        households=facts.households,
        text=text,
        key=key,
        reported_by=person,
    )


@transaction.atomic
def answer_correction(
    *, correction: Correction, person: User, state: State, answer: str, seen_version: int | None
) -> Correction:
    """Say what became of a report: corrected, or left as it is for a reason.

    Raises:
        VersionMissing, Stale: the version seen is not named, or not the present one.
        Refused: it is corrected already, or left as it is without a reason.
    """
    locked = lock_seen(correction, seen_version)
    if locked.state == State.DONE:
        raise Refused("already_done", _("这条纠错已改正，不再变更。如又有出入，请另报一条。"))
    if state == State.OPEN:
        raise Refused("answer_missing", _("请选择“已改正”或“不改”。"))
    said = _clean(answer)
    if state == State.ANSWERED and not said:
        raise Refused("reason_missing", _("不改时请写明理由，报告人会看到。"))
    locked.state, locked.answer = state, said
    locked.answered_by, locked.answered_at = person, timezone.now()
    locked.version += 1
    locked.save()
    return locked


def _check_rate(person: User) -> None:
    day_ago = timezone.now() - datetime.timedelta(days=1)
    if Correction.objects.filter(reported_by=person, reported_at__gt=day_ago).count() >= MOST_A_DAY:
        text = _("24 小时内已报 %s 条，请明天再报；成片的出入请联系街道规划员。")
        raise Refused("too_many", text % MOST_A_DAY)


def _legible(facts: CorrectionFacts) -> str:
    text = _clean(facts.text)
    known = facts.floors is not None or facts.households is not None
    if facts.fault == Fault.COUNT_WRONG and not text and not known:
        raise Refused("count_missing", _("请填写实际的层数或户数，或说明哪里不符。"))
    if facts.fault in (Fault.BOUNDARY_WRONG, Fault.OTHER) and not text:
        raise Refused("text_missing", _("请用一句话说明哪里不对、应当怎样。"))
    _check_number(facts.floors, MOST_FLOORS, _("层数"))
    _check_number(facts.households, MOST_HOUSEHOLDS, _("户数"))
    return text


def _check_number(value: int | None, most: int, what: str) -> None:
    if value is not None and not 0 <= value <= most:
        text = _("%(what)s应在 0 到 %(most)s 之间，请核对。")
        raise Refused("number_wrong", text % {"what": what, "most": most})


def _clean(text: str) -> str:
    """Raises Refused for what is too long or holds an identity number."""
    said = clean(text)
    if len(said) > MOST_TEXT:
        raise Refused("too_long", _("说明太长，最多 %s 字，请缩短。") % MOST_TEXT)
    if holds_identity_number(said):
        raise Refused("identity_number", _("请勿填写身份证号；本系统不保存身份证号。"))
    return said


def _building(grid: Place, facts: CorrectionFacts) -> Building | None:
    """The building it is about. Raises Refused where there must be one."""
    if facts.building is None and facts.fault not in NEEDS_BUILDING:
        return None
    rows = Building.objects.filter(county=grid.county_key).defer("geom_3857")
    building = rows.filter(pk=facts.building).first() if facts.building is not None else None
    if building is None:
        text = _("请先在地图或楼栋列表里选中这栋楼；如列表里没有，请选“图上缺少楼栋”。")
        raise Refused("building_missing", text)
    return building


def _name(building: Building | None) -> str:
    return (building.name or building.address) if building else ""


def _pin(grid: Place, facts: CorrectionFacts, building: Building | None) -> Point:
    """Where it is pinned. Raises Refused for nowhere, and for far from the grid."""
    pin = building.geom.point_on_surface if building else facts.point
    if pin is None:
        raise Refused("pin_missing", _("请在地图上点出位置。"))
    drawn = Boundary.objects.in_force().filter(place=grid)
    if not drawn.filter(geom__dwithin=(pin, NEAR_DEGREES)).exists():
        text = _("所指的位置离“%s”太远。请在本网格内或紧邻处点选。")
        raise Refused("pin_far", text % grid.name)
    return pin
