"""A code from the phone: set up by a picture, asked at decisions, used once, not guessed."""

import datetime
import re
from typing import Any

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gis_core.accounts import confirming
from gis_core.accounts.confirming import Factor, doubt_of, register_factor
from gis_core.accounts.models import SecondFactor, User
from gis_core.accounts.second_factor import accepts, has_factor
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal
from tests.review.cast import Cast, lead
from tests.review.conftest import cast, division, town
from tests.review.test_leading_a_case import DEC, go
from tests.world import World

__all__ = ["cast", "division", "town"]

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of the example in RFC 6238's drafts


def code_of(secret: str = SECRET, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(timezone.now(), counter_offset=steps)


def password_of(user: User) -> str:
    return f"{user.username}-password-1"


def setting(user: User) -> tuple[Client, str]:
    """The page for setting it up, and the secret it shows."""
    client = Client()
    client.force_login(user)
    page = client.get(reverse("second_factor")).content.decode()
    assert "<svg" in page
    shown = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert shown is not None
    return client, shown[1].replace(" ", "")


def send(client: Client, user: User, code: str, **said: str) -> int:
    body = {"password": password_of(user), "code": code, **said}
    return client.post(reverse("second_factor"), body).status_code


@pytest.fixture
def held(world: World) -> User:
    SecondFactor.objects.create(user=world.reviewer, secret=SECRET)
    return world.reviewer


def test_it_is_set_only_with_the_password_and_the_code_of_the_secret_shown(world: World) -> None:
    client, secret = setting(world.reviewer)
    wrong = f"{(int(code_of(secret)) + 1) % 1_000_000:06d}"
    assert send(client, world.reviewer, wrong) == 422
    assert send(client, world.reviewer, code_of(secret), password="guess") == 422
    assert not has_factor(world.reviewer)
    assert send(client, world.reviewer, code_of(secret)) == 302
    assert SecondFactor.objects.get(user=world.reviewer).secret == secret
    assert secret not in client.get(reverse("second_factor")).content.decode().replace(" ", "")


def test_it_is_taken_away_only_with_a_fresh_code(world: World) -> None:
    client, secret = setting(world.reviewer)
    used = code_of(secret)
    assert send(client, world.reviewer, used) == 302
    assert send(client, world.reviewer, used) == 422
    assert has_factor(world.reviewer)
    assert send(client, world.reviewer, code_of(secret, 1)) == 302
    assert not has_factor(world.reviewer)


def test_a_code_is_right_for_half_a_minute_about_its_time_and_once(held: User) -> None:
    for steps in (-3, 3):
        assert not accepts(held, code_of(steps=steps))
    for wrong in ("", "abc", "０００", code_of("A" * 32)):
        assert not accepts(held, wrong)
    assert accepts(held, f" {code_of()[:3]} {code_of()[3:]}")
    assert not accepts(held, code_of())
    assert not accepts(held, code_of(steps=-1))
    assert accepts(held, code_of(steps=1))


def test_who_has_set_none_is_asked_for_the_password_alone(world: World) -> None:
    who = world.reviewer
    assert doubt_of(who, password_of(who)) == ""
    assert doubt_of(who, "guess", "123456") == "wrong_password"


def _true(person: User) -> bool:
    return True


def _card(person: User, code: str) -> bool:
    return code == "card"


CARD = Factor(_true, _card)


def test_another_factor_is_registered_by_its_path(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirming, "_paths", [])
    register_factor(f"{__name__}.CARD")
    who = world.reviewer
    assert doubt_of(who, password_of(who)) == "wrong_code"
    assert doubt_of(who, password_of(who), "card") == ""


def test_a_decision_asks_for_the_code_and_takes_it_once(cast: Cast, division: Proposal) -> None:
    go(division, cast, until="accept")
    decider = cast[DEC]
    SecondFactor.objects.create(user=decider, secret=SECRET)
    client = Client()
    client.force_login(decider)
    page = client.get(reverse("case", args=[division.pk])).content.decode()
    assert 'name="code"' in page
    for code in ("", "000000x"):
        with pytest.raises(Refused) as caught:
            lead(division, "approve", decider, code=code)
        assert caught.value.code == "wrong_code"
    code = code_of()
    lead(division, "approve", decider, code=code)
    with pytest.raises(Refused) as caught:
        lead(division, "revoke", decider, code=code)
    assert caught.value.code == "wrong_code"
    assert lead(division, "revoke", decider, code=code_of(steps=1)).target == "returned"


def test_codes_are_not_guessed_on_and_on(cast: Cast, division: Proposal) -> None:
    go(division, cast, until="accept")
    decider = cast[DEC]
    SecondFactor.objects.create(user=decider, secret=SECRET)
    client = Client()
    client.force_login(decider)
    told = client.get(f"/api/cases/{division.pk}").json()
    assert told["asks_code"] is True
    body: dict[str, Any] = {
        "transition": "approve",
        "seen_version": told["version"],
        "seen_hash": told["contents"],
        "password": password_of(decider),
    }
    where = f"/api/cases/{division.pk}/moves"
    for _ in range(9):
        answer = client.post(where, {**body, "code": "1"}, content_type="application/json")
    assert answer.status_code in (403, 422)
    right = client.post(where, {**body, "code": code_of()}, content_type="application/json")
    assert right.status_code != 200
    division.refresh_from_db()
    assert division.status == "county_review"
    assert send(client, decider, code_of()) != 302


def test_the_secret_is_in_no_record(held: User) -> None:
    later = timezone.now() + datetime.timedelta(days=1)
    assert SecondFactor.objects.filter(set_at__lt=later).count() == 1
    assert not hasattr(SecondFactor, "pgh_event_models")
