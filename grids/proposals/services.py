"""Every write to suggestions: asked for by a planner, answered by a job."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from communities.basemap.models import CellSet
from communities.territory.models import Edition, Place, RuleSet
from communities.territory.queries import edition_in_force, rule_set_in_force
from gis_core.accounts.models import User
from gis_core.copying import copy_rows
from gis_core.jobs.services import enqueue_job
from grids.proposals.apps import SUGGEST
from grids.proposals.models import (
    Alternative,
    AlternativeCell,
    AlternativeUnit,
    Suggestion,
    SuggestionKind,
)


class SuggestionRefused(ValueError):
    """The engine has nothing to work on; the text says what is missing and how to bring it in."""


@dataclass(frozen=True)
class Ground:
    """What a suggestion stands on."""

    edition: Edition
    rule_set: RuleSet
    cell_set: CellSet


def request_suggestion(
    *,
    kind: SuggestionKind,
    place: Place,
    requested_by: User | None = None,
    seed: int = 1,
    idempotency_key: str | None = None,
) -> Suggestion:
    """Ask the engine for suggestions about a place; a worker answers.

    Raises:
        SuggestionRefused: the county has no edition in force, or no cells of it.
    """
    question = _question(kind, place, seed)
    with transaction.atomic():
        job = enqueue_job(
            kind=SUGGEST,
            arguments={},
            requested_by=requested_by,
            county_key=place.county_key,
            idempotency_key=idempotency_key,
        )
        suggestion, _ = Suggestion.objects.get_or_create(
            job=job, defaults={**question, "requested_by": requested_by}
        )
    return suggestion


def unasked_suggestion(*, kind: SuggestionKind, place: Place, seed: int = 1) -> Suggestion:
    """The question as it would be asked now, not written.

    Raises:
        SuggestionRefused: the county has no edition in force, or no cells of it.
    """
    return Suggestion(**_question(kind, place, seed))


def _question(kind: SuggestionKind, place: Place, seed: int) -> dict[str, Any]:
    ground = find_ground(place)
    return {
        "kind": kind,
        "county": ground.edition.county,
        "place": place,
        "edition": ground.edition,
        "rule_set": ground.rule_set,
        "cell_set": ground.cell_set,
        "seed": seed,
    }


@dataclass(frozen=True)
class NewUnit:
    """A unit of an alternative, its cells' keys and the boundaries it is made of."""

    unit: AlternativeUnit
    cells: list[int]
    members: list[int]


@transaction.atomic
def store_alternative(*, alternative: Alternative, units: list[NewUnit]) -> Alternative:
    """Write an alternative with its units and the cells of each."""
    alternative.save()
    for number, new in enumerate(units, start=1):
        new.unit.alternative, new.unit.number = alternative, number
        new.unit.save()
        new.unit.members.set(new.members)
    rows = ((new.unit.pk, cell) for new in units for cell in new.cells)
    copy_rows(AlternativeCell, ("unit_id", "cell_id"), rows)
    return alternative


def find_ground(place: Place) -> Ground:
    county = place if place.county is None else place.county
    edition = edition_in_force(county)
    if edition is None:
        raise SuggestionRefused("本县还没有现行版次。请先导入社区边界并发布首版。")
    cell_set = CellSet.objects.filter(edition=edition).first()
    if cell_set is None:
        raise SuggestionRefused("本县还没有生成单元。请先运行 build_cells。")
    return Ground(edition, rule_set_in_force(county), cell_set)
