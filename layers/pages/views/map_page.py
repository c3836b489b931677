from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gis_core.catalogues import script_messages
from layers.api.access import counties_of
from layers.pages.config import map_config
from layers.pages.queries import CountyState, asked_state
from layers.registry import LAYERS


@require_safe
def show_map(request: HttpRequest, county: str) -> HttpResponseBase:
    """The map of one county; everything drawn on it is asked for by the page's script.

    Before the first edition there is nothing to draw: the page says how to bring it in.
    """
    state = asked_state(request, county)
    if state.as_of and request.GET.get("day"):
        return redirect(f"{reverse('map', args=[county])}?edition={state.as_of.number}")
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
    edition = state.as_of.number if state.as_of else None
    return map_config(code, reverse("map", args=[code]), tileZooms=zooms, edition=edition)
