from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.territory.models import County
from gis_core.accounts.roles import Action
from grids.proposals.models import Proposal
from grids.publication.overtaking import OVER
from grids.review.keeping import check_definition, configure_lifecycle, newest_lifecycle
from grids.review.lifecycle.changing import Changes, change, changes_in
from grids.review.lifecycle.defaults import DEFAULTS
from grids.review.lifecycle.definition import Definition
from grids.review.lifecycle.drawing import draw, lanes_of
from grids.review.models import CaseEvent, Lifecycle
from grids.review.refusals import DefinitionRefused, MovedOn
from layers.api.access import person, scope_of
from layers.pages.cases.lifecycle_form import arrow_rows, read_changes, step_rows


@require_safe
def list_lifecycles(request: HttpRequest) -> HttpResponse:
    """The counties whose life-cycles the person keeps, with the newest of each kind."""
    counties = scope_of(request, Action.CONFIGURE).of(County).filter(abolished=False)
    rows = [
        (county, [newest_lifecycle(county, kind) for kind in DEFAULTS])
        for county in counties.order_by("code")
    ]
    if not rows:
        raise Http404
    return render(request, "pages/lifecycles.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def keep_lifecycle(request: HttpRequest, county: str, kind: str) -> HttpResponseBase:
    """A life-cycle of a county, drawn; changing it makes a new number."""
    found = scope_of(request, Action.CONFIGURE).of(County).filter(code=county, abolished=False)
    place = found.first()
    if place is None or kind not in DEFAULTS:
        raise Http404
    newest, default = newest_lifecycle(place, kind), DEFAULTS[kind]
    if request.method != "POST":
        return _page(request, newest, changes_in(newest.read(), default))
    changes, faults = read_changes(request.POST, default)
    if faults:
        return _page(request, newest, changes, faults, status=422)
    definition = change(default, changes).to_json()
    try:
        if "save" not in request.POST:
            check_definition(kind, definition)
            return _page(request, newest, changes)
        made = configure_lifecycle(
            county=place,
            kind=kind,
            definition=definition,
            person=person(request),
            seen=_seen(request),
        )
    except MovedOn as refusal:
        return _page(request, newest, changes, [str(refusal)], status=409)
    except DefinitionRefused as refusal:
        return _page(request, newest, changes, list(refusal.faults), status=422)
    text = _("已保存为第 %(number)s 号流程。在办的方案仍按原来的流程办理。")
    messages.success(request, text % {"number": made.number})
    return redirect("lifecycle", place.code, kind)


def _seen(request: HttpRequest) -> int:
    """The number the person saw; 0, which is none, where they do not say."""
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


def _page(
    request: HttpRequest,
    newest: Lifecycle,
    changes: Changes,
    faults: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    default = DEFAULTS[newest.kind]
    definition = change(default, changes)
    context = {
        "county": newest.county,
        "newest": newest,
        "former": Lifecycle.objects.filter(county=newest.county, kind=newest.kind),
        "under_way": _under_way(newest),
        "steps": step_rows(default, changes),
        "arrows": arrow_rows(default, changes),
        "faults": faults or [],
        "changed": definition != newest.read(),
        **_drawn(definition),
    }
    return render(request, "pages/lifecycle.html", context, status=status)


def _under_way(newest: Lifecycle) -> int:
    """How many cases of this kind go on by the number they were sent on their way with."""
    events = CaseEvent.objects.filter(lifecycle__county=newest.county, lifecycle__kind=newest.kind)
    still = events.exclude(proposal__status__in=(*Proposal.EDITABLE, *OVER))
    return still.values("proposal").distinct().count()


def _drawn(definition: Definition) -> dict[str, Any]:
    words = {step.key: _(step.label) for step in definition.steps}
    picture = draw(definition, words, "", _("办理流程图"))
    return {
        "picture": mark_safe(picture),  # noqa: S308  # escaped where it is drawn
        "lanes": lanes_of(definition),
    }
