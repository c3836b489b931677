"""Every write to publications: a proposal becomes the county's next edition, once."""

import datetime

from django.db import transaction
from django.utils import timezone

from communities.basemap.models import CellSet
from communities.territory.models import County, Edition
from communities.territory.services import prepare_edition, schedule_edition
from gis_core.accounts.models import User
from grids.division.cell_table import read_cell_table
from grids.division.figures import figures_of_units
from grids.division.models import UnitFigures
from grids.proposals.models import Proposal
from grids.publication.cells import copy_cells
from grids.publication.checking import reasons_of_draft, reasons_of_time
from grids.publication.codes import call_units
from grids.publication.drafts import Draft, read_draft
from grids.publication.entering import put_in_force
from grids.publication.lineage import store_lineage
from grids.publication.models import Publication
from grids.publication.outlines import draw_boundaries
from grids.publication.overtaking import ask_who_is_overtaken
from grids.publication.places import settle_places
from grids.publication.refusals import refuse_for
from grids.publication.rehoming import reasons_of_rehoming, rehome


@transaction.atomic
def publish_proposal(
    *, proposal: Proposal, person: User | None, in_force_from: datetime.date | None = None
) -> Publication:
    """Make the next edition of a proposal, in force from a day on (today if none is given).

    Once: called again it gives the publication there is. All of it is one transaction. Whether
    the proposal may be published is for the caller to have decided.

    Raises:
        PublicationRefused: with every reason; nothing was written.
    """
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    County.objects.select_for_update(no_key=True).get(pk=proposal.county_id)
    done = Publication.objects.filter(proposal=proposal).first()
    if done is not None:
        return done
    day = in_force_from or timezone.localdate()
    refuse_for(reasons_of_time(proposal, day))
    draft = read_draft(proposal)
    refuse_for([*reasons_of_draft(draft), *reasons_of_rehoming(proposal, day)])
    return _make_edition(draft, person, day)


def _make_edition(draft: Draft, person: User | None, day: datetime.date) -> Publication:
    """Write everything; the last step closes the edition for good."""
    proposal = draft.proposal
    edition = prepare_edition(county=proposal.county, note=proposal.title)
    publication = Publication.objects.create(
        proposal=proposal,
        edition=edition,
        former=draft.former,
        county=proposal.county,
        version=proposal.version,
        published_by=person,
    )
    called = call_units(draft)
    places = settle_places(draft, called, day)
    rehome(proposal, places, day)
    draw_boundaries(draft, edition, places)
    cell_set = copy_cells(draft, edition, places)
    store_lineage(publication, draft, called, places)
    _compute_figures(draft, edition, cell_set)
    schedule_edition(edition=edition, published_by=person, in_force_from=day)
    ask_who_is_overtaken(publication)
    put_in_force(publication=publication)
    publication.refresh_from_db()
    return publication


def _compute_figures(draft: Draft, edition: Edition, cell_set: CellSet) -> None:
    """The figures of the boundaries that are new; the others keep those they were decided with."""
    rule_set = draft.proposal.rule_set
    rows = figures_of_units(cell_set, read_cell_table(cell_set, rule_set), rule_set)
    new = [row for row in rows if row.boundary.editions.lower == edition.number]
    UnitFigures.objects.bulk_create(new)
