"""Telling accounts: by e-mail, as far as they gave an address and want to be told."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.accounts.models import User
from gis_core.outbox.models import Channel, Kind, Message, Muted
from gis_core.outbox.services import put


def tell_people(
    *,
    accounts: Iterable[int],
    kind: Kind,
    subject: str,
    body: str,
    event: str,
    county_key: UUID,
) -> list[Message]:
    """One message for each active account that has an address and did not say no.

    `event` names what happened; told of it twice, a person has one message.
    """
    wanted = set(accounts)
    if not wanted:
        return []
    end = _("不想再收到这类通知，请在“通知设置”中取消。")
    silent = Muted.objects.filter(kind=kind, account__in=wanted).values("account")
    people = get_user_model().objects.filter(pk__in=wanted, is_active=True).exclude(email="")
    rows = people.exclude(pk__in=silent).order_by("pk").values_list("pk", "email")
    return [
        put(
            kind=kind,
            to=email,
            subject=subject,
            body=f"{body}\n\n{end}",
            dedupe_key=f"{event}:{key}",
            county_key=county_key,
        )
        for key, email in rows
    ]


def tell_phone(*, phone: str, kind: str, text: str, event: str, county_key: UUID) -> Message | None:
    """One short message to a telephone; None where no gateway for them is configured."""
    if not phone or not settings.OUTBOX_ADAPTERS.get(Channel.SMS):
        return None
    return put(
        kind=kind,
        to=phone,
        subject=text,
        body=text,
        dedupe_key=f"{event}:phone",
        county_key=county_key,
        channel=Channel.SMS,
    )


@transaction.atomic
def choose_messages(*, account: User, email: str, kinds: Collection[str]) -> None:
    """Where a person is told and of what: `kinds` of `Kind`, all others are muted."""
    account.email = email
    account.save(update_fields=["email"])
    Muted.objects.filter(account=account).delete()
    Muted.objects.bulk_create(
        Muted(account=account, kind=kind) for kind in Kind if kind not in kinds
    )
