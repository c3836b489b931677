"""Drafts of the small town, and the engine asked about them."""

from typing import Any

from communities.basemap.models import Cell
from gis_core.accounts.models import Level
from gis_core.jobs.services import run_job
from grids.division.models import GridCell
from grids.proposals.consulting.answering import unpacked
from grids.proposals.consulting.question import Ask, Bounds, Question
from grids.proposals.consulting.services import ask_engine
from grids.proposals.models import (
    Alternative,
    AlternativeUnit,
    Proposal,
    ProposalCell,
    ProposalUnit,
    Suggestion,
)
from tests.world import World


def make_draft(world: World, kind: str = "consolidation") -> Proposal:
    """The edition in force as a draft: 1 长富路, 2 新城; 3, 4 and 5 the grids of the two."""
    draft = Proposal.objects.create(
        kind=kind,
        county=world.county,
        place=world.subdistrict,
        edition=world.edition,
        cell_set=world.edition.cell_sets.get(),
        rule_set=world.rule_set,
        title="草案",
        author=world.planner,
    )
    units: dict[int, ProposalUnit] = {}
    for number, place in enumerate([world.changfu, world.xincheng, *world.grids], start=1):
        level = Level.COMMUNITY if number < 3 else Level.GRID
        parent = None if number < 3 else units[1 if number < 5 else 2]
        units[number] = ProposalUnit.objects.create(
            proposal=draft, number=number, level=level, place=place, parent=parent, name=place.name
        )
    grid_of = dict(GridCell.objects.values_list("cell_id", "grid_id"))
    by_place = {unit.place_id: unit for unit in units.values()}
    ProposalCell.objects.bulk_create(
        ProposalCell(proposal=draft, cell=cell, unit=by_place[grid_of[cell.pk]])
        for cell in Cell.objects.filter(cell_set=draft.cell_set)
    )
    return draft


def question(draft: Proposal, ask: str, *units: int, **values: Any) -> Question:
    """A question about the draft as it is now; bounds are given by their names."""
    bounds = {name: values.pop(name) for name in ("minimum", "maximum", "parts") if name in values}
    return Question(Ask(ask), draft.version, units, Bounds(**bounds), **values)


def consult(draft: Proposal, ask: str, *units: int, **values: Any) -> Suggestion:
    """Ask, and do the job here."""
    suggestion = ask_engine(proposal=draft, question=question(draft, ask, *units, **values))
    run_job.func(str(suggestion.job_id))
    suggestion.refresh_from_db()
    suggestion.job.refresh_from_db()
    return suggestion


def aimed(suggestion: Suggestion, aim: str) -> Alternative:
    """The alternative sought for this."""
    return next(one for one in suggestion.alternatives.all() if aim in one.aim.split("+"))


def numbers(alternative: Alternative) -> list[int]:
    """The draft's number for every cell the alternative is about, 0 elsewhere, -1 for new units."""
    units = {unit.number: unit.continues or -1 for unit in alternative.units.all()}
    return [units.get(label, 0) for label in unpacked(labels_of(alternative)).tolist()]


def labels_of(alternative: Alternative) -> bytes:
    """The labels as they are stored."""
    assert alternative.labels is not None
    return bytes(alternative.labels)


def households(alternative: Alternative) -> dict[str, int]:
    """Households by the name of each unit."""
    rows: Any = AlternativeUnit.objects.filter(alternative=alternative)
    return {unit.name: unit.figures["households"] for unit in rows}
