"""A case on its way in a browser: whoever has the turn comes to its page and presses a button."""

import datetime

from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.proposals.models import Proposal
from tests.e2e.conftest import PATIENCE, Visitor
from tests.review.cast import Cast


class CasePage:
    """One window, in which one person after the other looks at the same case."""

    def __init__(self, visitor: Visitor, cast: Cast) -> None:
        self.visitor, self.page, self.cast = visitor, visitor.page, cast
        self.proposal: Proposal

    def become(self, who: User | None) -> Page:
        """Let another person sit down at the window; None: somebody without an account."""
        self.page.context.clear_cookies()
        if who is not None:
            client = Client()
            client.force_login(who)
            name = settings.SESSION_COOKIE_NAME
            cookie = {"name": name, "value": client.cookies[name].value, "url": self.visitor.server}
            self.page.context.add_cookies([cookie])  # type: ignore[list-item]  # as documented
        return self.page

    def go(self, address: str) -> Page:
        self.page.goto(f"{self.visitor.server}{address}")
        return self.page

    def open(self, role: Role) -> Page:
        """The case's page, as one of the cast."""
        self.become(self.cast[role])
        return self.go(f"/cases/{self.proposal.pk}/")

    def choice(self, label: str) -> Locator:
        """The form of a way on, by what its button says."""
        button = self.page.get_by_role("button", name=label, exact=True)
        return self.page.locator(".choices form", has=button)

    def lead(
        self, role: Role, label: str, *, reason: str = "", day: datetime.date | None = None
    ) -> None:
        """Come, and lead the case on."""
        self.open(role)
        self.press(label, self.cast[role], reason=reason, day=day)
        self.expect_done()

    def press(
        self, label: str, who: User, *, reason: str = "", day: datetime.date | None = None
    ) -> None:
        form = self.choice(label)
        if reason:
            form.locator('[name="reason"]').fill(reason)
        if day is not None:
            form.locator('[name="in_force_from"]').fill(day.isoformat())
        password = form.locator('[name="password"]')
        if password.count():
            password.fill(f"{who.username}-password-1")
        form.get_by_role("button", name=label, exact=True).click()

    def expect_done(self) -> None:
        expect(self.page.locator('.sheet > .hint[role="status"]')).to_have_text(
            "已办理。", timeout=PATIENCE
        )

    def add_paper(self, role: Role, kind: str) -> None:
        """Write a paper down."""
        self.open(role)
        self.page.get_by_text("登记文书", exact=True).click()
        self.page.get_by_label("文书名称").fill(kind)
        self.page.get_by_label("文号").fill("清民发〔2026〕1号")
        self.page.locator("#paper-day").fill(timezone.localdate().isoformat())
        self.page.get_by_role("button", name="登记", exact=True).click()
        self.expect_done()

    def let_pass(self, role: Role, rule: str, reason: str) -> None:
        """Waive on the reviewer's page what breaks a rule."""
        self.become(self.cast[role])
        self.go(f"/review/{self.proposal.pk}/")
        fault = self.page.locator(
            "details", has=self.page.locator(f'[name="rule"][value="{rule}"]')
        )
        fault.locator("summary").click()
        fault.locator("textarea").fill(reason)
        fault.get_by_role("button", name="豁免这一条").click()
        expect(self.page.get_by_text(reason).first).to_be_visible(timeout=PATIENCE)

    def expect_step(self, step: str) -> None:
        expect(self.page.locator(".case-step")).to_have_text(step, timeout=PATIENCE)
