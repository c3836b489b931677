"""Tiles before pages: a tile has no form, no language, no message and no script.

A map asks for a dozen tiles at a time, and the middlewares of the pages, with session, person
and memberships read through the ORM, cost more than most tiles do. This one recognises the
ordinary case and answers it. It only ever says yes: whatever is not plainly allowed, or out
of the ordinary, goes the way of all requests, and the answer is given there.
"""

import re
from collections.abc import Callable

from django.db import Error, connection
from django.http import HttpRequest, HttpResponseBase

from layers.registry import LAYERS
from layers.tiles.addresses import PATTERN, TileAddress
from layers.tiles.answers import answer
from layers.tiles.passes import state_for_session

_ADDRESS = re.compile(f"/tiles/{PATTERN}")


class TilesFirst:
    """Stands right behind the SecurityMiddleware, so that its headers are on tiles too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return _plainly_allowed(request) or self.get_response(request)


def _plainly_allowed(request: HttpRequest) -> HttpResponseBase | None:
    address = _ADDRESS.fullmatch(request.path_info)
    layer = LAYERS.get(address["layer"]) if address else None
    if address is None or layer is None or request.method != "GET":
        return None
    at = TileAddress(int(address["z"]), int(address["x"]), int(address["y"]))
    # Instead of asking whether the connection still lives, find out; if not, go the long way.
    connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs lack it
    try:
        state = state_for_session(request.COOKIES, address["county"], layer.action)
    except Error:
        connection.health_check_done = False  # type: ignore[attr-defined]  # the stubs lack it
        return None
    return answer(request, layer, state, at) if state and at.exists else None
