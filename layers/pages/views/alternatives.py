from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gis_core.accounts.roles import Action
from grids.proposals.models import Alternative, Suggestion
from layers.api.access import find_county, scope_of
from layers.pages.bounds import standing
from layers.pages.parts import template_of
from layers.pages.queries import state_of
from layers.pages.suggestions import (
    broken_rules,
    names_in,
    scorecard,
    suggestions_of,
    told,
    verdict,
)


@require_safe
def list_suggestions(request: HttpRequest, county: str) -> HttpResponse:
    """The latest suggestions of the engine, with how far they are."""
    state = state_of(find_county(request, county))
    suggestions = suggestions_of(request, state)
    running = any(not suggestion.job.is_over for suggestion in suggestions)
    context = {**state.context(), "suggestions": suggestions, "running": running}
    return render(request, template_of(request, "suggestions"), context)


@require_safe
def show_alternative(request: HttpRequest, county: str, alternative: int) -> HttpResponse:
    """One answer of the engine beside the present state: figures, reasons, unkept rules."""
    state = state_of(find_county(request, county))
    mine = scope_of(request, Action.VIEW_DRAFT).of(Suggestion).filter(county=state.county.pk)
    found = Alternative.objects.filter(pk=alternative, suggestion__in=mine)
    answer = found.select_related(
        "suggestion__edition", "suggestion__rule_set", "suggestion__place"
    ).first()
    if answer is None:
        raise Http404
    names = names_in(request, answer)
    units = answer.units.select_related("community").prefetch_related("members__place")
    context = {
        **state.context(),
        "alternative": answer,
        "suggestion": answer.suggestion,
        "verdict": verdict(answer),
        "scorecard": scorecard(answer),
        "broken": broken_rules(answer, names),
        "reasons": told(answer, names),
        "units": [
            {"unit": unit, "standing": standing(unit.figures.get("deviation"))}
            for unit in units.defer("geom", "geom_3857").order_by("-changed", "number")
        ],
    }
    return render(request, template_of(request, "alternative"), context)
