import pytest

from grids.proposals.models import Proposal
from tests.packets.town import drawn_case, furnish
from tests.review.cast import Cast
from tests.world import World


@pytest.fixture
def cast(world: World) -> Cast:
    return furnish(world)


@pytest.fixture
def case(cast: Cast) -> Proposal:
    return drawn_case(cast)
