"""Who is written to when an order moves: once, in its transaction, with nothing of residents."""

import datetime
from collections.abc import Iterable

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from gis_core.accounts.models import User
from gis_core.outbox.models import Channel, Kind, Message, Muted
from grids.calls.services import Call, receive_call
from grids.dispatch.models import Clock, Order
from grids.dispatch.reminding import remind
from grids.dispatch.states import State
from tests.at_once import at_once
from tests.dispatch.cast import Whistle, lead_to, move, report
from tests.world import point

HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def addresses(whistle: Whistle) -> None:
    for name, who in whistle.people.items():
        User.objects.filter(pk=who.pk).update(email=f"{name}@example.cn")


def told(rows: "Iterable[Message] | None" = None) -> list[tuple[str, str]]:
    found = Message.objects.order_by("put_at", "to") if rows is None else rows
    return [(one.to.split("@")[0], one.subject.split("：")[1]) for one in found]


def test_each_step_tells_those_who_must_act_and_not_who_took_it(whistle: Whistle) -> None:
    order = report(whistle, person=whistle.people["arbiter"])
    assert told() == [("street", "提出")]
    order = move(whistle, order, "approve", "street")
    order = move(whistle, order, "issue", "street")
    assert told()[1:] == [("unit", "吹哨")]
    order = move(whistle, order, "refuse", "unit", unit=whistle.water)
    order = move(whistle, order, "arbitrate", "arbiter", unit=whistle.water)
    order = move(whistle, order, "escalate", "street")
    assert told()[2:] == [
        ("arbiter", "退回并说明应由谁办"),
        ("other", "裁定主责单位"),
        ("keeper", "提请包联县领导"),
    ]


def test_a_letter_says_where_to_look_and_nothing_a_resident_wrote(
    whistle: Whistle, settings: Settings
) -> None:
    settings.PUBLIC_ADDRESS = "https://grid.example.cn"
    order = report(
        whistle, title="王大妈家漏水", text="三楼王大妈", address="长富路7号",
        contact_name="王大妈", contact_phone="13912345678", person=whistle.people["arbiter"],
    )  # fmt: skip
    [letter] = Message.objects.all()
    assert f"https://grid.example.cn/orders/629931/order/{order.number}/" in letter.body
    assert "长富路社区" in letter.body
    assert not any(word in letter.subject + letter.body for word in ("王", "漏水", "139", "7号"))


def test_what_is_undone_tells_nobody(whistle: Whistle) -> None:
    order = lead_to(whistle, State.APPROVED)
    before = Message.objects.count()
    with transaction.atomic():
        move(whistle, order, "issue", "street")
        transaction.set_rollback(True)
    assert Message.objects.count() == before


def test_who_does_not_want_it_or_has_left_is_not_written_to(whistle: Whistle) -> None:
    Muted.objects.create(account=whistle.people["unit"], kind=Kind.ORDER)
    lead_to(whistle, State.ISSUED)
    assert told() == []
    User.objects.filter(pk=whistle.people["arbiter"].pk).update(is_active=False)
    lead_to(whistle, State.REFUSED)
    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_a_limit_that_passed_is_told_once_by_many_workers(whistle: Whistle) -> None:
    order = lead_to(whistle, State.ISSUED)
    Message.objects.all().delete()
    due = Clock.objects.get(order=order, stage="sign").due_at
    remind(due - HOUR / 2)
    assert told() == []
    at_once(lambda _thread: remind(due + HOUR / 2), 4)
    assert sorted(told()) == [("arbiter", "签收"), ("unit", "签收")]
    move(whistle, order, "suspend", "arbiter")
    Message.objects.all().delete()
    remind(due + HOUR)
    assert told() == []


def test_a_limit_in_days_is_told_a_day_before(whistle: Whistle) -> None:
    order = lead_to(whistle, State.ARRIVED)
    Message.objects.all().delete()
    due = Clock.objects.get(order=order, stage="resolve").due_at
    remind(due - 25 * HOUR)
    assert told() == []
    remind(due - 23 * HOUR)
    remind(due - 22 * HOUR)
    assert told() == [("unit", "办结")]
    move(whistle, order, "extend", "arbiter", facts={"days": 5})
    Message.objects.filter(kind=Kind.ORDER).delete()
    later = Clock.objects.get(order=order, stage="resolve").due_at
    remind(later - HOUR)
    assert told() == [("unit", "办结"), ("unit", "办结")]


def call(whistle: Whistle) -> Order:
    call = Call(
        category=whistle.category,
        text="楼道漏水",
        point=point(200, 500),  # type: ignore[arg-type]  # a point
        address="长富路",
        contact_phone="13912345678",
    )
    key = f"call-{timezone.now().timestamp()}"
    return receive_call(county=whistle.world.county, call=call, sent_from="192.0.2.1", key=key)


def test_a_caller_has_a_short_message_where_there_is_a_gateway(
    whistle: Whistle, settings: Settings
) -> None:
    lead_to(whistle, State.VERIFIED, call(whistle))
    assert not Message.objects.filter(channel=Channel.SMS).exists()
    adapter = "gis_core.outbox.adapters.send_to_folder"
    settings.OUTBOX_ADAPTERS = {**settings.OUTBOX_ADAPTERS, "sms": adapter}
    order = lead_to(whistle, State.VERIFIED, call(whistle))
    [letter] = Message.objects.filter(channel=Channel.SMS)
    assert letter.to == "13912345678"
    assert order.number in letter.body
    assert "漏水" not in letter.body
