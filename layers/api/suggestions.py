"""What the engine suggested: to those who may see drafts, of the places they may see them of.

Whoever may see a draft may see its counts (a test holds the permission matrix to that), so
scorecards and figures are passed on whole.
"""

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from communities.territory.models import Boundary
from gis_core.accounts.roles import Action
from grids.proposals.models import Alternative, AlternativeUnit, Suggestion
from layers.api.access import find_county, scope_of
from layers.api.geojson import Feature, as_geojson, collection
from layers.api.inputs import CountyCode, Key
from layers.api.schemas import (
    AlternativeFacts,
    AlternativeUnitFacts,
    Member,
    Named,
    SuggestionFacts,
)

router = Router()

LATEST = 50


@router.get(
    "/counties/{county}/suggestions", response=list[SuggestionFacts], url_name="suggestions"
)
def list_suggestions(request: HttpRequest, county: CountyCode) -> "QuerySet[Suggestion]":
    """The latest suggestions, newest first."""
    found = scope_of(request, Action.VIEW_DRAFT).of(Suggestion)
    return (
        found.filter(county=find_county(request, county))
        .select_related("place", "job", "edition", "rule_set")
        .prefetch_related(Prefetch("alternatives", Alternative.objects.order_by("rank")))
        .order_by("-created_at", "id")[:LATEST]
    )


@router.get("/alternatives/{pk}", response=AlternativeFacts, url_name="alternative")
def show_alternative(request: HttpRequest, pk: Key) -> AlternativeFacts:
    """One answer of the engine, with its scorecard, its reasons and what it was made from."""
    found = _find(request, pk)
    suggestion = found.suggestion
    return AlternativeFacts(
        id=found.pk,
        status=found.status,
        status_label=found.get_status_display(),
        objective=found.objective,
        bound=found.bound,
        gap=found.gap,
        scorecard=found.scorecard,
        violations=found.violations,
        explanation=found.explanation,
        certificate=found.certificate,
        engine=found.engine,
        input_hash=found.input_hash,
        seconds=found.seconds,
        seed=suggestion.seed,
        edition=suggestion.edition.number,
        rule_set=suggestion.rule_set.number,
        kind=suggestion.kind,
        place=Named.model_validate(suggestion.place),
    )


@router.get("/alternatives/{pk}/units", url_name="alternative_units")
def list_alternative_units(request: HttpRequest, pk: Key) -> HttpResponse:
    """GeoJSON of the units the alternative would make."""
    members = Boundary.objects.select_related("place").defer("geom", "geom_3857")
    units = (
        AlternativeUnit.objects.filter(alternative=_find(request, pk))
        .annotate(shape=as_geojson())
        .select_related("community")
        .prefetch_related(Prefetch("members", members.order_by("place__code")))
        .defer("geom", "geom_3857")
        .order_by("number")
    )
    return collection(request, (_feature(unit) for unit in units))


def _find(request: HttpRequest, pk: int) -> Alternative:
    mine = scope_of(request, Action.VIEW_DRAFT).of(Suggestion)
    found = (
        Alternative.objects.filter(pk=pk, suggestion__in=mine)
        .select_related("suggestion__edition", "suggestion__rule_set", "suggestion__place")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _feature(unit: AlternativeUnit) -> Feature:
    members = [
        Member(id=boundary.place.pk, name=boundary.place.name, code=boundary.place.code)
        for boundary in unit.members.all()
    ]
    facts = AlternativeUnitFacts(
        number=unit.number,
        name=unit.name,
        changed=unit.changed,
        community=Named.model_validate(unit.community) if unit.community else None,
        members=members,
        figures=unit.figures,
    )
    shape: str = unit.shape  # type: ignore[attr-defined]  # annotated by the query
    return Feature(unit.pk, shape, facts)
