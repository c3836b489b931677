import pytest
from django.test import Client
from django.urls import reverse

from gis_core.accounts.models import User
from tests.world import World

WRONG = "账号或密码不正确"


def attempt(client: Client, username: str, password: str | None = None) -> str:
    answer = client.post(
        reverse("sign_in"), {"username": username, "password": password or "wrong"}
    )
    return answer.content.decode()


def refusal(page: str) -> str:
    start = page.index("sign-in-error")
    return page[start : page.index("</div>", start)]


def test_an_unknown_name_and_a_wrong_password_are_refused_alike(
    client: Client, world: World
) -> None:
    assert refusal(attempt(client, world.planner.username)) == refusal(attempt(client, "nobody"))
    assert WRONG in attempt(client, "nobody")


def test_a_closed_account_is_refused_in_the_same_words(client: Client, world: World) -> None:
    User.objects.filter(pk=world.planner.pk).update(is_active=False)
    right = f"{world.planner.username}-password-1"
    assert refusal(attempt(client, world.planner.username, right)) == refusal(
        attempt(client, "nobody")
    )


@pytest.mark.parametrize("username", ["planner-629931", "nobody-at-all"])
def test_after_eight_failures_signing_in_is_paused_in_chinese(
    client: Client, world: World, username: str
) -> None:
    for _ in range(8):
        attempt(client, username)
    right = {"username": username, "password": f"{username}-password-1"}
    answer = client.post(reverse("sign_in"), right)
    assert answer.status_code == 429
    assert "登录已暂停" in answer.content.decode()


def test_signing_in_leads_to_the_map_of_the_county(client: Client, world: World) -> None:
    right = {
        "username": world.planner.username,
        "password": f"{world.planner.username}-password-1",
    }
    answer = client.post(reverse("sign_in"), right, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("map", args=[world.county.code])


def test_a_link_cannot_sign_a_person_out(client: Client, world: World) -> None:
    client.force_login(world.planner)
    assert client.get(reverse("sign_out")).status_code == 405
    assert client.get(reverse("map", args=[world.county.code])).status_code == 200
