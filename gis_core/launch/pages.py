"""The main pages, and whether they answer as they should to those who ask."""

import re
from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from gis_core.launch.trouble import Trouble

SIGN_IN = "/sign-in/"
PATIENCE = 30.0


@dataclass(frozen=True)
class Page:
    """What must come back: the status, and a text that only this page has."""

    path: str
    status: int
    text: str
    signed_in: bool


PAGES = (
    Page("/livez", 200, "", signed_in=False),
    Page(SIGN_IN, 200, "<form", signed_in=False),
    Page("/", 200, "<html", signed_in=True),
)


def visit(address: str, logins: list[dict[str, str]]) -> int:
    """Ask for every page, those behind the sign-in as the first of the demo accounts; how many."""
    stranger, planner = _browser(), _browser()
    if logins:
        _sign_in(planner, address, logins[0])
    pages = [page for page in PAGES if logins or not page.signed_in]
    for page in pages:
        status, body = _get(planner if page.signed_in else stranger, address + page.path)
        if status != page.status or page.text not in body:
            raise _unexpected(address + page.path, status, page)
    return len(pages)


def _browser() -> OpenerDirector:
    """Something that keeps cookies."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    browser.addheaders = [("X-Forwarded-Proto", "https")]  # production settings want TLS in front
    return browser


def _sign_in(browser: OpenerDirector, address: str, login: dict[str, str]) -> None:
    _, form = _get(browser, address + SIGN_IN)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    answers = {
        "username": login["username"],
        "password": login["password"],
        "csrfmiddlewaretoken": token[1] if token else "",
    }
    request = Request(address + SIGN_IN, urlencode(answers).encode())  # noqa: S310  # our own server
    request.add_header("Referer", address.replace("http:", "https:") + SIGN_IN)
    status, _ = _get(browser, request)
    if status != 200:
        raise _unexpected(address + SIGN_IN, status, Page(SIGN_IN, 200, "", signed_in=True))


def _get(browser: OpenerDirector, what: str | Request) -> tuple[int, str]:
    try:
        with browser.open(what, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except HTTPError as error:
        return error.code, error.read().decode(errors="replace")


def _unexpected(url: str, status: int, page: Page) -> Trouble:
    return Trouble(
        f"页面 {url} 应答 {status}，应为 {page.status} 且含“{page.text}”",
        f"{url} answered {status}, not {page.status} with {page.text!r}",
        mend="tail -n 40 .local/log/web.log",
    )
