"""Reads of reported faults: one's own, those to be answered."""

from django.db.models import QuerySet

from gis_core.accounts.models import User
from gis_core.accounts.roles import Action
from gis_core.accounts.scope import scope_for
from grids.corrections.models import Correction


def corrections_for(user: User) -> "QuerySet[Correction]":
    """Every report in the person's territory, the newest first."""
    return _told(scope_for(user, Action.VIEW_CORRECTION).of(Correction))


def answerable_by(user: User) -> "QuerySet[Correction]":
    """Those the person answers."""
    return scope_for(user, Action.ANSWER_CORRECTION).of(Correction)


def own_corrections(user: User) -> "QuerySet[Correction]":
    """Those the person sent, the newest first."""
    return _told(Correction.objects.filter(reported_by=user))


def _told(rows: "QuerySet[Correction]") -> "QuerySet[Correction]":
    return rows.select_related("grid", "reported_by", "answered_by", "county")
