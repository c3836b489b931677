"""One tile: who asks, may they, is it known."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gis_core.accounts.scope import scope_for
from layers.registry import LAYERS
from layers.tiles.addresses import TileAddress
from layers.tiles.answers import answer
from layers.tiles.versions import map_state


@login_not_required  # answers 401 itself: a tile is never worth a redirect to a page
@require_safe
def tile(request: HttpRequest, *, county: str, layer: str, z: str, x: str, y: str) -> HttpResponse:
    """GET /tiles/<county>/<layer>/<z>/<x>/<y>.mvt: 200, 304, 401 or 404; empty where nothing lies.

    Outside the person's scope a tile does not exist: the same 404 as for an unknown county.
    """
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    found, at = LAYERS.get(layer), TileAddress(int(z), int(x), int(y))
    if found is None or not at.exists:
        return HttpResponse(status=404)
    state = map_state(county)
    if state is None or state.county not in scope_for(request.user, found.action).counties:
        return HttpResponse(status=404)
    return answer(request, found, state, at)
