"""What must hold in the whole database whenever it is looked at, whatever was killed before."""

from collections.abc import Iterator
from itertools import chain

from django.db import connection

from gis_core.audit.sealing import seal_record, verify_record
from tests.faults.packets import half_packets

# Each finds what must not be there; what it finds is told. The outlines of the made county are
# straight lines on a sheet in metres, so that they miss those of its cells by less than 1e-4.
_NEVER = {
    "a county without exactly one edition in force": """
        SELECT county.code, count(edition.id) FROM territory_place county
          LEFT JOIN territory_edition edition
                 ON edition.county_id = county.id AND edition.status = 'in_force'
         WHERE county.level = 'county' GROUP BY county.code HAVING count(edition.id) <> 1""",
    "an edition left in preparation": """
        SELECT id, number FROM territory_edition WHERE status = 'prepared'""",
    "an edition after the first without its publication": """
        SELECT edition.id, edition.number FROM territory_edition edition
          LEFT JOIN publication_publication made ON made.edition_id = edition.id
         WHERE edition.number > 1 AND made.id IS NULL""",
    "a proposal whose step is not that of its edition": """
        SELECT proposal.id, proposal.status, edition.status FROM proposals_proposal proposal
          LEFT JOIN publication_publication made ON made.proposal_id = proposal.id
          LEFT JOIN territory_edition edition ON edition.id = made.edition_id
         WHERE (proposal.status IN ('scheduled', 'in_force') OR made.id IS NOT NULL)
           AND proposal.status IS DISTINCT FROM edition.status""",
    "an edition whose cells are not all divided": """
        SELECT own.edition_id, count(cell.id), count(divided.id) FROM basemap_cellset own
          JOIN basemap_cell cell ON cell.cell_set_id = own.id
          LEFT JOIN division_gridcell divided
                 ON divided.cell_id = cell.id AND divided.edition_id = own.edition_id
         GROUP BY own.edition_id HAVING count(cell.id) <> count(divided.id)""",
    "an edition without cells": """
        SELECT edition.id, edition.number FROM territory_edition edition
         WHERE NOT EXISTS (SELECT FROM basemap_cellset own JOIN basemap_cell cell
                               ON cell.cell_set_id = own.id WHERE own.edition_id = edition.id)""",
    "households that came or went between editions": """
        SELECT own.county_id, array_agg(DISTINCT total) FROM basemap_cellset own
          CROSS JOIN LATERAL (SELECT sum(households_resident) AS total FROM basemap_cell
                               WHERE cell_set_id = own.id) one
         GROUP BY own.county_id HAVING count(DISTINCT total) > 1""",
    "households that lineage tells otherwise": """
        SELECT told.edition_id, told.level, sum(told.households) FROM publication_lineage told
          JOIN basemap_cellset own ON own.edition_id = told.edition_id
         GROUP BY told.edition_id, told.level, own.id
        HAVING sum(told.households) <> (SELECT sum(households_resident) FROM basemap_cell
                                         WHERE cell_set_id = own.id)""",
    "cells that do not partition their county": """
        SELECT own.edition_id, sum(ST_Area(cell.geom)), ST_Area(ST_Union(cell.geom))
          FROM basemap_cellset own JOIN basemap_cell cell ON cell.cell_set_id = own.id
         GROUP BY own.id
        HAVING abs(sum(ST_Area(cell.geom)) / ST_Area(ST_Union(cell.geom)) - 1) > 1e-9""",
    "units of an edition that do not tile its county": """
        SELECT edition.id, unit.level,
               ST_Area(ST_SymDifference(ST_Union(unit.geom), ST_Union(DISTINCT county.geom)))
          FROM territory_edition edition
          JOIN territory_boundary unit ON unit.county_id = edition.county_id
               AND unit.editions @> edition.number AND unit.level IN ('community', 'grid')
          JOIN territory_boundary county ON county.place_id = edition.county_id
               AND county.editions @> edition.number
         GROUP BY edition.id, unit.level
        HAVING ST_Area(ST_SymDifference(ST_Union(unit.geom), ST_Union(DISTINCT county.geom)))
             + abs(sum(ST_Area(unit.geom)) - ST_Area(ST_Union(unit.geom)))
             > 1e-4 * max(ST_Area(county.geom))""",
    "a publication that nobody is asked to follow up": """
        SELECT made.id FROM publication_publication made
         WHERE NOT EXISTS (SELECT FROM jobs_job WHERE kind = 'publication.overtake'
                              AND arguments ->> 'publication' = made.id::text)""",
    "a job that runs though its lease is long over": """
        SELECT id, status FROM jobs_job
         WHERE status = 'running' AND lease_until < now() - interval '60 seconds'""",
}


def faults() -> list[str]:
    """Everything that is wrong; the audit record is sealed up to now and verified."""
    return list(chain(_never(), half_packets(), _audit()))


def _never() -> Iterator[str]:
    for what, question in _NEVER.items():
        with connection.cursor() as cursor:
            cursor.execute(question)
            for row in cursor.fetchall():
                yield f"{what}: {', '.join(map(str, row))}"


def _audit() -> Iterator[str]:
    seal_record(settled="0 seconds")  # nobody writes while the harness looks
    for fault in verify_record():
        yield f"the audit chain: {fault.text}"
