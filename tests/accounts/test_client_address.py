import pytest
from django.test import RequestFactory
from pytest_django import Settings

from gis_core.accounts.addresses import client_address


def seen(forwarded: str | None) -> str:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return client_address(RequestFactory(headers=headers).get("/", REMOTE_ADDR="10.0.0.1"))


def test_without_a_proxy_a_forwarded_address_is_not_believed(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 0
    assert seen("1.2.3.4") == "10.0.0.1"


@pytest.mark.parametrize("forwarded", ["1.2.3.4", "6.6.6.6, 1.2.3.4"])
def test_behind_one_proxy_the_address_it_saw_counts(settings: Settings, forwarded: str) -> None:
    settings.TRUSTED_PROXIES = 1
    assert seen(forwarded) == "1.2.3.4"


def test_a_request_that_came_past_the_proxy_keeps_its_own_address(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    assert seen(None) == "10.0.0.1"
