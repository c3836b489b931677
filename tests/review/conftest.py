import pytest

from gis_core.accounts.roles import Role
from grids.proposals.models import Proposal
from tests.drafts.town import begin, lay_cells
from tests.review.cast import Cast, alone, make_cast
from tests.world import World

__all__ = ["alone"]


@pytest.fixture
def town(world: World) -> World:
    lay_cells(world)
    return world


@pytest.fixture
def cast(town: World) -> Cast:
    return make_cast(town)


@pytest.fixture
def division(cast: Cast) -> Proposal:
    return begin(cast.world, author=cast[Role.PLANNER])


@pytest.fixture
def consolidation(cast: Cast) -> Proposal:
    return begin(cast.world, "consolidation", author=cast[Role.PLANNER])


@pytest.fixture
def unhindered(alone: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever guards would say: what is asked is only who leads which way."""
    monkeypatch.setattr("grids.review.moving.services.hindrances_of", lambda _: [])
