"""The whole packet as one PDF: A4, fonts embedded, nothing asked of any other place."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from grids.packets.contents.model import Head
from grids.packets.papers.document import Document, Picture
from grids.packets.papers.wording import day, in_line, proposer_of, stands_on

LOOK_SECONDS = 0.5
NEEDED = ("PATH", "HOME", "LANG", "LC_ALL", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH")


class NotPrinted(Exception):
    """The process that lays out ended without a PDF; the text is the last it said."""


def print_packet(
    head: Head, documents: Sequence[Document], may_go_on: Callable[[], None] = lambda: None
) -> bytes:
    """The documents behind a cover and their list, with page numbers and bookmarks.

    `may_go_on` is asked again and again; what it raises ends the printing.

    Raises:
        NotPrinted: the layout failed, or its process was ended.
    """
    pictures = {
        block.name: block.svg
        for document in documents
        for block in document.blocks
        if isinstance(block, Picture)
    }
    html = render_to_string("packets/packet.html", _context(head, documents))
    return print_apart(html, pictures, may_go_on=may_go_on)


def print_apart(
    html: str,
    pictures: Mapping[str, str],
    *,
    style: str = "",
    may_go_on: Callable[[], None] = lambda: None,
) -> bytes:
    """Lay out in another process: its memory is given back, and it can be stopped.

    The pictures are SVG, addressed as `packet:name`; `style` is CSS, the packet's unless given.
    Raises NotPrinted.
    """
    asked = json.dumps({"html": html, "pictures": pictures, "style": style}).encode()
    with TemporaryFile() as question:
        question.write(asked)
        question.seek(0)
        with subprocess.Popen(
            [sys.executable, "-m", "grids.packets.papers.printing"],
            stdin=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=settings.BASE_DIR,
            env={name: os.environ[name] for name in NEEDED if name in os.environ},
        ) as process:
            try:
                printed, said = _wait(process, may_go_on)
            except BaseException:
                process.kill()
                raise
    if process.returncode or not printed.startswith(b"%PDF"):
        last = said.decode(errors="replace").strip().splitlines()[-1:]
        raise NotPrinted(last[0] if last else f"signal {-process.returncode}")
    return printed


def _wait(process: "subprocess.Popen[bytes]", may_go_on: Callable[[], None]) -> tuple[bytes, bytes]:
    while True:
        try:
            return process.communicate(timeout=LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            may_go_on()


def _context(head: Head, documents: Sequence[Document]) -> dict[str, Any]:
    facts = (
        ("方案种类", head.kind_label),
        ("调整范围", f"{head.place}（{head.place_code}）"),
        ("编制单位", proposer_of(head)),
        ("起草人", head.author),
        ("办理环节", head.status),
        ("数据", stands_on(head)),
        ("方案版本", f"第{head.version}步"),
        ("方案校验和", head.content_hash),
        ("记录校验和", head.record_hash),
        ("生成日期", day(head.day)),
    )
    return {
        "title": in_line(head.title),
        "county": in_line(head.county),
        "office": in_line(proposer_of(head)),
        "about": f"方案校验和{head.content_hash}",
        "stamp": f"方案{head.content_hash[:12]} · 记录{head.record_hash[:12]} · {day(head.day)}",
        "facts": [(name, in_line(value)) for name, value in facts],
        "documents": documents,
    }
