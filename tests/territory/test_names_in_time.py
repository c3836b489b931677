import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.territory.models import Designation
from communities.territory.services import DesignationRefused, redesignate_place
from tests.world import World

TODAY = timezone.localdate()
NEXT_MONTH = TODAY + datetime.timedelta(days=30)


def test_a_former_name_stays_with_its_days(world: World) -> None:
    redesignate_place(place=world.changfu, code="629931001008", name="长富社区", since=NEXT_MONTH)
    rows = Designation.objects.filter(place=world.changfu).order_by("valid")
    assert [(row.name, row.valid.lower, row.valid.upper) for row in rows] == [
        ("长富路社区", TODAY, NEXT_MONTH),
        ("长富社区", NEXT_MONTH, None),
    ]


def test_the_place_bears_the_newest_name_and_keeps_its_key(world: World) -> None:
    renamed = redesignate_place(
        place=world.changfu, code="629931001008", name="长富社区", since=NEXT_MONTH
    )
    assert (renamed.pk, renamed.name) == (world.changfu.pk, "长富社区")


def test_a_correction_on_the_same_day_replaces_the_name(world: World) -> None:
    redesignate_place(place=world.changfu, code="629931001001", name="长富路", since=TODAY)
    assert Designation.objects.get(place=world.changfu).name == "长富路"


def test_a_day_before_the_present_name_is_refused(world: World) -> None:
    with pytest.raises(DesignationRefused, match="不能改在此前"):
        redesignate_place(
            place=world.changfu, code="1", name="长富", since=TODAY - datetime.timedelta(days=1)
        )


def test_two_names_never_hold_at_once(world: World) -> None:
    again = Designation.of(world.changfu, (TODAY, None))
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        again.save()
