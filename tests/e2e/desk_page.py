"""A draft on the desk in a browser, by what its people see and press."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Route, expect

from gis_core.accounts.models import User
from grids.proposals.models import Operation, Proposal, ProposalCell
from tests.e2e.conftest import PATIENCE, Visitor

OPERATIONS = re.compile(r"/api/drafts/[^/]+/operations$")
NEVER = 120  # Tab presses after which something counts as out of reach


class DeskPage:
    """One window with one draft."""

    def __init__(self, visitor: Visitor, draft: Proposal) -> None:
        self.visitor, self.page, self.draft = visitor, visitor.page, draft

    def open(self, user: User) -> "DeskPage":
        self.visitor.enter(user)
        self.page.goto(f"{self.visitor.server}/drafts/{self.draft.pk}/")
        self.visitor.wait_for_map()
        return self

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def row(self, name: str) -> Locator:
        """A row of the table by the name in it."""
        return self.page.locator("#cells-body tr", has=self.page.get_by_text(name, exact=True))

    def move(self, rows: list[int], to: str) -> None:
        """Put cells on the table's first page into a unit, with the mouse."""
        self.tab("表格")
        for row in rows:
            self.row(f"单元 {row + 1}").click()
        self.page.locator("#moving-to").fill(to)
        self.page.locator("#moving-target li").first.click()
        self.page.locator("#moving-go").click()

    def expect_saved(self) -> None:
        expect(self.page.locator("#saving")).to_contain_text("已保存", timeout=PATIENCE)

    def tab_to(self, target: Locator, key: str = "Tab") -> None:
        """Press Tab until something has the focus, as somebody without a mouse does."""
        for _ in range(NEVER):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{target} cannot be reached with {key}")

    @contextmanager
    def without_answers(self) -> Iterator[list[str]]:
        """Operations reach the server, their answers do not reach the page."""
        lost: list[str] = []

        def lose(route: Route) -> None:
            lost.append(str(route.fetch().status))
            route.abort()

        self.page.route(OPERATIONS, lose)
        yield lost
        self.page.unroute(OPERATIONS, lose)

    @contextmanager
    def without_sending(self) -> Iterator[None]:
        """Operations do not reach the server."""
        self.page.route(OPERATIONS, _cut)
        yield
        self.page.unroute(OPERATIONS, _cut)


def _cut(route: Route) -> None:
    route.abort("connectionfailed")


def units_of(draft: Proposal) -> list[str]:
    """The name of each cell's grid, by row, as the database has it."""
    cells = ProposalCell.objects.filter(proposal=draft).order_by("cell__number", "piece")
    return [name or "" for name in cells.values_list("unit__name", flat=True)]


def log_of(draft: Proposal) -> list[str]:
    """The kinds of the operations made."""
    found = Operation.objects.filter(proposal=draft).order_by("version")
    return list(found.values_list("kind", flat=True))
