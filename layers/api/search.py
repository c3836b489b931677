"""Search by name, code or address over everything the person's map shows."""

from django.db import connection, transaction
from django.http import HttpRequest
from ninja import Router

from gis_core.accounts.roles import Action
from layers.api.access import find_county, scope_of
from layers.api.as_of import asked_edition
from layers.api.finders import FINDERS, LIMIT, Question
from layers.api.inputs import CountyCode, SearchText
from layers.api.schemas import Found

router = Router()

TIMEOUT = "8s"


@router.get("/counties/{county}/search", response=list[Found], url_name="search")
def search(request: HttpRequest, county: CountyCode, q: SearchText) -> list[Found]:
    """Up to 20 results, the most exact first; among equals, larger things come first."""
    place = find_county(request, county)
    scope = scope_of(request, Action.VIEW_MAP)
    question = Question(q, place, asked_edition(request, place), scope)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{TIMEOUT}'")
        hits = [hit for find in FINDERS for hit in find(question)]
    return [hit.found for hit in sorted(hits, key=lambda hit: hit.exactness)[:LIMIT]]
