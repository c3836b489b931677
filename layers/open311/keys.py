"""Keys of other systems: issued, shown once, ended."""

import datetime
import secrets

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.territory.models import County
from gis_core.accounts.models import User
from grids.proposals.drafting.refusals import Refused
from grids.staffing.services.checks import read_line
from layers.open311.models import ApiKey, digest_of

LONGEST_CLIENT = 80


def issue_key(
    *,
    county: County,
    client: str,
    person: User | None = None,
    until: datetime.date | None = None,
) -> tuple[ApiKey, str]:
    """A new key for a system, and the key itself, which is shown once and kept nowhere.

    Raises Refused without a name, or with a last day that is over.
    """
    name = read_line(client)
    if not 0 < len(name) <= LONGEST_CLIENT:
        text = _("请填写接入系统的名称，最多 %(most)s 个字。")
        raise Refused("client_wrong", text % {"most": LONGEST_CLIENT})
    if until is not None and until < timezone.localdate():
        raise Refused("until_over", _("有效至的日期已经过去。请填今天或以后的日期，或留空。"))
    key = secrets.token_urlsafe(24)
    row = ApiKey.objects.create(
        county=county, client=name, digest=digest_of(key), made_by=person, until=until
    )
    return row, key


@transaction.atomic
def end_key(*, key: ApiKey, person: User) -> None:
    """From now on the key opens nothing; ended twice it stays as it was ended first."""
    row = ApiKey.objects.select_for_update().get(pk=key.pk)
    if row.ended_at is None:
        row.ended_at, row.ended_by = timezone.now(), person
        row.save(update_fields=["ended_at", "ended_by"])


def in_use(county: County) -> "QuerySet[ApiKey]":
    """The keys that open something today."""
    lasting = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    return ApiKey.objects.filter(lasting, county=county, ended_at__isnull=True)
