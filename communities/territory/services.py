"""Every write to the territory: places, their names in time, editions and rule sets."""

import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from communities.territory.models import (
    Community,
    County,
    Designation,
    Edition,
    Grid,
    Place,
    RuleSet,
    Subdistrict,
    Threshold,
)
from communities.territory.queries import boundaries_of
from communities.territory.rules import DEFAULT_RULES
from gis_core.accounts.models import Level, User

P = TypeVar("P", bound=Place)

_MODELS: dict[Level, type[Place]] = {
    Level.COUNTY: County,
    Level.SUBDISTRICT: Subdistrict,
    Level.COMMUNITY: Community,
    Level.GRID: Grid,
}


class DesignationRefused(ValueError):
    """A name or code cannot take effect on that day; the text says why."""


class EditionRefused(ValueError):
    """An edition cannot be prepared or put in force; the text says why, for the reader."""


@transaction.atomic
def create_place(
    *,
    level: Level,
    county: County | None,
    code: str,
    name: str,
    name_en: str = "",
    provisional: bool = False,
    since: datetime.date | None = None,
) -> Any:
    """A new permanent place, and the first entry of its history of names and codes."""
    status = Place.CodeStatus.PROVISIONAL if provisional else Place.CodeStatus.OFFICIAL
    place = _MODELS[level].objects.create(
        county=county, code=code, code_status=status, name=name, name_en=name_en
    )
    Designation.of(place, (since or timezone.localdate(), None)).save()
    return place


@transaction.atomic
def redesignate_place(
    *, place: Place, code: str, name: str, name_en: str = "", since: datetime.date
) -> Place:
    """Give a place another name or code from a day on; the former ones stay in its history.

    Raises:
        DesignationRefused: the day lies before the present name began.
    """
    place = Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    current = place.designations.get(valid__endswith=None)
    if since < current.valid.lower:
        raise DesignationRefused(f"现用名称自 {current.valid.lower} 起，不能改在此前的 {since}。")
    if current.valid.lower == since:
        current.delete()
    else:
        current.valid = (current.valid.lower, since)
        current.save()
    place.code, place.name, place.name_en = code, name, name_en
    place.save()
    Designation.of(place, (since, None)).save()
    return place


@transaction.atomic
def prepare_edition(*, county: County, note: str = "") -> Edition:
    """The county's edition in preparation: the open one, or a new one after the latest."""
    County.objects.select_for_update(no_key=True).get(pk=county.pk)
    latest = Edition.objects.filter(county=county).order_by("-number").first()
    if latest is not None and latest.status == Edition.Status.PREPARED:
        return latest
    number = latest.number + 1 if latest else 1
    return Edition.objects.create(county=county, number=number, note=note)


@transaction.atomic
def open_first_edition(
    *, edition: Edition, published_by: User | None, in_force_from: datetime.date
) -> Edition:
    """Put the first edition of a county in force: the state found, not a decision about it.

    Every later edition comes from an approved proposal.

    Raises:
        EditionRefused: another edition is in force, or this one holds no communities.
    """
    edition = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    if Edition.objects.filter(county=edition.county, status=Edition.Status.IN_FORCE).exists():
        raise EditionRefused("本县已有现行版次；新的版次只能由批准的方案产生。")
    if not boundaries_of(edition, Level.COMMUNITY).exists():
        raise EditionRefused("本版次还没有社区边界。请先导入社区图层（import_layer communities）。")
    edition.status = Edition.Status.IN_FORCE
    edition.in_force_from, edition.published_by = in_force_from, published_by
    edition.published_at = timezone.now()
    edition.save()
    return edition


@transaction.atomic
def create_default_rule_set(*, county: County) -> RuleSet:
    """The county's first rule set: the defaults, each with its source."""
    number = RuleSet.objects.filter(county=county).count() + 1
    rule_set = RuleSet.objects.create(county=county, number=number, name="默认规则")
    Threshold.objects.bulk_create(
        Threshold(
            rule_set=rule_set,
            key=rule.key,
            label=rule.label,
            value=rule.value,
            unit=rule.unit,
            source=rule.source,
        )
        for rule in DEFAULT_RULES
    )
    return rule_set
