from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gis_core.catalogues import script_messages
from layers.api.access import counties_of, find_county
from layers.pages.config import map_config
from layers.pages.queries import CountyState, state_of
from layers.registry import LAYERS


@require_safe
def show_map(request: HttpRequest, county: str) -> HttpResponse:
    """The map of one county; everything drawn on it is asked for by the page's script.

    Before the first edition there is nothing to draw: the page says how to bring it in.
    """
    state = state_of(find_county(request, county))
    if state.edition is None:
        return render(request, "pages/map_empty.html", state.context())
    return render(
        request,
        "pages/map.html",
        {
            **state.context(),
            "several": len(counties_of(request)) > 1,
            "config": _config(state),
            "messages_for_scripts": script_messages(get_language()),
        },
    )


def _config(state: CountyState) -> dict[str, Any]:
    code = state.county.code
    zooms = {name: layer.min_zoom for name, layer in LAYERS.items()}
    return map_config(code, reverse("map", args=[code]), tileZooms=zooms)
