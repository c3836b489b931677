"""Asking for a packet from the case's page, and downloading it: who may, and what they get."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from gis_core.jobs.models import Job
from gis_core.jobs.services import run_job
from grids.packets import jobs
from grids.packets.models import Packet
from grids.packets.storing import root
from grids.proposals.models import Proposal
from grids.review.commenting import add_comment
from tests.packets.town import drawn_case, furnish
from tests.review.cast import Cast
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
FILES = {"6-全部材料.pdf": b"%PDF-1.7 all", "报批材料.zip": b"PK all"}


@pytest.fixture
def cast(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(jobs, "make_files", lambda *_given: FILES)
    return furnish(make_world())


def ask(user: User | None, address: str, **sent: Any) -> Any:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.post(address, sent) if sent else client.get(address)


def page_of(case: Proposal) -> str:
    return f"/cases/{case.pk}/packets/"


def made(case: Proposal, cast: Cast) -> Packet:
    assert ask(cast[Role.REVIEWER], page_of(case), go="1").status_code == 302
    run_job.func(str(Job.objects.latest("created_at").pk))
    return Packet.objects.get()


def test_a_packet_is_asked_for_watched_and_downloaded(cast: Cast) -> None:
    case = drawn_case(cast)
    assert ask(cast[Role.REVIEWER], page_of(case), go="1").status_code == 302
    waiting = ask(cast[Role.REVIEWER], page_of(case)).content.decode()
    assert 'http-equiv="refresh"' in waiting
    assert "取消生成" in waiting
    packet = made(case, cast)
    page = ask(cast[Role.PLANNER], page_of(case)).content.decode()
    assert "与方案现在的内容和办理记录一致。" in page
    assert "http-equiv" not in page
    address = f"{page_of(case)}{packet.pk}/6-全部材料.pdf"
    answer = ask(cast[Role.PLANNER], address)
    assert b"".join(answer.streaming_content) == FILES["6-全部材料.pdf"]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''6-")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_it_says_when_the_record_has_moved_on(cast: Cast) -> None:
    case = drawn_case(cast)
    made(case, cast)
    add_comment(proposal=case, person=cast[Role.REVIEWER], text="请补充。")
    page = ask(cast[Role.REVIEWER], page_of(case)).content.decode()
    assert "办理记录在此之后有变化" in page


def test_who_may_see_make_and_download(cast: Cast) -> None:
    case = drawn_case(cast)
    packet = made(case, cast)
    file, stop = f"{page_of(case)}{packet.pk}/报批材料.zip", f"{page_of(case)}{packet.pk}/stop/"
    expected = {
        Role.PLANNER: (200, 200, 403, 403),
        Role.STREET_MANAGER: (200, 200, 302, 302),
        Role.COMMUNITY_HEAD: (200, 200, 403, 403),
        Role.REVIEWER: (200, 200, 302, 302),
        Role.DECIDER: (200, 200, 302, 302),
        Role.DEPARTMENT: (200, 200, 302, 302),
        Role.FULL_TIME_OFFICER: (404, 404, 404, 404),
        Role.VOLUNTEER: (404, 404, 404, 404),
        Role.AUDITOR: (404, 404, 404, 404),
        Role.SYSTEM_ADMINISTRATOR: (404, 404, 404, 404),
    }
    for role, codes in expected.items():
        who = cast[role]
        found = (
            ask(who, page_of(case)), ask(who, file), ask(who, page_of(case), go="1"),
            ask(who, stop, go="1"),
        )  # fmt: skip
        assert tuple(one.status_code for one in found) == codes, role
    assert ask(None, file)["Location"].startswith("/sign-in/")


def test_the_next_county_finds_nothing(cast: Cast) -> None:
    case = drawn_case(cast)
    packet = made(case, cast)
    other = furnish(make_world("629932"))
    for role in (Role.REVIEWER, Role.DECIDER, Role.STREET_MANAGER):
        for address in (page_of(case), f"{page_of(case)}{packet.pk}/报批材料.zip"):
            assert ask(other[role], address).status_code == 404
        assert ask(other[role], page_of(case), go="1").status_code == 404
    theirs = drawn_case(other)
    mixed = f"{page_of(theirs)}{packet.pk}/报批材料.zip"
    assert ask(other[Role.REVIEWER], mixed).status_code == 404


def test_only_the_packet_s_own_files_are_given_out(cast: Cast) -> None:
    case = drawn_case(cast)
    packet = made(case, cast)
    (root() / packet.folder / "secret").write_bytes(b"secret")
    (root() / "secret").write_bytes(b"secret")
    for name in ("secret", "..%2F..%2Fsecret", "%2Fetc%2Fpasswd", "manifest.json"):
        answer = ask(cast[Role.REVIEWER], f"{page_of(case)}{packet.pk}/{name}")
        assert answer.status_code == 404, name
