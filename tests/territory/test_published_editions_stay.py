import datetime

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from communities.territory.models import Boundary, Edition, Place
from communities.territory.queries import boundaries_of
from communities.territory.services import create_place, prepare_edition, schedule_edition
from gis_core.accounts.models import Level
from tests.world import World, box, draw

TOMORROW = timezone.localdate() + datetime.timedelta(days=1)


def test_a_published_boundary_cannot_be_redrawn(world: World) -> None:
    boundary = Boundary.objects.get(place=world.changfu)
    boundary.geom = box(0, 0, 900, 1000)
    with pytest.raises(IntegrityError, match="published boundary"), transaction.atomic():
        boundary.save()


def test_a_published_boundary_cannot_be_deleted(world: World) -> None:
    with pytest.raises(IntegrityError, match="published boundary"), transaction.atomic():
        Boundary.objects.filter(place=world.changfu).delete()


def test_a_published_boundary_can_be_closed_by_the_next_edition(world: World) -> None:
    following = prepare_edition(county=world.county)
    Boundary.objects.filter(place=world.changfu).update(editions=(1, following.number))
    draw(following, world.changfu, world.subdistrict, box(0, 0, 1100, 1000))
    shapes = [
        boundaries_of(edition, Level.COMMUNITY).get(place=world.changfu).geom.area
        for edition in (world.edition, following)
    ]
    assert shapes[1] / shapes[0] == pytest.approx(1.1, rel=1e-3)


def test_a_prepared_boundary_may_still_be_redrawn(world: World) -> None:
    following = prepare_edition(county=world.county)
    Boundary.objects.filter(place=world.changfu).update(editions=(1, 2))
    boundary = draw(following, world.changfu, world.subdistrict, box(0, 0, 1100, 1000))
    boundary.geom = box(0, 0, 1050, 1000)
    boundary.save()
    boundary.delete()


def test_an_edition_never_goes_back(world: World) -> None:
    with pytest.raises(InternalError), transaction.atomic():
        Edition.objects.filter(pk=world.edition.pk).update(status=Edition.Status.PREPARED)


def test_two_editions_are_never_in_force_at_once(world: World) -> None:
    following = prepare_edition(county=world.county)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=following.pk).update(
            status=Edition.Status.IN_FORCE,
            in_force_from=world.edition.in_force_from,
            published_at=world.edition.published_at,
        )


def test_one_place_has_one_boundary_at_a_time(world: World) -> None:
    following = prepare_edition(county=world.county)
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        draw(following, world.changfu, world.subdistrict, box(0, 0, 10, 10))


def test_nothing_is_added_to_a_published_edition(world: World) -> None:
    place = create_place(
        level=Level.GRID, county=world.county, code="629931001001009", name="第九网格"
    )
    with pytest.raises(IntegrityError, match="published boundary"), transaction.atomic():
        draw(world.edition, place, world.changfu, box(0, 0, 10, 10))


def test_a_boundary_closed_by_a_published_edition_is_not_opened_again(world: World) -> None:
    following = prepare_edition(county=world.county)
    Boundary.objects.filter(place=world.grids[0]).update(editions=(1, 2))
    schedule_edition(edition=following, published_by=None, in_force_from=TOMORROW)
    with pytest.raises(IntegrityError, match="published boundary"), transaction.atomic():
        Boundary.objects.filter(place=world.grids[0]).update(editions=(1, None))


def test_of_a_published_edition_only_the_status_moves_on(world: World) -> None:
    with pytest.raises(IntegrityError, match="published edition"), transaction.atomic():
        Edition.objects.filter(pk=world.edition.pk).update(in_force_from=TOMORROW)


def test_one_edition_is_scheduled_at_a_time(world: World) -> None:
    for _ in range(2):
        following = prepare_edition(county=world.county)
        if following.number == 2:
            schedule_edition(edition=following, published_by=None, in_force_from=TOMORROW)
    with pytest.raises(IntegrityError, match="one_scheduled"), transaction.atomic():
        schedule_edition(edition=following, published_by=None, in_force_from=TOMORROW)


def test_a_code_names_one_place_for_ever(world: World) -> None:
    code = world.changfu.code
    Place.objects.filter(code=code).update(abolished=True)
    with pytest.raises(IntegrityError, match="never_reused"), transaction.atomic():
        create_place(level=Level.COMMUNITY, county=world.county, code=code, name="长富路")


def test_an_invalid_polygon_cannot_be_stored(world: World) -> None:
    bowtie = "SRID=4490;MULTIPOLYGON(((107 35,107.1 35.1,107.1 35,107 35.1,107 35)))"
    following = prepare_edition(county=world.county)
    Boundary.objects.filter(place=world.changfu).update(editions=(1, 2))
    with pytest.raises(IntegrityError, match="geom_valid"), transaction.atomic():
        draw(following, world.changfu, world.subdistrict, bowtie)  # type: ignore[arg-type]  # as EWKT


def test_a_grid_cannot_hang_under_a_subdistrict(world: World) -> None:
    following = prepare_edition(county=world.county)
    Boundary.objects.filter(place=world.grids[0]).update(editions=(1, 2))
    with pytest.raises(IntegrityError, match="one level above"), transaction.atomic():
        draw(following, world.grids[0], world.subdistrict, box(0, 0, 500, 1000))
