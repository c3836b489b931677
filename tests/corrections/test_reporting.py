import uuid
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import InternalError, transaction

from communities.basemap.models import Building
from gis_core.accounts.models import User
from grids.corrections.models import Correction, Fault, State
from grids.corrections.queries import corrections_for, own_corrections
from grids.corrections.services import CorrectionFacts, report_correction
from grids.proposals.drafting.refusals import Refused
from tests.at_once import at_once
from tests.staffing.cast import hire, post
from tests.world import World, build, lonlat, person

pytestmark = pytest.mark.django_db


def report(
    world: World, facts: CorrectionFacts, who: User | None = None, **more: Any
) -> Correction:
    given = {"grid": world.grids[0], "key": uuid.uuid4(), **more}
    return report_correction(person=who or world.member, facts=facts, **given)


def at(x: float, y: float) -> Point:
    return Point(*lonlat(x, y), srid=4490)


def test_a_building_is_pinned_where_it_stands(world: World, building: Building) -> None:
    facts = CorrectionFacts(Fault.COUNT_WRONG, building=building.pk, floors=7, households=28)
    made = report(world, facts)
    assert made.geom.within(building.geom)
    assert (made.building, made.building_name, made.source_ref) == (building.pk, "3号楼", "B-3")
    assert made.edition == world.edition
    assert made.state == State.OPEN


def test_a_missing_building_is_pinned_by_hand(world: World) -> None:
    made = report(world, CorrectionFacts(Fault.BUILDING_MISSING, point=at(250, 250)))
    assert made.geom.equals_exact(at(250, 250))
    assert made.building is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (CorrectionFacts(Fault.BUILDING_MISSING), "pin_missing"),
        (CorrectionFacts(Fault.BUILDING_MISSING, point=at(1900, 500)), "pin_far"),
        (CorrectionFacts(Fault.BUILDING_GONE, point=at(250, 250)), "building_missing"),
        (CorrectionFacts(Fault.BUILDING_GONE, building=987654), "building_missing"),
        (CorrectionFacts(Fault.BOUNDARY_WRONG, point=at(500, 500)), "text_missing"),
        (CorrectionFacts(Fault.OTHER, "\u200b\u202e", at(250, 250)), "text_missing"),
        (CorrectionFacts(Fault.COUNT_WRONG, building=1), "count_missing"),
        (CorrectionFacts(Fault.COUNT_WRONG, building=1, floors=151), "number_wrong"),
        (CorrectionFacts(Fault.COUNT_WRONG, building=1, households=-1), "number_wrong"),
        (CorrectionFacts(Fault.OTHER, "长" * 501, at(250, 250)), "too_long"),
        (CorrectionFacts(Fault.OTHER, "找11010519491231002X", at(250, 250)), "identity_number"),
    ],
)
def test_what_says_nothing_or_points_nowhere_is_refused(
    world: World, facts: CorrectionFacts, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        report(world, facts)
    assert refused.value.code == code
    assert not Correction.objects.exists()


def test_a_building_of_another_grid_is_refused(world: World) -> None:
    far = build(world, 1800, 800)
    with pytest.raises(Refused, match="太远"):
        report(world, CorrectionFacts(Fault.BUILDING_GONE, building=far.pk))


def test_only_who_works_in_the_grid_reports_there(world: World) -> None:
    cast = hire(world)
    facts = CorrectionFacts(Fault.BUILDING_MISSING, point=at(700, 250))
    for who in (world.planner, world.stranger, world.member):
        with pytest.raises(Refused) as refused:
            report(world, facts, who, grid=world.grids[1])
        assert refused.value.code == "not_your_grid"
    cast.wang.account = person("wang")
    cast.wang.save()
    post(cast.wang, world.grids[1])
    assert report(world, facts, cast.wang.account, grid=world.grids[1]).grid == world.grids[1]


def test_a_report_sent_twice_is_kept_once(world: World) -> None:
    key = uuid.uuid4()
    facts = CorrectionFacts(Fault.BUILDING_MISSING, point=at(250, 250))
    first, again = report(world, facts, key=key), report(world, facts, key=key)
    assert first == again
    assert own_corrections(world.member).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_report_sent_by_many_windows_at_once_is_kept_once(world: World) -> None:
    key, facts = uuid.uuid4(), CorrectionFacts(Fault.BUILDING_MISSING, point=at(250, 250))
    made = at_once(lambda _: report(world, facts, key=key), 8)
    assert {one.pk for one in made} == set(Correction.objects.values_list("pk", flat=True))
    assert Correction.objects.count() == 1


def test_nobody_sends_without_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grids.corrections.services.MOST_A_DAY", 2)
    facts = CorrectionFacts(Fault.BUILDING_MISSING, point=at(250, 250))
    for _ in range(2):
        report(world, facts)
    with pytest.raises(Refused, match="24 小时内已报 2 条"):
        report(world, facts)


def test_what_was_sent_stays(world: World) -> None:
    made = report(world, CorrectionFacts(Fault.BUILDING_MISSING, point=at(250, 250)))
    with pytest.raises(InternalError), transaction.atomic():
        Correction.objects.filter(pk=made.pk).update(text="另一句")
    with pytest.raises(InternalError), transaction.atomic():
        made.delete()


def test_the_planner_of_the_place_sees_it_and_nobody_elsewhere(world: World) -> None:
    made = report(world, CorrectionFacts(Fault.BUILDING_MISSING, point=at(250, 250)))
    assert list(corrections_for(world.planner)) == [made]
    assert list(corrections_for(world.reviewer)) == [made]
    assert not corrections_for(world.stranger).exists()
    assert not corrections_for(world.member).exists()  # their own are read by who sent them
