"""What is different with service items at places that end goes on where their households go."""

import datetime
from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_noop

from communities.service_items.models import LocalRule, not_over
from communities.service_items.services import move_rule
from communities.territory.models import Place
from grids.publication.models import Publication
from grids.publication.registry import Homeless, Rehomer

KIND = "local_rule"


def find_rules(places: Collection[UUID], day: datetime.date) -> list[Homeless]:
    """The rules of these places that are not over by `day`."""
    rows = LocalRule.objects.filter(not_over(day), place__in=places).select_related("item")
    return [Homeless(KIND, str(row.pk), row.place_id, str(row.item)) for row in rows.order_by("pk")]


def move(key: str, place: Place | None, day: datetime.date) -> None:
    """End a rule on a day; with a place it goes on there, unless that has one of its own."""
    row = LocalRule.objects.select_related("item").get(pk=key)
    newest = Publication.objects.filter(county=row.item.county_id).latest("pk")
    move_rule(rule=row, place=place, day=day, edition=newest.edition)


LOCAL_RULES = Rehomer(find_rules, move, gettext_noop("服务事项的当地办法"), by_lineage=True)
