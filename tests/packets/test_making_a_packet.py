"""The job that makes a packet, and what is in it: real files, opened again."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from django.db import DatabaseError, transaction

from communities.territory.models import Place
from gis_core.accounts.models import Level
from gis_core.accounts.roles import Role
from gis_core.jobs.models import Job
from gis_core.jobs.services import cancel_job, run_job
from gis_core.launch.system import PAPERS
from grids.packets import jobs
from grids.packets.contents.queries import contents_of
from grids.packets.contents.stamps import stamps_of
from grids.packets.making import MANIFEST, NAMES, WHOLE
from grids.packets.models import Packet
from grids.packets.papers.wording import one_digit, percent, square_km, whole
from grids.packets.queries import stale_parts
from grids.packets.services import ask_for_packet, cancel_packet
from grids.packets.storing import digest, path_of, root
from grids.proposals.models import Proposal
from grids.review.commenting import add_comment
from grids.review.refusals import NotYours
from tests.drafts.town import G3, at
from tests.notices.town import on_day
from tests.packets.papers import fonts_of, squeezed, text_of
from tests.packets.town import drawn_case, fresh, furnish, put_on_record, redraw
from tests.review.cast import Cast
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "𠮷祥{{ 7*7 }}<w:p/>社区"  # a rare character of four bytes, braces, XML


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "packets"


@pytest.fixture
def cast() -> Cast:
    return furnish(make_world())


@pytest.fixture
def case(cast: Cast) -> Proposal:
    return drawn_case(cast)


def made(case: Proposal, cast: Cast) -> Packet:
    """A packet asked for by the street and made here."""
    packet = ask_for_packet(proposal=case, person=cast[Role.STREET_MANAGER])
    run_job.func(str(packet.job_id))
    return Packet.objects.select_related("job").get(pk=packet.pk)


def content(packet: Packet, name: str) -> bytes:
    return path_of(packet.folder, name).read_bytes()


def folders() -> list[str]:
    """Everything that lies on the shelf, files and all."""
    return sorted(str(path.relative_to(root())) for path in root().rglob("*") if path.is_file())


def words_of_docx(file: bytes) -> str:
    opened = docx.Document(io.BytesIO(file))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return squeezed("".join([*(one.text for one in opened.paragraphs), *cells]))


def test_every_file_is_there_as_its_row_and_the_manifest_say(cast: Cast, case: Proposal) -> None:
    packet = made(case, cast)
    assert packet.job is not None
    assert (packet.job.status, packet.job.error_text) == (Job.Status.SUCCEEDED, "")
    assert [one["name"] for one in packet.files] == [*NAMES.values(), MANIFEST, WHOLE]
    for one in packet.files:
        file = content(packet, one["name"])
        assert (len(file), digest(file)) == (one["bytes"], one["sha256"])
    assert folders() == sorted(f"{packet.folder}/{one['name']}" for one in packet.files)
    told = json.loads(content(packet, MANIFEST))
    assert told["content_hash"] == stamps_of(case).content
    with zipfile.ZipFile(io.BytesIO(content(packet, WHOLE))) as archive:
        assert archive.namelist() == [*NAMES.values(), MANIFEST]
        for one in told["files"]:
            assert digest(archive.read(one["name"])) == one["sha256"]


def test_every_figure_of_the_papers_is_the_database_s(cast: Cast) -> None:
    Place.objects.filter(pk=cast.world.xincheng.pk).update(name=NAME)
    case = drawn_case(cast)
    put_on_record(cast, case, "服务点{{ 7*7 }}会不会搬走？")
    packet = made(fresh(case), cast)
    contents = contents_of(fresh(case), packet.day)
    pdf = content(packet, NAMES["packet"])
    printed = text_of(pdf)
    assert fonts_of(pdf) == dict.fromkeys(fonts_of(pdf), True)
    for row in contents.units:
        for side in filter(None, (row.before, row.after)):
            area, density = square_km(side.area), whole(side.density)
            figures = (
                side.households, side.dwellings, side.registered, side.population, area, density,
                side.buildings, side.compounds,
                side.grids if side.level == Level.COMMUNITY else side.parent,
                whole(side.venue_area), one_digit(side.venue_per_100), percent(side.served_share),
            )  # fmt: skip
            assert squeezed("".join(map(str, figures))) in printed, side.name
    letter = words_of_docx(content(packet, NAMES["plan"]))
    total = contents.total(Level.COMMUNITY)
    for text in (letter, printed):
        assert f"面积{square_km(total.before.area)}平方公里" in text
        assert f"常住户{total.before.households}户，常住人口{total.before.population}人" in text
        assert f"{total.after.least}—{total.after.most}户" in text
        assert squeezed(NAME) in text
    reply = words_of_docx(content(packet, NAMES["reply"]))
    changfu = next(row.after for row in contents.units if row.name == "长富路社区")
    assert changfu is not None
    assert f"{changfu.households}户，常住人口{changfu.population}人" in reply
    assert "三个月内完成移交。" in reply
    evidence = words_of_docx(content(packet, NAMES["notice"]))
    assert "服务点{{7*7}}会不会搬走？" in evidence
    assert contents.notices[0].content_hash in evidence
    book = openpyxl.load_workbook(io.BytesIO(content(packet, NAMES["workbook"])))
    cells = {cell for page in book for row in page.values for cell in row}
    assert {changfu.households, changfu.population, changfu.dwellings, NAME} <= cells


def test_asked_again_it_is_the_same_packet_until_anything_changes(
    cast: Cast, case: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (
        ask_for_packet(proposal=case, person=cast[role])
        for role in (Role.STREET_MANAGER, Role.REVIEWER)
    )
    assert (first.pk, first.job_id) == (second.pk, second.job_id)
    on_day(monkeypatch, first.day.replace(year=first.day.year + 1))
    tomorrow = ask_for_packet(proposal=case, person=cast[Role.REVIEWER])
    add_comment(proposal=case, person=cast[Role.REVIEWER], text="请补充。")
    spoken = ask_for_packet(proposal=case, person=cast[Role.REVIEWER])
    assert len({first.pk, tomorrow.pk, spoken.pk}) == 3


def test_a_packet_says_what_of_it_is_stale(cast: Cast, case: Proposal) -> None:
    packet = ask_for_packet(proposal=case, person=cast[Role.REVIEWER])
    assert stale_parts(packet, stamps_of(case)) == []
    add_comment(proposal=case, person=cast[Role.REVIEWER], text="请补充。")
    assert stale_parts(packet, stamps_of(case)) == ["record"]
    again = redraw(cast, case, [at(0, 9)], G3)
    assert stale_parts(packet, stamps_of(again)) == ["content", "record"]


def test_only_who_leads_the_case_may_ask_and_stop(cast: Cast, case: Proposal) -> None:
    packet = ask_for_packet(proposal=case, person=cast[Role.DECIDER])
    for role in (Role.PLANNER, Role.COMMUNITY_HEAD, Role.VOLUNTEER, Role.AUDITOR):
        with pytest.raises(NotYours):
            ask_for_packet(proposal=case, person=cast[role])
        with pytest.raises(NotYours):
            cancel_packet(packet=packet, person=cast[role])


def test_one_that_was_stopped_is_made_anew_when_asked_for_again(cast: Cast, case: Proposal) -> None:
    packet = ask_for_packet(proposal=case, person=cast[Role.REVIEWER])
    cancel_packet(packet=packet, person=cast[Role.REVIEWER])
    again = ask_for_packet(proposal=case, person=cast[Role.REVIEWER])
    assert again.pk == packet.pk
    assert (again.job_id == packet.job_id, again.tries) == (False, 2)
    run_job.func(str(packet.job_id))
    assert not Packet.objects.get(pk=packet.pk).is_made


def test_nothing_is_kept_of_one_stopped_while_it_is_made(
    cast: Cast, case: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(packet: Packet, *rest: Any) -> dict[str, bytes]:
        cancel_job(job=Job.objects.get(pk=Packet.objects.values_list("job", flat=True).get()))
        return {"a": b"1"}

    monkeypatch.setattr(jobs, "make_files", stopped)
    packet = made(case, cast)
    assert packet.job is not None
    assert (packet.job.status, packet.is_made, folders()) == (Job.Status.CANCELLED, False, [])


def test_what_changes_while_it_is_made_is_not_passed_over(
    cast: Cast, case: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(packet: Packet, *rest: Any) -> dict[str, bytes]:
        add_comment(proposal=case, person=cast[Role.REVIEWER], text="请等一下。")
        return {"a": b"1"}

    monkeypatch.setattr(jobs, "make_files", changed)
    packet = made(case, cast)
    assert packet.job is not None
    assert (packet.job.error_code, packet.is_made, folders()) == ("moved_on", False, [])


def test_where_nothing_prints_it_says_what_to_install(
    cast: Cast, case: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = PAPERS[0].__class__("排版库", "", ("libpango",), lambda: False, "")
    monkeypatch.setattr(jobs, "PAPERS", (missing,))
    packet = made(case, cast)
    assert packet.job is not None
    assert packet.job.error_code == "nothing_to_print_with"
    assert "libpango" in packet.job.error_text


def test_a_packet_once_made_cannot_be_changed_or_half_written(
    cast: Cast, case: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "make_files", lambda *_given: {"a": b"1"})
    packet = made(case, cast)
    for change in (packet.delete, lambda: Packet.objects.update(day="2026-01-01")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    other = ask_for_packet(proposal=drawn_case(cast), person=cast[Role.REVIEWER])
    with pytest.raises(DatabaseError), transaction.atomic():
        Packet.objects.filter(pk=other.pk).update(made_at=packet.made_at)


def test_what_a_killed_attempt_left_is_swept_by_the_next(
    cast: Cast, case: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    packet = ask_for_packet(proposal=case, person=cast[Role.REVIEWER])
    for left in (root() / ".making" / f"{packet.pk}-0",
                 root() / packet.content_hash / f"{packet.pk}-0"):  # fmt: skip
        left.mkdir(parents=True)
        (left / "half").write_bytes(b"ha")
    monkeypatch.setattr(jobs, "make_files", lambda *_given: {"a": b"1"})
    run_job.func(str(packet.job_id))
    assert folders() == [f"{packet.content_hash}/{packet.pk}-1/a"]
