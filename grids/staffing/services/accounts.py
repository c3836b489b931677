"""Which account is whose: that of a person of the roster, and those that speak for a unit."""

from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.accounts.models import Membership, User
from grids.proposals.drafting.refusals import Refused
from grids.staffing.models import Person, Unit, UnitAccount
from grids.staffing.services.checks import lock_seen, take_turn


@transaction.atomic
def tie_person(*, person: Person, account: User | None, seen_version: int | None) -> Person:
    """Say which account a person signs in with; None: none any more.

    Raises:
        VersionMissing, Stale: the version seen is not named, or not the present one.
        Refused: the account is another person's, has no role in the county, or they left.
    """
    take_turn(person.county_id)
    locked = lock_seen(person, seen_version)
    if account is not None:
        if locked.left_on is not None:
            raise Refused("person_left", _("%s已离职，不能再关联账号。") % locked.name)
        _check_county(account, locked)
        other = Person.objects.filter(account=account).exclude(pk=locked.pk).first()
        if other is not None:
            text = _("账号“%(account)s”已关联到%(name)s。请先解除，或选另一个账号。")
            raise Refused("account_taken", text % {"account": account, "name": other.name})
    locked.account = account
    locked.version += 1
    locked.save()
    return locked


@transaction.atomic
def tie_unit(*, unit: Unit, account: User) -> UnitAccount:
    """Let an account speak for a unit; a second time changes nothing.

    Raises Refused for a unit that was dissolved, or an account without a role in the county.
    """
    take_turn(unit.county_id)
    if Unit.objects.get(pk=unit.pk).ended_on is not None:
        raise Refused("unit_ended", _("“%s”已撤销。") % unit.name)
    _check_county(account, unit)
    return UnitAccount.objects.get_or_create(unit=unit, account=account)[0]


@transaction.atomic
def untie_unit(*, unit: Unit, account: User) -> None:
    """The account no longer speaks for the unit; the record of changes keeps that it did."""
    take_turn(unit.county_id)
    UnitAccount.objects.filter(unit=unit, account=account).delete()


def _check_county(account: User, row: Person | Unit) -> None:
    if not Membership.objects.filter(user=account, county_key=row.county_id).exists():
        text = _("账号“%s”在本县没有任何角色。请先由安全管理员授予角色。")
        raise Refused("account_elsewhere", text % account)
