from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gis_core.accounts.models import Level
from gis_core.accounts.roles import Action
from gis_core.shapes import read_shapes
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.creating import copy_draft
from grids.proposals.drafts.services import discard_draft
from grids.proposals.models import Proposal, ProposalUnit
from layers.api.access import counties_of, find_county, find_draft, person, scope_of
from layers.pages.drafts.beginning import begin
from layers.pages.drafts.forms import NewDraft
from layers.pages.drafts.rows import cards_of
from layers.pages.drafts.thumbnail import Picture, draw
from layers.pages.queries import CountyState, state_of


@require_http_methods(["GET", "HEAD", "POST"])
def list_drafts(request: HttpRequest, county: str) -> HttpResponseBase:
    """The drafts of a county with thumbnails; whoever may draw begins a new one here."""
    state = state_of(find_county(request, county))
    scope = scope_of(request, Action.EDIT_DRAFT)
    asked = request.POST if request.method == "POST" else None
    initial = {"alternative": request.GET.get("alternative"), "kind": request.GET.get("kind")}
    form = NewDraft(asked, initial=initial, county=state.county, scope=scope) if scope else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            return redirect("desk", begin(form.cleaned_data, person(request)).pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form is not None and form.errors else 200
    return render(request, "pages/drafts.html", _context(request, state, form), status=status)


def _context(request: HttpRequest, state: CountyState, form: NewDraft | None) -> dict[str, object]:
    discarded = "discarded" in request.GET
    statuses = (Proposal.Status.DISCARDED,) if discarded else Proposal.EDITABLE
    return {
        **state.context(),
        "several": len(counties_of(request)) > 1,
        "form": form,
        "opened": form is not None and (form.is_bound or "alternative" in request.GET),
        "cards": cards_of(request, state, statuses) if state.edition else [],
        "discarded": discarded,
    }


@require_POST
def copy(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """A new draft that begins as this one stands now; leads to its desk."""
    found = find_draft(request, draft, Action.EDIT_DRAFT)
    title = _("%(title)s（副本）") % {"title": found.title[:80]}
    made = copy_draft(source=found, title=title, author=person(request))
    return redirect("desk", made.pk)


@require_POST
def discard(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """Put a draft aside; it can still be looked at and copied."""
    found = find_draft(request, draft, Action.EDIT_DRAFT)
    if found.is_editable:
        discard_draft(draft=found)
    return redirect("drafts", found.county.code)


@require_safe
def show_thumbnail(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """The draft as an SVG picture; asked for again only when the draft has changed."""
    found = find_draft(request, draft, Action.VIEW_DRAFT)
    etag = f'"{found.pk}-{found.version}"'
    if answer := get_conditional_response(request, etag=etag):
        return answer
    units = ProposalUnit.objects.filter(proposal=found, geom__isnull=False).order_by("number")
    levels = (units.filter(level=level) for level in (Level.COMMUNITY, Level.GRID))
    picture = Picture(*map(read_shapes, levels))
    response = HttpResponse(draw(picture, found.title), content_type="image/svg+xml")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
