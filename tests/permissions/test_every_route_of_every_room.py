"""The permission matrix from outside: every way of asking every address of the configuration.

404 is the answer for what lies outside a scope, the same as for what is not there.
"""

from dataclasses import replace
from typing import Any

import pytest

from gis_core.accounts.roles import PERMISSIONS, Action, Reach
from tests.permissions.matrix import MATRIX, ROLES
from tests.permissions.row import WHO, Row, names_of
from tests.permissions.rows import ROWS, SECRETS
from tests.permissions.stage import Stage, read, routes

NO_ADDRESSES = {"api:None"}  # the answer to whatever below /api/ is no address
OF_DJANGO = {"sign_in", "set_language"}  # they answer whatever method as they answer the others
METHODS = {"get", "post", "put", "patch", "delete"}


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert {row.route for row in ROWS} == set(routes()) - NO_ADDRESSES


def test_no_row_is_there_twice() -> None:
    assert len({str(row) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("action", Action)
def test_the_code_keeps_the_matrix(action: Action) -> None:
    reach = {Reach.COUNTY: "C", Reach.OWN: "o"}
    kept = {role.value: reach[how] for role, how in PERMISSIONS[action].items()}
    assert {role: kept.get(role, "-") for role in ROLES} == MATRIX[action.value]


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_who_gets_what(stage: Stage, row: Row) -> None:
    answers = {who: stage.ask(who, row) for who in WHO}
    assert {who: answer.status_code for who, answer in answers.items()} == row.answers
    assert leaks(stage, row, answers) == []


def leaks(stage: Stage, row: Row, answers: dict[str, Any]) -> list[str]:
    """Who was told something that is not for them."""
    told = {who: read(answer) for who, answer in answers.items()}
    return [
        f"{who}: {secret}"
        for secret, allowed in SECRETS.items()
        if secret not in row.tells
        for who, text in told.items()
        if secret.encode() in text and who not in names_of(allowed)
    ]


@pytest.mark.django_db
def test_what_may_not_be_seen_is_answered_like_what_is_not_there(stage: Stage) -> None:
    told = [row for row in ROWS if row.answers["neighbour"] == 404 and not alike(stage, row)]
    assert told == []


def alike(stage: Stage, row: Row) -> bool:
    """Whether somebody of the next county gets the same answer for a thing here as for none."""
    forbidden = stage.ask("neighbour", row)
    absent = stage.ask("neighbour", row, stage.address(row, absent=True))
    same = plain(read(forbidden), stage, row) == plain(read(absent), stage, row)
    return same and forbidden.status_code == absent.status_code == 404


def plain(text: bytes, stage: Stage, row: Row) -> bytes:
    """A text without the names of what was asked for."""
    for absent in (False, True):
        text = text.replace(stage.address(row, absent=absent).encode(), b"")
    return text.replace(b"629931", b"629999")


@pytest.mark.django_db
def test_nothing_else_can_be_sent_or_asked(stage: Stage) -> None:
    taken = [
        f"{method} {route}"
        for route in sorted(set(routes()) - NO_ADDRESSES - OF_DJANGO)
        for method in unknown_ways(route)
        if stage.ask("REV", replace(of_route(route)[0], method=method, body={})).status_code != 405
    ]
    assert taken == []


def of_route(route: str) -> list[Row]:
    return [row for row in ROWS if row.route == route]


def unknown_ways(route: str) -> set[str]:
    return METHODS - {row.method for row in of_route(route)}
