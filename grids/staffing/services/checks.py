"""What every write here begins with: the county's turn, the version seen, days that can be."""

import datetime
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from communities.territory.models import County, Edition, Place
from gis_core.cleaning import clean_line
from gis_core.phones import holds_identity_number, read_phone
from gis_core.versions import lock_seen
from grids.proposals.drafting.refusals import Refused
from grids.staffing.editions import edition_of_today
from grids.staffing.periods import since


def take_turn(county: UUID) -> None:
    """Let one write to a county's staff come after the other, until the transaction ends."""
    County.objects.select_for_update(no_key=True).get(pk=county)


def days_of(first: datetime.date, last: datetime.date | None) -> DateRange:
    """From the first day to the day after which it is over. Raises Refused for none in between."""
    if last is not None and last <= first:
        text = _("结束日期 %(until)s 不在开始日期 %(since)s 之后。请改正日期。")
        raise Refused("days_wrong", text % {"until": last, "since": first})
    return since(first, last)


def edition_for(place: Place) -> Edition:
    """The edition a place stands in today. Raises Refused where the county has none."""
    try:
        return edition_of_today(County(pk=place.county_key))
    except Edition.DoesNotExist as error:
        text = _("本县还没有版次，不能安排人员。请先导入并启用首个版次。")
        raise Refused("no_edition", text) from error


def check_standing(place: Place) -> None:
    """Raises Refused for a place that is no more."""
    if place.abolished:
        text = _("“%s”已撤销，不能再安排。请选现行的网格或社区。")
        raise Refused("place_abolished", text % place.name)


def read_line(text: str) -> str:
    """One line of text, cleaned. Raises Refused where it holds an identity number."""
    if holds_identity_number(text):
        raise Refused("identity_number", _("请勿填写身份证号；本系统不保存身份证号。"))
    return clean_line(text)


def read_number(text: str) -> str:
    """A telephone number in one form. Raises Refused for what is none."""
    try:
        return read_phone(text)
    except ValueError as error:
        raise Refused("phone_wrong", f"{error}。") from error


__all__ = [
    "check_standing", "days_of", "edition_for", "lock_seen", "read_line", "read_number", "take_turn"
]  # fmt: skip
