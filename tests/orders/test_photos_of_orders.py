"""Photos with a call, an order and its steps: kept, shown to whom they concern, taken back."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from communities.basemap.models import Building
from gis_core.photos.storing import place_of_photo, store_photo
from gis_core.photos.sweeping import KEPT_SECONDS, sweep
from grids.dispatch.models import Order, Photo
from grids.dispatch.services.withdrawing import withdraw_photo
from grids.dispatch.states import State
from grids.proposals.drafting.refusals import NotYours
from tests.at_once import at_once
from tests.dispatch.cast import Whistle, lead_to, move, report
from tests.photos.making import photo, told_exif


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def file(size: tuple[int, int] = (400, 200), name: str = "p.jpg", **more: Any) -> Any:
    return SimpleUploadedFile(name, photo(size, **more))


def call(client: Client, whistle: Whistle, *photos: Any, **said: Any) -> Any:
    building = Building.objects.get(address="人民路1号").pk
    where = f"{reverse('make_call', args=['629931'])}?at={building}"
    body = {"key": "call-0001", "category": whistle.category.pk, "text": "垃圾桶满了"}
    return client.post(where, {**body, "photos": list(photos), **said})


def own_photo(order: Order, key: str, size: str = "full") -> str:
    return reverse("call_photo", args=["629931", order.token, key, size])


def inside_photo(order: Order, key: str) -> str:
    return reverse("order_photo", args=["629931", order.number, key, "small"])


def signed_in(whistle: Whistle, who: str) -> Client:
    client = Client()
    client.force_login(whistle.people[who])
    return client


def test_photos_of_a_call_are_for_its_caller_and_those_it_concerns(
    client: Client, whistle: Whistle
) -> None:
    answer = call(client, whistle, file(exif=told_exif()), file((300, 300)), file())
    order = Order.objects.get()
    first, second = order.photos.all()  # the third was the first again
    shown = client.get(answer.headers["Location"]).content.decode()
    assert shown.count("您的第") == 2
    got = client.get(own_photo(order, first.stored))
    data = b"".join(got.streaming_content)  # type: ignore[attr-defined]
    assert data.startswith(b"\xff\xd8")
    assert b"PhoneOfWang" not in data
    assert b"Exif" not in data
    assert signed_in(whistle, "street").get(inside_photo(order, second.stored)).status_code == 200
    assert signed_in(whistle, "other").get(inside_photo(order, first.stored)).status_code == 404
    other = call(client, whistle, file((200, 200)), key="call-0002")
    assert other.status_code == 302
    elsewhere = Order.objects.latest("id")
    assert client.get(own_photo(elsewhere, first.stored)).status_code == 404


def test_what_a_unit_adds_is_not_for_the_caller(client: Client, whistle: Whistle) -> None:
    call(client, whistle)
    order = lead_to(whistle, State.RESOLVING, Order.objects.get())
    key = store_photo(file()).key
    order = move(whistle, order, "resolve", "unit", photos=(key,))
    assert order.photos.get().move.action == "resolve"
    assert signed_in(whistle, "unit").get(inside_photo(order, key)).status_code == 200
    assert client.get(own_photo(order, key)).status_code == 404


def test_one_that_is_refused_says_why_and_the_rest_stays(client: Client, whistle: Whistle) -> None:
    bad = SimpleUploadedFile("页面.jpg", b"<html><script>alert(1)</script></html>")
    answer = call(client, whistle, file(), bad)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "页面.jpg" in page
    assert "这不是 JPEG" in page
    assert "垃圾桶满了" in page
    assert "已收到 1 张照片" in page
    assert not Order.objects.exists()
    kept = page.split('name="kept" value="')[1].split('"')[0]
    assert call(client, whistle, kept=kept).status_code == 302
    assert Order.objects.get().photos.count() == 1


def test_nobody_names_the_photos_of_others(client: Client, whistle: Whistle) -> None:
    key = store_photo(file()).key
    for kept in (key, f'["{key}"]', "x" * 5000):
        call(client, whistle, kept=kept, key=f"call-{len(kept)}")
    assert not Photo.objects.exists()


def test_four_are_too_many(client: Client, whistle: Whistle) -> None:
    sizes = [(100, 100), (110, 100), (120, 100), (130, 100)]
    answer = call(client, whistle, *map(file, sizes))
    assert answer.status_code == 422
    assert "最多 3 张" in answer.content.decode()
    assert not Order.objects.exists()


def test_an_officer_sends_some_with_an_order_and_a_step(whistle: Whistle) -> None:
    street = signed_in(whistle, "street")
    building = Building.objects.get(address="人民路1号").pk
    where = f"{reverse('new_order', args=['629931'])}?at={building}"
    said = {
        "key": "page:with-a-photo", "kind": whistle.kind.pk, "category": whistle.category.pk,
        "title": "井盖松动", "photos": [file()],
    }  # fmt: skip
    assert street.post(where, said).status_code == 302
    order = lead_to(whistle, State.RESOLVED, Order.objects.get())
    act = reverse("order_act", args=["629931", order.number, "verify"])
    body = {"version": order.version, "photos": [file((90, 90))]}
    assert street.post(act, body).status_code == 302
    assert set(order.photos.values_list("move__action", flat=True)) == {"report", "verify"}
    page = street.get(reverse("order", args=["629931", order.number])).content.decode()
    assert "核实的第 1 张照片" in page


def test_one_taken_back_is_gone_and_the_row_says_why(whistle: Whistle) -> None:
    key = store_photo(file((77, 77))).key
    order = report(whistle, photos=(key,))
    shared = report(whistle, photos=(key,))
    with pytest.raises(NotYours):
        withdraw_photo(photo=order.photos.get(), person=whistle.people["other"], reason="x")
    street = signed_in(whistle, "street")
    back = reverse("withdraw_photo", args=["629931", order.number, key])
    assert street.post(back, {"reason": " "}).status_code == 422
    assert street.post(back, {"reason": "照到了人"}).status_code == 302
    assert street.get(inside_photo(order, key)).status_code == 404
    assert street.get(inside_photo(shared, key)).status_code == 200
    page = street.get(reverse("order", args=["629931", order.number])).content.decode()
    assert "照到了人" in page
    assert street.post(back, {"reason": "再来"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_last_one_takes_the_file_with_it(whistle: Whistle) -> None:
    key = store_photo(file((78, 78))).key
    order = report(whistle, photos=(key,))
    withdraw_photo(photo=order.photos.get(), person=whistle.people["street"], reason="照到了人")
    assert not place_of_photo(key).exists()
    assert not place_of_photo(key, small=True).exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_call_at_the_same_time_is_one_with_its_photos(whistle: Whistle) -> None:
    answers = at_once(lambda _thread: call(Client(), whistle, file()).status_code, 6)
    assert set(answers) == {302}
    assert Order.objects.get().photos.count() == 1


def test_what_was_never_sent_whole_is_swept_after_a_day(whistle: Whistle) -> None:
    used, lost, new = (store_photo(file((60 + n, 60))).key for n in range(3))
    report(whistle, photos=(used,))
    old = time.time() - KEPT_SECONDS - 60
    for key in (used, lost):
        os.utime(place_of_photo(key), (old, old))
    assert sweep() == 1
    assert [place_of_photo(key).exists() for key in (used, lost, new)] == [True, False, True]
    assert not place_of_photo(lost, small=True).exists()
    os.utime(place_of_photo(new), (old, old))
    store_photo(file((62, 60)))  # somebody chooses the same picture again
    assert sweep() == 0
