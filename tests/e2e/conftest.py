"""A real Chromium against a live server on the test database.

Nothing may be asked of another host: such a request is refused and fails its test.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Route
from pytest_django.live_server_helper import LiveServer

from gis_core.accounts.models import User
from gis_core.catalogues import compile_catalogues
from tests.pages.furnishing import furnish
from tests.world import World, make_world

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
PATIENCE = 60_000  # a software-rendered map on a busy machine; no test waits for time to pass
DRAWN = 'html[data-map-ready="yes"][data-map-busy="no"]'


@pytest.fixture(scope="session", autouse=True)
def database_beside_the_browser() -> None:
    """Playwright keeps an event loop in this thread; the tests use the database in it anyway."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def built_front_end() -> None:
    """Build the front end where it is missing, and the catalogues."""
    compile_catalogues()
    if not (ROOT / "layers" / "static" / "built" / "map.js").exists():
        subprocess.run(["npm", "run", "build"], cwd=ROOT, check=True, capture_output=True)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "chromium_sandbox": False, "args": FLAGS}


@pytest.fixture
def browser_context_args() -> dict[str, Any]:
    return {"locale": "zh-CN", "viewport": {"width": 1280, "height": 800}}


@pytest.fixture
def strangers() -> list[str]:
    """Requests to other hosts; a test that made one fails."""
    return []


@pytest.fixture
def context(
    context: BrowserContext, live_server: LiveServer, strangers: list[str]
) -> Iterator[BrowserContext]:
    home = urlsplit(live_server.url).netloc

    def only_home(route: Route) -> None:
        if urlsplit(route.request.url).netloc == home:
            route.fallback()
        else:
            strangers.append(route.request.url)
            route.abort()

    context.route("**/*", only_home)
    context.set_default_timeout(PATIENCE)
    yield context
    assert strangers == []


@pytest.fixture
def town(transactional_db: None, built_front_end: None) -> World:
    """The small county with buildings, a road, a venue and figures."""
    world = make_world()
    furnish(world)
    return world


class Visitor:
    """A person with a browser."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def sign_in(self, user: User) -> None:
        self.page.goto(f"{self.server}/sign-in/")
        self.page.get_by_label("账号").fill(user.username)
        self.page.get_by_label("密码").fill(f"{user.username}-password-1")
        self.page.get_by_role("button", name="登录", exact=True).click()

    def enter(self, user: User) -> None:
        """Be somebody who has signed in before: no form, nor the map it leads to."""
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": self.server}
        self.page.context.add_cookies([cookie])  # type: ignore[list-item]  # a TypedDict

    def open_map(self, world: World, query: str = "") -> None:
        self.page.goto(f"{self.server}/map/{world.county.code}/{query}")
        self.wait_for_map()

    def open_list(self, world: World, query: str = "") -> None:
        self.page.goto(f"{self.server}/list/{world.county.code}/{query}")

    def wait_for_map(self) -> None:
        self.page.wait_for_selector(DRAWN, state="attached")


@pytest.fixture
def visitor(page: Page, live_server: LiveServer) -> Iterator[Visitor]:
    someone = Visitor(page, live_server.url)
    yield someone
    assert someone.errors == []
