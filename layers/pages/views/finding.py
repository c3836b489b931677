"""Find my grid, without an account: by a text, or by the position of who asks for it."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.territory.models import County, Edition
from gis_core.accounts.addresses import client_address
from gis_core.catalogues import script_messages
from gis_core.cleaning import clean_line
from layers.pages.finding.limiting import takes, too_many
from layers.pages.finding.looking import LEAST_LETTERS, MOST, grid_at, look_up
from layers.pages.finding.reading import grid_of, open_county, read_public
from layers.pages.notices.guarding import public_asking_position
from layers.pages.services.blocks import block_of

LONGEST = 60
LONGEST_SERVICE = 40


class Sought(forms.Form):
    """What somebody types: an address, a building, a grid."""

    q = forms.CharField(
        label=_("小区、楼栋、路名或网格"), min_length=LEAST_LETTERS, max_length=LONGEST, strip=True
    )

    def clean_q(self) -> str:
        text: str = self.cleaned_data["q"]
        if not text.isprintable():
            raise forms.ValidationError(_("请写 2 至 60 个字，例如小区名或门牌。"))
        return text


class Position(forms.Form):
    """Where somebody says they are, in degrees."""

    lon = forms.FloatField(min_value=70, max_value=140)
    lat = forms.FloatField(min_value=0, max_value=60)


@public_asking_position
@require_http_methods(["GET", "HEAD", "POST"])
def find_grid(request: HttpRequest, county: str) -> HttpResponse:
    """The way in: a text is looked up, a position (sent by POST, kept nowhere) is placed."""
    found, edition = open_county(county)
    asks = request.method == "POST" or "q" in request.GET
    if asks and not takes(client_address(request)):
        return too_many(request, found)
    if request.method == "POST":
        return _place(request, found, edition)
    asked = Sought(request.GET if "q" in request.GET else None)
    context = _context(found, edition, asked)
    if asked.is_valid():
        spots = look_up(edition, found, asked.cleaned_data["q"])
        context |= {"found": spots[:MOST], "more": len(spots) > MOST}
    return render(request, "pages/finding/find.html", context)


@public_asking_position
@require_safe
def show_public_grid(request: HttpRequest, county: str, code: int) -> HttpResponse:
    """A grid by its code: what the card in its stairwells leads to."""
    return _show(request, county, code=str(code))


@public_asking_position
@require_safe
def show_public_grid_by_key(request: HttpRequest, county: str, key: UUID) -> HttpResponse:
    """A grid by the key that never changes, whatever its code is now."""
    return _show(request, county, key=key)


def _show(
    request: HttpRequest, county: str, *, code: str = "", key: UUID | None = None
) -> HttpResponse:
    """Questions are counted before they are answered: guessing codes is asking too."""
    found, edition = open_county(county)
    if not takes(client_address(request)):
        return too_many(request, found)
    grid = grid_of(found, code=code, key=key)
    told = read_public(found, edition, grid)
    asked = clean_line(request.GET.get("service", ""))[:LONGEST_SERVICE]
    context = {
        "services": block_of(grid, "pages/services/public_block.html", asked=asked),
        "county": found,
        "told": told,
        "ground": told.ground,
        "picture": mark_safe(told.ground.picture),  # noqa: S308  # drawn, not written
    }
    return render(request, "pages/finding/grid.html", context)


def _place(request: HttpRequest, county: County, edition: Edition) -> HttpResponse:
    form = Position(request.POST)
    grid = grid_at(edition, **form.cleaned_data) if form.is_valid() else None
    if grid is not None:
        return redirect("public_grid_by_key", county.code, grid.place_id)
    context = {**_context(county, edition, Sought(None)), "nowhere": True}
    return render(request, "pages/finding/find.html", context, status=422)


def _context(county: County, edition: Edition, asked: Sought) -> dict[str, Any]:
    return {
        "county": county,
        "edition": edition,
        "asked": asked,
        "messages_for_scripts": script_messages(get_language()),
    }
