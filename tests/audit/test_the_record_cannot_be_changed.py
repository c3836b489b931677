import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import InternalError, transaction
from django.utils import timezone

from communities.basemap.models import Building
from communities.territory.services import redesignate_place
from gis_core.accounts.models import Membership
from tests.world import World, build


def events(model: str) -> Any:
    """The tracker's own table; its model is made at run time."""
    return apps.get_model(model)._default_manager


def test_every_change_of_a_name_leaves_the_former_state(world: World) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    redesignate_place(place=world.changfu, code="629931001009", name="长富社区", since=tomorrow)
    names = events("territory.PlaceEvent").filter(pgh_obj_id=world.changfu.pk)
    assert list(names.order_by("pgh_id").values_list("pgh_label", "name")) == [
        ("insert", "长富路社区"),
        ("update", "长富社区"),
    ]


def test_a_role_taken_away_stays_in_the_record(world: World) -> None:
    Membership.objects.filter(user=world.planner).delete()
    assert events("accounts.MembershipEvent").filter(pgh_label="delete", role="PLN").count() == 1


def test_bulk_updates_of_buildings_are_recorded_too(world: World) -> None:
    for place in range(3):
        build(world, 100 + 40 * place, 100)
    Building.objects.update(households_resident=20)
    before = events("basemap.BuildingEvent").values_list("households_resident", flat=True)
    assert sorted(before) == [20, 20, 20]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_record_itself_can_be_neither_changed_nor_deleted(world: World, change: str) -> None:
    record = events("accounts.MembershipEvent").all()
    with pytest.raises(InternalError), transaction.atomic():
        record.update(role="SYS") if change == "update" else record.delete()


def test_passwords_are_not_in_the_record(world: World) -> None:
    fields = {field.name for field in apps.get_model("accounts.UserEvent")._meta.get_fields()}
    assert "password" not in fields
