"""Files of papers: what is taken, kept once, never half, and handed out only in scope."""

import hashlib
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from gis_core.files import keeping
from gis_core.files.documents import plain_name
from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.keeping import keep, place_of
from grids.proposals.models import Proposal
from grids.review.models import Paper
from tests.review.cast import Cast, lead
from tests.world import make_world

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40 + b"\xff\xd9"


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def send(who: User, proposal: Proposal, body: bytes, name: str = "请示.pdf", **more: str) -> Any:
    client = Client()
    client.force_login(who)
    form = {"kind": "请示", "day": "2026-03-02", "number": "清街〔2026〕1号", **more}
    address = reverse("case_act", args=[proposal.pk, "paper"])
    return client.post(address, {**form, "file": SimpleUploadedFile(name, body)})


def fetch(who: User, paper: Paper) -> Any:
    client = Client()
    client.force_login(who)
    return client.get(reverse("case_paper", args=[paper.proposal_id, paper.pk]))


def parts(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.pdf", PDF),
        ("a.PNG", PNG),
        ("a.jpeg", JPEG),
        ("a.docx", zipped("[Content_Types].xml", "word/document.xml")),
        ("a.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml")),
        ("a.ofd", zipped("OFD.xml", "Doc_0/Document.xml")),
    ],
)
def test_the_kinds_of_papers_are_known_by_their_contents(name: str, body: bytes) -> None:
    kept = keep([body[:5], body[5:]], name)
    assert kept.bytes == len(body)
    assert place_of(kept.sha256).read_bytes() == body
    assert kept.sha256 == hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize(
    ("name", "body", "fault"),
    [
        ("a.pdf", PNG, FileFault.UNKNOWN_FORMAT),
        ("a.png", PNG[:-8], FileFault.DAMAGED),
        ("a.pdf", PDF[:-7], FileFault.DAMAGED),
        ("a.pdf", b"", FileFault.DAMAGED),
        ("a.html", b"<script>alert(1)</script>", FileFault.UNKNOWN_FORMAT),
        ("a.pdf", b"<script>alert(1)</script>%PDF-1.7 %%EOF", FileFault.UNKNOWN_FORMAT),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99, FileFault.UNKNOWN_FORMAT),
        ("a.docx", zipped("word/document.xml", "word/vbaProject.bin"), FileFault.ARCHIVE),
        ("a.zip", zipped("x.exe"), FileFault.UNKNOWN_FORMAT),
        ("a.docx", zipped("word/document.xml")[:-30], FileFault.DAMAGED),
    ],
)
def test_everything_else_is_refused_and_leaves_nothing(
    media: Path, name: str, body: bytes, fault: FileFault
) -> None:
    with pytest.raises(FileRefused) as refusal:
        keep([body], name)
    assert refusal.value.fault == fault
    assert parts(media) == []


def test_a_file_above_the_limit_leaves_nothing(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LARGEST", 100)
    with pytest.raises(FileRefused) as refusal:
        keep([PDF, PDF, PDF], "a.pdf")
    assert refusal.value.fault == FileFault.TOO_LARGE
    assert parts(media) == []


def test_a_stream_that_breaks_off_leaves_nothing(media: Path) -> None:
    def broken() -> Any:
        yield PDF
        raise OSError("the other side is gone")

    with pytest.raises(OSError, match="gone"):
        keep(broken(), "a.pdf")
    assert parts(media) == []


def test_what_a_killed_process_left_is_swept_away(media: Path) -> None:
    left, fresh = (media / "papers" / "arriving" / f"{name}.part" for name in ("old", "new"))
    left.parent.mkdir(parents=True)
    for part in (left, fresh):
        part.write_bytes(b"half")
    os.utime(left, (0, 0))
    keep([PDF], "a.pdf")
    assert not left.exists()
    assert fresh.exists()


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("../../etc/请示.pdf", "请示.pdf"),
        (r"C:\公文\请示.pdf", "请示.pdf"),
        ("a\u202efdp.exe\n.pdf", "afdp.exe.pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
        ("..", "file"),
    ],
)
def test_names_lead_nowhere_else(given: str, plain: str) -> None:
    assert plain_name(given) == plain


def test_a_paper_keeps_its_file_and_twice_the_same_is_one(
    media: Path, cast: Cast, division: Proposal
) -> None:
    lead(division, "ask_communities", cast[Role.STREET_MANAGER])
    for _ in range(2):
        assert send(cast[Role.STREET_MANAGER], division, PDF).status_code == 302
    first, second = Paper.objects.filter(proposal=division)
    assert first.sha256 == second.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (first.file_name, first.bytes, first.file_kind) == ("请示.pdf", len(PDF), "pdf")
    assert parts(media) == [place_of(first.sha256)]


def test_it_is_handed_out_to_be_saved_and_only_in_scope(cast: Cast, division: Proposal) -> None:
    lead(division, "ask_communities", cast[Role.STREET_MANAGER])
    send(cast[Role.STREET_MANAGER], division, PDF)
    paper = Paper.objects.get()
    answer = fetch(cast[Role.REVIEWER], paper)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert fetch(cast[Role.VOLUNTEER], paper).status_code == 404
    assert fetch(make_world("629932").reviewer, paper).status_code == 404


def test_who_keeps_no_papers_hands_in_no_file(media: Path, cast: Cast, division: Proposal) -> None:
    lead(division, "ask_communities", cast[Role.STREET_MANAGER])
    assert send(cast[Role.COMMUNITY_HEAD], division, PDF).status_code == 403
    assert parts(media) == []


def test_a_refused_file_says_so_in_the_form_that_keeps_what_was_said(
    media: Path, cast: Cast, division: Proposal
) -> None:
    lead(division, "ask_communities", cast[Role.STREET_MANAGER])
    refused = send(cast[Role.STREET_MANAGER], division, b"<html>", "请示.pdf")
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "不接受这种文件" in page
    assert "清街〔2026〕1号" in page
    assert not Paper.objects.exists()


def test_an_upload_is_cut_off_at_the_limit(
    media: Path, cast: Cast, division: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gis_core.files.uploading.LARGEST", 10)
    lead(division, "ask_communities", cast[Role.STREET_MANAGER])
    refused = send(cast[Role.STREET_MANAGER], division, PDF)
    assert refused.status_code == 422
    assert "文件超过" in refused.content.decode()
    assert not Paper.objects.exists()
    assert parts(media) == []


def test_a_paper_without_a_file_stays_possible(cast: Cast, division: Proposal) -> None:
    lead(division, "ask_communities", cast[Role.STREET_MANAGER])
    client = Client()
    client.force_login(cast[Role.STREET_MANAGER])
    address = reverse("case_act", args=[division.pk, "paper"])
    assert client.post(address, {"kind": "请示", "day": "2026-03-02"}).status_code == 302
    paper = Paper.objects.get()
    assert (paper.sha256, paper.bytes) == ("", None)
    assert fetch(cast[Role.REVIEWER], paper).status_code == 404
