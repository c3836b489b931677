"""Going back is a proposal like any other, filled with a former edition."""

import pytest

from communities.territory.models import Boundary, Edition, Place
from gis_core.accounts.models import Level
from gis_core.shapes import shape_of
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal
from grids.publication.names import names_in
from grids.publication.restoring import restore_edition
from tests.drafts.asking import operate
from tests.drafts.town import G1, begin
from tests.publication.asking import merge_communities, publish, told
from tests.world import World


@pytest.fixture
def merged(town: World) -> Edition:
    """The edition in which 新城 went into 长富路."""
    return publish(merge_communities(town), town).edition


def restore(town: World) -> Proposal:
    return restore_edition(
        edition=town.edition, place=town.subdistrict, title="恢复首版", author=town.planner
    )


def test_what_was_merged_is_there_again_under_its_own_code(town: World, merged: Edition) -> None:
    publication = publish(restore(town), town)
    assert publication.edition.number == 3
    again = Place.objects.get(pk=town.xincheng.pk)
    assert (again.abolished, again.code, again.name) == (False, "629931001002", "新城社区")
    assert ("split", "长富路社区", "新城社区", 1000) in told(publication, Level.COMMUNITY)
    assert ("created", "", "新城社区", 0) in told(publication, Level.COMMUNITY)


def test_the_outlines_are_those_of_the_former_edition(town: World, merged: Edition) -> None:
    edition = publish(restore(town), town).edition
    for place in (town.changfu, town.xincheng, *town.grids):
        then, now = (
            shape_of(Boundary.objects.of_edition(one).get(place=place))
            for one in (town.edition, edition)
        )
        assert then.symmetric_difference(now).area < 1e-4 * then.area  # boxes of four corners


def test_nothing_of_the_past_is_changed(town: World, merged: Edition) -> None:
    publish(restore(town), town)
    statuses = Edition.objects.order_by("number").values_list("status", flat=True)
    assert list(statuses) == ["superseded", "superseded", "in_force"]
    communities = Boundary.objects.of_edition(merged).filter(level=Level.COMMUNITY)
    assert list(communities.values_list("place", flat=True)) == [town.changfu.pk]


def test_an_edition_knows_what_places_were_called_in_it(town: World) -> None:
    draft = begin(town)
    operate(draft, town.planner, kind="rename_unit", unit=G1, name="东里网格")
    second = publish(draft, town).edition
    third = publish(merge_communities(town), town).edition
    grid, other = town.grids[0].pk, town.grids[2].pk
    called = [names_in(one)[grid].name for one in (town.edition, second, third)]
    assert called == ["第一网格", "东里网格", "东里网格"]
    coded = [names_in(one)[other].code[-6:] for one in (town.edition, second, third)]
    assert coded == ["002001", "002001", "001003"]


def test_the_edition_in_force_cannot_be_restored(town: World) -> None:
    with pytest.raises(Refused) as refusal:
        restore(town)
    assert refusal.value.code == "no_former_edition"
