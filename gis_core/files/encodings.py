"""In which encoding Chinese text was written: what the file says if it is true, else by trial.

Order: .cpg, language byte of the .dbf, strict UTF-8, GB18030. A wrong .cpg is common, so that a
declared encoding counts only if the bytes can be read with it.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gis_core.files.faults import FileFault, FileRefused

SAMPLE_BYTES = 4 * 2**20
CHINESE = "GB18030"
_LANGUAGE_BYTES = {0x4D: CHINESE, 0x7A: CHINESE, 0x4F: "BIG5", 0x78: "BIG5"}
_ALIASES = {
    "936": CHINESE,
    "cp936": CHINESE,
    "gbk": CHINESE,
    "gb2312": CHINESE,
    "gb18030": CHINESE,
    "65001": "UTF-8",
    "utf-8": "UTF-8",
    "utf8": "UTF-8",
    "big5": "BIG5",
    "950": "BIG5",
}


@dataclass(frozen=True)
class Encoding:
    """An encoding by GDAL's name, how it was found, and what was odd about it."""

    name: str
    how: str
    note: str = ""


def named_encoding(text: str) -> str:
    """The encoding a person or a .cpg names. Raises FileRefused for an unknown one."""
    found = _ALIASES.get(text.strip().lower().removeprefix("ansi ").replace("_", "-"))
    if found is None:
        raise FileRefused(
            FileFault.ENCODING, f"不支持编码“{text}”。请写 UTF-8、GBK、GB18030 或 BIG5。"
        )
    return found


def encoding_of_dbf(dbf: Path, cpg: Path, asked: str) -> Encoding:
    """The encoding of a shapefile's table."""
    values = list(_texts_of_dbf(dbf))
    if asked:
        return _asked(values, asked)
    declared, how = _declared(dbf, cpg)
    if declared and all(_readable(value, declared) for value in values):
        return Encoding(declared, how)
    note = f"{how}写的是 {declared}，与内容不符，已忽略。" if declared else ""
    return _by_trial(values, note)


def encoding_of_text(path: Path, asked: str) -> Encoding:
    """The encoding of a CSV file, by its mark, or by trial on all of it."""
    with path.open("rb") as file:
        mark = file.read(3)
    if asked:
        return Encoding(named_encoding(asked), "由 --encoding 指定")
    if mark == b"\xef\xbb\xbf":
        return Encoding("UTF-8", "文件开头的 UTF-8 标记")
    if mark[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return Encoding("UTF-16", "文件开头的 UTF-16 标记")
    return _by_trial([path.read_bytes()], "")


def _declared(dbf: Path, cpg: Path) -> tuple[str, str]:
    if cpg.exists():
        text = cpg.read_bytes()[:40].decode("ascii", errors="replace")
        return _ALIASES.get(text.strip().lower().removeprefix("ansi "), text.strip()), ".cpg 文件"
    with dbf.open("rb") as file:
        head = file.read(32)
    return _LANGUAGE_BYTES.get(head[29] if len(head) > 29 else 0, ""), ".dbf 语言标记"


def _asked(values: list[bytes], asked: str) -> Encoding:
    name = named_encoding(asked)
    bad = next((value for value in values if not _readable(value, name)), None)
    if bad is not None:
        text = (
            f"内容不能按 {name} 解读（例如 {bad[:20]!r}）。请换一个 --encoding，或不写由系统识别。"
        )
        raise FileRefused(FileFault.ENCODING, text)
    return Encoding(name, "由 --encoding 指定")


def _by_trial(values: list[bytes], note: str) -> Encoding:
    if all(value.isascii() for value in values):
        return Encoding("UTF-8", "内容只有 ASCII 字符", note)
    for name in ("UTF-8", CHINESE):
        if all(_readable(value, name) for value in values):
            return Encoding(name, "按内容识别", note)
    raise FileRefused(
        FileFault.ENCODING, f"{note}文字既不是 UTF-8 也不是 GB18030。请用 --encoding 指定编码。"
    )


def _readable(value: bytes, encoding: str) -> bool:
    """Whether bytes are text in an encoding; a last character cut by the field width is."""
    try:
        value.decode(encoding)
    except LookupError:
        return False
    except UnicodeDecodeError as error:
        return error.start > 0 and error.end >= len(value) - 1 and error.start >= len(value) - 3
    return True


def _texts_of_dbf(dbf: Path) -> Iterator[bytes]:
    """The text values and field names of the first records of a .dbf."""
    with dbf.open("rb") as file:
        head = file.read(32)
        if len(head) < 32:
            return
        count, header_length, length = struct.unpack("<IHH", head[4:12])
        fields = file.read(max(header_length - 32, 0))
        body = file.read(min(count * length, SAMPLE_BYTES))
    spans, at = [], 1
    for start in range(0, len(fields) - 31, 32):
        field = fields[start : start + 32]
        if field[0] == 0x0D:
            break
        yield field[:11].split(b"\0")[0]
        if field[11:12] == b"C":
            spans.append((at, at + field[16]))
        at += field[16]
    for record in range(0, len(body) - length + 1, max(length, 1)):
        for first, last in spans:
            value = body[record + first : record + last].rstrip(b" \0")
            if value:
                yield value
