"""The JSON interface of the map: one object, its rooms, and who may call it.

Signed-in people only, by the session of the pages; what is theirs to see is `scope_for`'s to
say, in the queryset of each answer. No machine-readable description is served: it is for our
own pages.
"""

from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer
from ninja.security import SessionAuth

from layers.api import (
    buildings,
    case_packets,
    cases,
    corrections,
    counties,
    draft_carrying,
    draft_engine,
    draft_ground,
    draft_operations,
    draft_versions,
    drafts,
    rehoming,
    search,
    suggestions,
    units,
)
from layers.api.errors import speak_plainly


class Plain(JSONRenderer):
    """Chinese as it is written, no spaces."""

    json_dumps_params = MappingProxyType({"ensure_ascii": False, "separators": (",", ":")})


class MapApi(NinjaAPI):
    """Answers are one person's own: no cache may keep them."""

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        response: Any = super().create_temporal_response(request)
        response["Cache-Control"] = "private, no-store"
        return response  # type: ignore[no-any-return]  # ninja says HttpResponse


api = MapApi(
    title="网格规划",
    urls_namespace="api",
    auth=SessionAuth(),
    renderer=Plain(),
    docs_url=None,
    openapi_url=None,
)
MAP = (counties, units, search, buildings, suggestions, corrections)
DESK = (drafts, draft_ground, draft_operations, draft_versions, draft_carrying, draft_engine)
REVIEW = (cases, rehoming, case_packets)
for room in (*MAP, *DESK, *REVIEW):
    api.add_router("", room.router)
speak_plainly(api)
