"""The main pages, and whether they answer as they should to those who ask."""

import re
from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from gis_core.launch.trouble import Trouble

PATIENCE = 30.0
SIGN_IN = "/sign-in/"
SIGN_IN_FORM = 'name="password"'


@dataclass(frozen=True)
class Page:
    """An address, and a text its answer must hold; `{county}` is the county the person is led to.

    Every page must answer 200, after the redirects it gives.
    """

    path: str
    text: str


FOR_ANYONE = (
    Page("/livez", "ok"),
    Page("/readyz", "ok"),
    Page(SIGN_IN, SIGN_IN_FORM),
    Page("/", SIGN_IN_FORM),  # what is behind the sign-in leads to it
)
FOR_THE_PLANNER = (
    Page("/map/{county}/", "/static/built/"),
    Page("/list/{county}/", "<table"),
    Page("/list/{county}/suggestions/", "data-alternative="),
    Page("/staffing/{county}/", "<table"),
)


def visit(address: str, logins: list[dict[str, str]]) -> int:
    """Ask for every page as a stranger, and as the first of the demo accounts; how many.

    The files a page of the planner's needs (scripts, styles, pictures) are asked for as well.
    """
    stranger = _browser()
    for page in FOR_ANYONE:
        _expect(stranger, address, page)
    if not logins:
        return len(FOR_ANYONE)
    planner = _browser()
    county = _sign_in(planner, address, logins[0])
    files = set[str]()
    for page in FOR_THE_PLANNER:
        body = _expect(planner, address, Page(page.path.format(county=county), page.text))
        files.update(re.findall(r'(?:src|href)="(/static/[^"#]+)', body))
    for path in sorted(files):
        _expect(planner, address, Page(path, ""))
    return len(FOR_ANYONE) + len(FOR_THE_PLANNER) + len(files)


def _browser() -> OpenerDirector:
    """Something that keeps cookies."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    browser.addheaders = [("Accept-Language", "zh-CN")]
    return browser


def _sign_in(browser: OpenerDirector, address: str, login: dict[str, str]) -> str:
    """Sign in and follow to the map; the code of the county it shows."""
    form = _expect(browser, address, Page(SIGN_IN, SIGN_IN_FORM))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    answers = {
        "username": login["username"],
        "password": login["password"],
        "csrfmiddlewaretoken": token[1] if token else "",
    }
    request = Request(address + SIGN_IN, urlencode(answers).encode())  # noqa: S310  # our own server
    status, _, arrived = _get(browser, request)
    county = re.search(r"/map/([^/]+)/", arrived)
    if status != 200 or county is None:
        raise _unexpected(arrived, status, "/map/")
    return county[1]


def _expect(browser: OpenerDirector, address: str, page: Page) -> str:
    status, body, _ = _get(browser, address + page.path)
    if status != 200 or page.text not in body:
        raise _unexpected(address + page.path, status, page.text)
    return body


def _get(browser: OpenerDirector, what: str | Request) -> tuple[int, str, str]:
    """Status, text and the address we were led to."""
    try:
        with browser.open(what, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode(errors="replace"), answer.url
    except HTTPError as error:
        with error:
            return error.code, error.read().decode(errors="replace"), error.url or ""


def _unexpected(url: str, status: int, text: str) -> Trouble:
    return Trouble(
        f"页面 {url} 应答 {status}，应为 200 且含“{text}”",
        f"{url} answered {status}, not 200 with {text!r}",
        mend="tail -n 40 .local/log/web.log",
    )
