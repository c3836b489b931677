"""A day of entry into force: nothing half-applies before it, a worker sees to it on the day."""

import datetime

import pytest
from django.utils import timezone

from communities.territory.models import Designation, Edition, Place
from communities.territory.queries import edition_in_force, edition_scheduled
from gis_core.accounts.models import Level, Membership
from gis_core.accounts.roles import Role
from gis_core.jobs.chores import do_chores
from grids.publication import registry
from grids.publication.entering import put_due_in_force, put_in_force
from grids.publication.models import Publication
from grids.publication.refusals import PublicationRefused
from layers.tiles.versions import map_state
from tests.publication.asking import (
    NEXT_WEEK,
    TODAY,
    merge_communities,
    move_a_strip,
    publish,
    units,
)
from tests.world import World, appoint


@pytest.fixture
def waiting(town: World) -> Publication:
    return publish(merge_communities(town), town, NEXT_WEEK)


@pytest.fixture
def the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is next week."""
    later = timezone.now() + (NEXT_WEEK - TODAY)
    monkeypatch.setattr(timezone, "now", lambda: later)


def test_until_the_day_everything_is_as_it_was(town: World, waiting: Publication) -> None:
    assert edition_in_force(town.county) == town.edition
    assert edition_scheduled(town.county) == waiting.edition
    assert not Place.objects.get(pk=town.xincheng.pk).abolished
    assert Place.objects.get(pk=town.grids[2].pk).code == "629931001002001"
    assert set(units(town.edition, Level.COMMUNITY)) == {"长富路社区", "新城社区"}
    assert set(units(waiting.edition, Level.COMMUNITY)) == {"长富路社区"}


def test_the_map_shows_the_edition_in_force_until_the_day(
    town: World, waiting: Publication, the_day: None
) -> None:
    before = map_state(town.county.code)
    put_due_in_force()
    after = map_state(town.county.code)
    assert before is not None
    assert after is not None
    assert (before.edition, after.edition) == (1, 2)
    assert before.cell_set == town.edition.cell_sets.get().pk
    assert after.cell_set == waiting.edition.cell_sets.get().pk


def test_nothing_is_due_before_its_day(waiting: Publication) -> None:
    assert put_due_in_force() == 0
    assert not put_in_force(publication=waiting)


def test_it_is_in_force_on_the_day_for_good(
    town: World, waiting: Publication, the_day: None
) -> None:
    do_chores()
    assert edition_in_force(town.county) == waiting.edition
    assert edition_scheduled(town.county) is None
    assert Place.objects.get(pk=town.xincheng.pk).abolished
    assert Place.objects.get(pk=town.grids[2].pk).code == "629931001001003"
    assert put_due_in_force() == 0


def test_names_change_on_the_day(town: World, waiting: Publication) -> None:
    codes = Designation.objects.filter(place=town.grids[2]).order_by("valid")
    assert [(row.code, row.valid.lower, row.valid.upper) for row in codes] == [
        ("629931001002001", TODAY, NEXT_WEEK),
        ("629931001001003", NEXT_WEEK, None),
    ]


def test_no_second_edition_while_one_waits(town: World, waiting: Publication) -> None:
    with pytest.raises(PublicationRefused) as refusal:
        publish(move_a_strip(town), town)
    assert refusal.value.code == "edition_waiting"


def test_a_day_that_is_gone_is_refused(town: World) -> None:
    with pytest.raises(PublicationRefused) as refusal:
        publish(move_a_strip(town), town, TODAY - datetime.timedelta(days=1))
    assert refusal.value.code == "day_is_past"


def test_who_came_to_an_ending_place_after_it_was_published_goes_with_its_households(
    town: World, waiting: Publication, the_day: None
) -> None:
    appoint(town.member, Role.COMMUNITY_HEAD, town.xincheng)
    put_due_in_force()
    places = Membership.objects.filter(user=town.member, role=Role.COMMUNITY_HEAD)
    assert list(places.order_by("since").values_list("place_key", "until")) == [
        (town.xincheng.pk, NEXT_WEEK),
        (town.changfu.pk, None),
    ]


def _fail(publication: Publication) -> None:
    raise RuntimeError("the power is gone")


def test_what_follows_fails_with_the_entry(
    town: World, waiting: Publication, the_day: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_entry_steps", [f"{__name__}._fail"])
    do_chores()  # the worker lives on
    assert edition_in_force(town.county) == town.edition
    assert Edition.objects.get(pk=waiting.edition_id).status == Edition.Status.SCHEDULED
    monkeypatch.setattr(registry, "_entry_steps", [])
    do_chores()
    assert edition_in_force(town.county) == waiting.edition
