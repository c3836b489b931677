"""Where every answer of the API begins: the county, or 404 as if it did not exist."""

from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from communities.territory.models import Boundary, County, Edition
from gis_core.accounts.models import User
from gis_core.accounts.roles import Action
from gis_core.accounts.scope import Roles, Scope, roles_of
from grids.proposals.drafts.comparing import Side, edition_of, version_of
from grids.proposals.models import Proposal
from grids.review.acting import cases_seen_by


def scope_of(request: HttpRequest, action: Action) -> Scope:
    """The scope of the person who asks; their roles are read once per request."""
    roles: Roles | None = request.__dict__.get("roles")
    if roles is None:
        roles = request.__dict__["roles"] = roles_of(cast(User, request.user))
    return roles.scope(action)


def person(request: HttpRequest) -> User:
    """Who asks; the API lets in nobody who has not signed in."""
    return cast(User, request.user)


def find_draft(request: HttpRequest, key: UUID, action: Action) -> Proposal:
    """A draft with which the person may do this. Raises Http404, the same as for none."""
    drafts = scope_of(request, action).of(Proposal).filter(pk=key)
    found = drafts.select_related("place", "edition", "rule_set").first()
    if found is None:
        raise Http404
    return found


def find_reviewed(request: HttpRequest, key: UUID) -> Proposal:
    """A proposal whose figures the person may look into: a draft of theirs, or a case with the
    counts of its place. Raises Http404, the same as for none."""
    found = (
        _reviewed(request, key)
        .select_related("county", "place", "edition", "rule_set", "cell_set")
        .first()
    )
    if found is None:
        raise Http404
    return found


def may_review_page(request: HttpRequest, proposal: Proposal) -> bool:
    """Whether `find_reviewed` finds it."""
    return _reviewed(request, proposal.pk).exists()


def _reviewed(request: HttpRequest, key: UUID) -> "QuerySet[Proposal]":
    counted = scope_of(request, Action.VIEW_COUNTS).of(Proposal).filter(pk=key)
    return cases_seen_by(person(request)).filter(pk__in=counted.values("pk"))


def state_beside(request: HttpRequest, draft: Proposal, name: str) -> Side:
    """What a draft is laid beside: “edition”, or a draft's key and a version of it after “@”.

    Raises Http404 for a draft outside the person's scope, Refused for a version it has not had.
    """
    if name == "edition":
        return edition_of(draft)
    key, _, version = name.partition("@")
    beside = find_draft(request, UUID(key), Action.VIEW_DRAFT)
    return version_of(beside, int(version) if version else None)


def counties_of(request: HttpRequest) -> list[County]:
    """The counties whose map the person may see, by code."""
    counties = scope_of(request, Action.VIEW_MAP).of(County).filter(abolished=False)
    return list(counties.order_by("code"))


def find_county(request: HttpRequest, code: str) -> County:
    """The county of this code. Raises Http404 outside the person's map, the same as for none."""
    counties = scope_of(request, Action.VIEW_MAP).of(County)
    found = counties.filter(code=code, abolished=False).first()
    if found is None:
        raise Http404(f"没有找到代码为 {code} 的县，或者您没有查看它的权限。")
    return found


def units_of(scope: Scope, edition: Edition | None) -> "QuerySet[Boundary]":
    """The boundaries of one edition inside a scope; none where there is no edition."""
    if edition is None:
        return Boundary.objects.none()
    county = scope.of(Boundary).filter(county=edition.county_id)
    return county.filter(editions__contains=edition.number).defer("geom", "geom_3857")
