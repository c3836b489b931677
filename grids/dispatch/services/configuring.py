"""What a county sets for its orders: the defaults at first, limits of kinds, keepers."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from communities.territory.models import County, Place
from gis_core.accounts.models import Level, User
from grids.dispatch.configuration.defaults import CATEGORIES, KINDS
from grids.dispatch.models import Category, Keeper, Kind
from grids.dispatch.services.matrix import check_configures
from grids.proposals.drafting.refusals import Refused, Stale, VersionMissing
from grids.staffing.services.checks import lock_seen, take_turn

LONGEST_MINUTES, LONGEST_DAYS = 43_200, 400


@dataclass(frozen=True)
class KindFacts:
    """The limits of a kind; `source` says where they come from."""

    name: str
    sign_minutes: int
    contact_minutes: int
    arrive_working_days: int
    resolve_working_days: int
    is_emergency: bool
    needs_principal: bool
    is_active: bool = True
    source: str = ""


@transaction.atomic
def install_defaults(*, county: County) -> None:
    """Give a county the default kinds and categories it does not have yet; twice is once."""
    take_turn(county.pk)
    for kind in KINDS:
        values = kind._asdict()
        Kind.objects.get_or_create(county=county, code=values.pop("code"), defaults=values)
    for position, category in enumerate(CATEGORIES):
        said = {"name": category.name, "name_en": category.name_en, "position": position}
        Category.objects.get_or_create(county=county, code=category.code, defaults=said)


@transaction.atomic
def change_kind(
    *, kind: Kind, facts: KindFacts, person: User | None, seen_version: int | None
) -> Kind:
    """Change the limits of a kind; clocks that run keep theirs. Raises as `change_matrix`."""
    take_turn(kind.county_id)
    check_configures(person, kind.county)
    locked = lock_seen(kind, seen_version)
    minutes = (facts.sign_minutes, facts.contact_minutes)
    days = (facts.arrive_working_days, facts.resolve_working_days)
    if not (
        all(1 <= one <= LONGEST_MINUTES for one in minutes)
        and all(1 <= one <= LONGEST_DAYS for one in days)
    ):
        text = _("时限须为 1 至 %(minutes)s 分钟、1 至 %(days)s 个工作日。请改正。")
        said = {"minutes": LONGEST_MINUTES, "days": LONGEST_DAYS}
        raise Refused("limit_wrong", text % said)
    for name, value in asdict(facts).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    return locked


@transaction.atomic
def set_keeper(
    *, community: Place, user: User | None, person: User | None, seen: int | None
) -> Keeper | None:
    """Say which county leader keeps a community, None for nobody.

    `seen` is the key of the account that kept it when the person looked, 0 for nobody. Raises
    NotYours, Refused, VersionMissing, or Stale where somebody else keeps it by now.
    """
    county = County.objects.get(pk=community.county_key)
    take_turn(county.pk)
    check_configures(person, county)
    if community.level != Level.COMMUNITY or community.abolished:
        raise Refused("place_wrong", _("包联县领导只能按现行的社区设置。请选一个社区。"))
    _check_seen(community, seen)
    if user is None:
        Keeper.objects.filter(community=community).delete()
        return None
    keeper, _made = Keeper.objects.update_or_create(community=community, defaults={"user": user})
    return keeper


def _check_seen(community: Place, seen: int | None) -> None:
    if seen is None:
        raise VersionMissing("version_missing", _("请求没有说明所依据的版本。请刷新页面后重试。"))
    now = Keeper.objects.filter(community=community).select_related("user").first()
    if seen != (now.user_id if now else 0):
        text = _("%(community)s 的包联县领导已改为 %(who)s，与您看到的不同。请看过再定。")
        who = str(now.user) if now else _("未定")
        raise Stale(text % {"community": community.name, "who": who}, {"keeper": who})
