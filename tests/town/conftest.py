"""The demo county and a larger town, each made once."""

import pytest

from fixtures.town import Town, make_town


@pytest.fixture(scope="session")
def demo() -> Town:
    return make_town()


@pytest.fixture(scope="session")
def large() -> Town:
    return make_town(10_000, seed=3)


@pytest.fixture(scope="session", params=["demo", "large"])
def town(request: pytest.FixtureRequest) -> Town:
    made: Town = request.getfixturevalue(request.param)
    return made
