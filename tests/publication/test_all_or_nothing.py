"""Published once, by whomever, or not at all: real threads, real transactions, a failing power."""

from typing import Any

import pgtrigger
import pytest
from django.core.management import call_command

from communities.basemap.models import Cell
from communities.territory.models import Edition
from grids.proposals.models import Proposal
from grids.publication import entering, services
from grids.publication.entering import put_in_force
from grids.publication.models import Publication
from grids.publication.refusals import PublicationRefused
from tests.at_once import THREADS, at_once
from tests.drafts.town import lay_cells
from tests.publication.asking import (
    NEXT_WEEK,
    TODAY,
    merge_communities,
    move_a_strip,
    publish,
    state_of,
)
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = (
    "prepare_edition", "call_units", "settle_places", "rehome", "draw_boundaries", "copy_cells",
    "store_lineage", "_compute_figures", "schedule_edition", "put_in_force",
)  # fmt: skip


@pytest.fixture
def town() -> World:
    world = make_world()
    lay_cells(world)
    return world


def test_sixteen_who_publish_make_one_edition(town: World) -> None:
    draft = move_a_strip(town)
    found = at_once(lambda _: publish(draft, town).pk)
    assert len(set(found)) == 1
    assert Edition.objects.count() == 2
    assert Cell.objects.count() == 400


def test_of_sixteen_proposals_on_one_edition_one_is_published(town: World) -> None:
    drafts = [move_a_strip(town) for _ in range(THREADS)]

    def try_it(thread: int) -> str:
        try:
            publish(drafts[thread], town)
        except PublicationRefused as refusal:
            return refusal.code
        return ""

    assert sorted(at_once(try_it)) == [""] + ["stale_edition"] * (THREADS - 1)
    assert Publication.objects.count() == 1


def test_sixteen_workers_put_it_in_force_once(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    publication = publish(move_a_strip(town), town, NEXT_WEEK)
    monkeypatch.setattr("communities.territory.services._has_come", lambda day: True)
    assert sum(at_once(lambda _: put_in_force(publication=publication))) == 1
    assert Edition.objects.filter(status=Edition.Status.IN_FORCE).count() == 1


def test_a_worker_puts_in_force_what_is_due(town: World) -> None:
    edition = publish(move_a_strip(town), town, NEXT_WEEK).edition
    with pgtrigger.ignore("territory.Edition:published_edition_is_final"):
        Edition.objects.filter(pk=edition.pk).update(in_force_from=TODAY)
    call_command("work", batch=True)
    edition.refresh_from_db()
    assert edition.status == Edition.Status.IN_FORCE


@pytest.fixture
def draft(town: World) -> Proposal:
    return merge_communities(town)


def test_what_fails_after_any_step_leaves_nothing(
    town: World, draft: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state_of(town)
    for step in STEPS:
        done = getattr(services, step)

        def do_and_die(*given: Any, done: Any = done, **named: Any) -> None:
            done(*given, **named)
            raise RuntimeError("the power is gone")

        with monkeypatch.context() as patch:
            patch.setattr(services, step, do_and_die)
            with pytest.raises(RuntimeError, match="power"):
                publish(draft, town)
        assert state_of(town) == before, step
    publish(draft, town)
    assert Publication.objects.count() == 1


def test_an_entry_that_fails_half_way_leaves_the_former_in_force(
    town: World, draft: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = publish(draft, town, NEXT_WEEK)
    monkeypatch.setattr("communities.territory.services._has_come", lambda day: True)
    before = state_of(town)

    def die(_: Publication) -> None:
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as patch:
        patch.setattr(entering, "rehome_late", die)
        with pytest.raises(RuntimeError):
            put_in_force(publication=publication)
    assert state_of(town) == before
    assert put_in_force(publication=publication)
