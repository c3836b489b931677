"""All that publishing writes, county by county, so that two counties can be laid side by side.

Counties differ by their code, people and keys alone; those are left out of what is read.
"""

from typing import Any
from uuid import UUID

from django.db import connection

Rows = list[tuple[Any, ...]]
State = dict[str, Rows]
Counts = dict[str, int]

# What programs keep for themselves: it says nothing about the territory, and goes on by itself.
_BOOKKEEPING = (
    "django_session",
    "django_tasks_database_dbtaskresult",
    "jobs_job",
    "audit_seal",
    "axes_accessattempt",
    "axes_accesslog",
    "axes_accessfailurelog",
)
_TABLES = """
    SELECT relname FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT relname = ANY(%s)
"""
_QUESTIONS = {
    "editions": """
        SELECT number, status, note FROM territory_edition WHERE county_id = %(county)s""",
    "places": """
        SELECT level, substr(code, 7), code_status, name, abolished
          FROM territory_place WHERE county_id = %(county)s""",
    "designations": """
        SELECT place.level, substr(had.code, 7), had.name, isempty(had.valid),
               lower(had.valid) - current_date, upper(had.valid) - current_date
          FROM territory_designation had JOIN territory_place place ON place.id = had.place_id
         WHERE place.county_id = %(county)s""",
    "boundaries": """
        SELECT drawn.level, place.name, above.name, drawn.editions::text,
               md5(ST_AsBinary(ST_Normalize(drawn.geom)))
          FROM territory_boundary drawn JOIN territory_place place ON place.id = drawn.place_id
          LEFT JOIN territory_place above ON above.id = drawn.parent_id
         WHERE drawn.county_id = %(county)s""",
    "cells": """
        SELECT edition.number, cell.number, cell.households_resident, cell.area_m2,
               community.name, grid.name, md5(ST_AsBinary(cell.geom))
          FROM basemap_cell cell
          JOIN basemap_cellset own ON own.id = cell.cell_set_id
          JOIN territory_edition edition ON edition.id = own.edition_id
          JOIN territory_place community ON community.id = cell.community_id
          LEFT JOIN division_gridcell divided
                 ON divided.cell_id = cell.id AND divided.edition_id = edition.id
          LEFT JOIN territory_place grid ON grid.id = divided.grid_id
         WHERE cell.county_id = %(county)s""",
    "borders": """
        SELECT edition.number, a.number, b.number, border.length_m, border.barrier_class
          FROM basemap_cellborder border
          JOIN basemap_cell a ON a.id = border.a_id JOIN basemap_cell b ON b.id = border.b_id
          JOIN basemap_cellset own ON own.id = border.cell_set_id
          JOIN territory_edition edition ON edition.id = own.edition_id
         WHERE own.county_id = %(county)s""",
    "figures": """
        SELECT place.name, lower(drawn.editions), figures.households, figures.population,
               figures.area_m2, figures.compactness, figures.pieces
          FROM division_unitfigures figures
          JOIN territory_boundary drawn ON drawn.id = figures.boundary_id
          JOIN territory_place place ON place.id = drawn.place_id
         WHERE drawn.county_id = %(county)s""",
    "lineage": """
        SELECT level, kind, name_before, name_after, substr(code_before, 7), substr(code_after, 7),
               households, area_m2, households_share_before, households_share_after
          FROM publication_lineage told JOIN territory_edition edition
            ON edition.id = told.edition_id
         WHERE edition.county_id = %(county)s""",
    "publications": """
        SELECT edition.number, former.number, made.version
          FROM publication_publication made
          JOIN territory_edition edition ON edition.id = made.edition_id
          JOIN territory_edition former ON former.id = made.former_id
         WHERE made.county_id = %(county)s""",
    "memberships": """
        SELECT held.role, place.name, held.since - current_date, held.until - current_date
          FROM accounts_membership held JOIN territory_place place ON place.id = held.place_key
         WHERE held.county_key = %(county)s""",
    "cases": """
        SELECT proposal.status, event.sequence, event.transition, event.origin, event.target
          FROM proposals_proposal proposal
          LEFT JOIN review_caseevent event ON event.proposal_id = proposal.id
         WHERE proposal.county_id = %(county)s""",
    "notifications": """
        SELECT told.kind, event.sequence, count(*) FROM review_notification told
          JOIN proposals_proposal proposal ON proposal.id = told.proposal_id
          LEFT JOIN review_caseevent event ON event.id = told.event_id
         WHERE proposal.county_id = %(county)s GROUP BY 1, 2""",
}


def state_of(county: UUID) -> State:
    """Every answer as sorted rows, by what was asked."""
    return {name: _rows(question, county) for name, question in _QUESTIONS.items()}


def counts() -> Counts:
    """How many rows every table has, all tables in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES, [list(_BOOKKEEPING)])
        tables = sorted(row[0] for row in cursor.fetchall())
        each = [f"SELECT '{name}', count(*) FROM {name}" for name in tables]  # ours
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


def growth(before: Counts, after: Counts) -> Counts:
    """By how much tables grew or shrank; those that did not are left out."""
    return {
        name: after[name] - before.get(name, 0)
        for name in after
        if after[name] != before.get(name, 0)
    }


def differences(found: State, wanted: State) -> list[str]:
    """What is not as wanted, question by question, with a row of each side."""
    told = []
    for name, rows in wanted.items():
        surplus = [row for row in found[name] if row not in rows]
        missing = [row for row in rows if row not in found[name]]
        if found[name] != rows:
            what = f"{len(found[name])} rows for {len(rows)}"
            told.append(f"{name}: {what}, e.g. {surplus[:1]} for {missing[:1]}")
    return told


def _rows(question: str, county: UUID) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(question, {"county": county})
        return sorted(cursor.fetchall(), key=repr)
