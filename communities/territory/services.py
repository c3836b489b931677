"""Every write to the territory: places, their names in time, editions and rule sets."""

import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from communities.territory.models import (
    Boundary,
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
    current = _open_designation(place)
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
def designate_from(*, place: Place, designation: Designation | None, since: datetime.date) -> None:
    """End a place's present name and code on a day, and begin another where one is given.

    The place itself bears the new one when the day has come (`enter_edition`).
    """
    current = _open_designation(place)
    current.valid = (
        DateRange(current.valid.lower, since)
        if since > current.valid.lower
        else DateRange(empty=True)
    )
    current.save(update_fields=["valid"])
    if designation is not None:
        designation.save()


def _open_designation(place: Place) -> Designation:
    """The name and code that have no end yet."""
    found: Designation = place.designations.get(valid__isempty=False, valid__upper_inf=True)
    return found


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
def schedule_edition(
    *, edition: Edition, published_by: User | None, in_force_from: datetime.date
) -> Edition:
    """Close a prepared edition for good: it will be in force from a day on."""
    edition = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    edition.status = Edition.Status.SCHEDULED
    edition.in_force_from, edition.published_by = in_force_from, published_by
    edition.published_at = timezone.now()
    edition.save()
    return edition


@transaction.atomic
def enter_edition(*, edition: Edition) -> bool:
    """Put a scheduled edition in force once its day has come; False when it is not (any more) due.

    The former one is superseded, and places bear the names and codes of the day.
    """
    County.objects.select_for_update(no_key=True).get(pk=edition.county_id)
    edition = Edition.objects.get(pk=edition.pk)
    if edition.status != Edition.Status.SCHEDULED or not _has_come(edition.in_force_from):
        return False
    of_county = Edition.objects.filter(county=edition.county_id)
    for former in of_county.filter(status=Edition.Status.IN_FORCE):
        former.status = Edition.Status.SUPERSEDED
        former.save(update_fields=["status"])
        _abolish(former, edition)
    edition.status = Edition.Status.IN_FORCE
    edition.save(update_fields=["status"])
    _name_places(edition)
    return True


def _has_come(day: datetime.date | None) -> bool:
    return day is not None and day <= timezone.localdate()


def _abolish(former: Edition, edition: Edition) -> None:
    """Places without a boundary are no more; those with one are (again)."""
    then, now = (
        Boundary.objects.of_edition(one).values("place").order_by() for one in (former, edition)
    )
    Place.objects.filter(pk__in=then, abolished=False).exclude(pk__in=now).update(abolished=True)
    Place.objects.filter(pk__in=now, abolished=True).update(abolished=False)


def _name_places(edition: Edition) -> None:
    """Give each place the designation that holds from the edition's day on, where it is new."""
    found = Designation.objects.filter(
        place__county=edition.county_id, valid__startswith=edition.in_force_from
    )
    for designation in found.select_related("place"):
        place = designation.place
        place.code, place.code_status = designation.code, designation.code_status
        place.name, place.name_en = designation.name, designation.name_en
        place.save()


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
