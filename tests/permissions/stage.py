"""The county all rows are asked about, with everybody who asks; built once."""

import re
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from tests.permissions.matrix import ROLES
from tests.permissions.row import HELD_IN_PLACES, Row
from tests.permissions.rows import ROOMS
from tests.world import World, appoint, make_world, person

NO_KEY = "00000000-0000-4000-8000-000000000000"
ABSENT: dict[str, Any] = {"county": "629999", "str": "nothing", "int": 999_999, "uuid": NO_KEY}
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|[?&]next=[^"]*|Token": "[^"]*"')


@dataclass
class Stage:
    """`known`: what the arguments of the routes are; `clients`: a browser of everybody."""

    world: World
    known: dict[str, Any]
    clients: dict[str, Client]

    def address(self, row: Row, *, absent: bool = False) -> str:
        """Where the row's thing is, or where one would be that is not there."""
        values = self.values(row)
        if absent:
            values = {
                name: value if name in row.values else _absent(name, value)
                for name, value in values.items()
            }
        return reverse(row.route, kwargs=values) + row.query

    def values(self, row: Row) -> dict[str, Any]:
        """The arguments of the row's route: the row's own, or those of the stage."""
        return {
            name: row.values.get(name) or self.known[row.at.get(name, name)]
            for name in arguments_of(row.route)
        }

    def ask(self, who: str, row: Row, where: str = "") -> HttpResponseBase:
        """The answer; whatever it changed is as before."""
        body: Any = row.body(self.known) if callable(row.body) else dict(row.body)
        sent: dict[str, Any] = {} if row.method == "get" else {"data": body}
        if row.route.startswith("api:"):
            sent["content_type"] = "application/json"
        client = self.clients[who]
        cookies = copy(client.cookies)
        with transaction.atomic():
            answer: HttpResponseBase = getattr(client, row.method)(
                where or self.address(row), **sent
            )
            transaction.set_rollback(True)
        client.cookies = cookies
        return answer


def read(answer: Any) -> bytes:
    """What the answer says, without what is new each time."""
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return TOKEN.sub(b"", whole)


def set_stage() -> Stage:
    """The county with something of everything, the one next to it, and everybody."""
    world = make_world(people=True)
    known: dict[str, Any] = {"county": world.county.code, "world": world}
    cast = _cast(world)
    known["cast"] = cast
    for room in ROOMS:
        if hasattr(room, "lay_out"):
            known |= room.lay_out(world, known)
    return Stage(world, known, {who: _browser(user) for who, user in cast.items()})


def _cast(world: World) -> dict[str, User | None]:
    there = {"PLN": world.planner, "REV": world.reviewer, "GRF": world.member}
    cast: dict[str, User | None] = {}
    for role in ROLES:
        cast[role] = there.get(role) or person(f"{role.lower()}-{world.county.code}")
        if role not in there:
            appoint(cast[role], Role(role), _own_place(world, role))  # type: ignore[arg-type]
    elsewhere, neighbour = person("elsewhere"), person("neighbour")
    for role in HELD_IN_PLACES:
        small = role not in ("PLN", "STM", "COM")
        appoint(elsewhere, Role(role), world.grids[2] if small else world.xincheng)
    other = make_world("629932").county
    for role in ROLES:
        appoint(neighbour, Role(role), other)
    return {
        **cast,
        "elsewhere": elsewhere,
        "neighbour": neighbour,
        "stranger": world.stranger,
        "nobody": None,
    }


def _own_place(world: World, role: str) -> Any:
    if role in ("PLN", "STM"):
        return world.subdistrict
    if role == "COM":
        return world.changfu
    return world.grids[0] if role in HELD_IN_PLACES else world.county


def _browser(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def _absent(name: str, value: Any) -> Any:
    if name in ABSENT:
        return ABSENT[name]
    return ABSENT.get(type(value).__name__.lower(), NO_KEY)


@cache
def routes() -> dict[str, URLPattern]:
    """Every address of the whole configuration that has a name, by it."""
    return dict(_under(get_resolver(), ""))


def _under(resolver: URLResolver, space: str) -> Any:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _under(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern


def arguments_of(route: str) -> list[str]:
    """The names of the arguments of a route."""
    pattern = routes()[route].pattern
    return list(pattern.converters) or list(pattern.regex.groupindex)
