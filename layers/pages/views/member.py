"""The grid member's page: one's own grid, and what is wrong with its data."""

import uuid
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from communities.territory.models import Place
from gis_core.catalogues import script_messages
from grids.corrections.services import report_correction
from grids.proposals.drafting.refusals import Refused
from layers.api.access import person
from layers.pages.member.forms import CorrectionForm
from layers.pages.member.ground import KEPT, BuildingRow, GridGround
from layers.pages.member.reading import find_own_grid, own_grids, read_grid
from layers.pages.sending import status_of
from layers.pages.services.blocks import block_of

WORKER = "member-worker.js"


@require_safe
@gzip_page
def show_mine(request: HttpRequest) -> HttpResponseBase:
    """The person's grid; with several let them choose, with none say whom to ask."""
    grids = own_grids(request)
    if len(grids) == 1:
        return _show(request, grids[0])
    context = {"grids": grids, **_common(request)}
    return _own(render(request, "pages/member/grids.html", context))


@require_safe
@gzip_page
def show_grid(request: HttpRequest, grid: UUID) -> HttpResponseBase:
    """One of the person's grids."""
    return _show(request, find_own_grid(request, grid))


@require_POST
def report(request: HttpRequest, grid: UUID) -> HttpResponseBase:
    """A fault sent by the form itself, where the page's script does not run."""
    place = find_own_grid(request, grid)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _show(request, place, form, 422)
    try:
        report_correction(person=person(request), grid=place, facts=form.facts, key=form.sent_key)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, place, form, status_of(refusal))
    return redirect(f"{reverse('my_grid', args=[place.pk])}#corrections")


@require_safe
def send_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the page for when the line is gone.

    It lies here, not among the files, because a worker answers below its own address only.
    """
    file = Path(settings.STATICFILES_DIRS[0]) / "built" / WORKER
    if not file.exists():
        raise Http404
    answer = HttpResponse(file.read_bytes(), content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


def _show(
    request: HttpRequest, grid: Place, form: CorrectionForm | None = None, status: int = 200
) -> HttpResponse:
    mine = read_grid(request, grid)
    if mine is None:
        return _own(render(request, "pages/member/not_drawn.html", _common(request), status=404))
    context = {
        **mine.context(),
        **_common(request),
        "form": form or CorrectionForm(initial={"key": uuid.uuid4()}),
        "picture": mark_safe(mine.ground.picture),  # noqa: S308  # drawn, not written
        "buildings": _written("buildings", mine.ground, mine.counted, get_language()),
        "choices": _written("choices", mine.ground, mine.counted, get_language()),
        "chosen": _chosen(mine.ground, form),
        "services": block_of(grid, "pages/services/member_block.html"),
        "config": _config(request, grid, mine.ground),
        "messages_for_scripts": script_messages(get_language()),
        "several": len(own_grids(request)) > 1,
    }
    return _own(render(request, "pages/member/grid.html", context, status=status))


@lru_cache(maxsize=4 * KEPT)
def _written(what: str, ground: GridGround, counted: bool, language: str) -> SafeString:
    """The long lists of a grid, written once for everybody who sees the same of it."""
    context = {"ground": ground, "counted": counted}
    return render_to_string(f"pages/member/{what}.html", context)


def _chosen(ground: GridGround, form: CorrectionForm | None) -> BuildingRow | None:
    """The building of a form that came back."""
    sent = form.data.get("building") if form is not None else None
    return next((one for one in ground.buildings if str(one.pk) == sent), None)


def _common(request: HttpRequest) -> dict[str, Any]:
    return {"shown_at": timezone.now()}


def _config(request: HttpRequest, grid: Place, ground: GridGround) -> dict[str, Any]:
    """What the script needs: where degrees lie on the picture, and where reports are sent."""
    frame = ground.frame
    return {
        "person": person(request).pk,
        "grid": str(grid.pk),
        "report": reverse("api:report_correction", args=[grid.pk]),
        "signIn": f"{reverse('sign_in')}?next={reverse('my_grid', args=[grid.pk])}",
        "worker": reverse("my_worker"),
        "frame": {
            "west": frame.west,
            "north": frame.north,
            "x": frame.narrow * frame.scale,
            "y": frame.scale,
            "left": frame.left,
            "top": frame.top,
            "width": frame.width,
            "height": frame.height,
            "metres": frame.metres_per_pixel,
        },
    }


def _own(answer: HttpResponse) -> HttpResponse:
    """One person's own: nothing between keeps it; the page's own worker does, until sign-out."""
    answer["Cache-Control"] = "private, no-store"
    return answer
