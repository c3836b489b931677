"""Who is responsible where: one cell of the matrix category x place at a time."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from communities.territory.models import County, Place
from gis_core.accounts.models import User
from gis_core.accounts.roles import Action
from gis_core.accounts.scope import scope_for
from grids.dispatch.models import Category, Responsibility
from grids.proposals.drafting.refusals import NotYours, Refused, Stale, VersionMissing
from grids.staffing.capacities import Part
from grids.staffing.models import Unit
from grids.staffing.services.checks import check_standing, take_turn


@transaction.atomic
def change_matrix(
    *,
    category: Category,
    place: Place,
    lead: Unit | None,
    supports: Sequence[Unit] = (),
    person: User | None = None,
    seen_version: int | None,
) -> Category:
    """Say who leads and who supports in a category at a place; no lead empties the cell.

    `seen_version` is that of the category, which every change of its row raises. `person` None
    stands for the system. Raises VersionMissing, Stale, NotYours, Refused.
    """
    take_turn(category.county_id)
    check_configures(person, category.county)
    locked = lock_setting(category, seen_version)
    if place.county_key != locked.county_id:
        raise Refused("place_wrong", _("这个地方不在本县。请重新选择。"))
    check_standing(place)
    for named in (lead, *supports):
        if named is not None and (
            named.county_id != locked.county_id or named.ended_on is not None
        ):
            text = _("“%(unit)s”不是本县现有的单位。请重新选择。")
            raise Refused("unit_wrong", text % {"unit": named.name})
    Responsibility.objects.filter(category=locked, place=place).delete()
    helping = [] if lead is None else list(dict.fromkeys(u for u in supports if u != lead))
    parts = [(lead, Part.LEAD), *((unit, Part.SUPPORT) for unit in helping)]
    for unit, part in parts:
        if unit is not None:
            Responsibility.objects.create(
                county_id=locked.county_id, category=locked, place=place, unit=unit, part=part
            )
    locked.version += 1
    locked.save(update_fields=["version"])
    return locked


def check_configures(person: User | None, county: County) -> None:
    """Raises NotYours for somebody who does not configure this county's dispatch."""
    if person is None:
        return
    if county.pk not in scope_for(person, Action.CONFIGURE_DISPATCH).counties:
        raise NotYours("not_your_part", _("责任清单和时限由县调度配置，您没有这项职责。"))


def lock_setting(row: Category, seen_version: int | None) -> Category:
    """The category as it is now, locked. Raises VersionMissing, Stale."""
    if seen_version is None:
        raise VersionMissing("version_missing", _("请求没有说明所依据的版本。请刷新页面后重试。"))
    locked = Category.objects.select_for_update(no_key=True).get(pk=row.pk)
    if locked.version != seen_version:
        text = _("“%(what)s”已被别人改过（现为第 %(version)s 版）。请刷新页面，看过后再改。")
        said = {"what": locked.name, "version": locked.version}
        raise Stale(text % said, {"version": locked.version})
    return locked
