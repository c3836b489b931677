"""A paper as blocks of text, tables and pictures: said once, written as DOCX and as PDF.

The papers are what a county files with its government: they are in Chinese for every reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

LETTER_WIDTH, REPORT_WIDTH = 20, 26  # characters of a title in one line


@dataclass(frozen=True)
class Heading:
    """`level` 1 is “一、”, 2 is “（一）”; the text bears its number."""

    text: str
    level: int = 1

    kind = "heading"


@dataclass(frozen=True)
class Paragraph:
    """Text; `note`: a remark in small type, not indented."""

    text: str
    note: bool = False

    kind = "paragraph"


@dataclass(frozen=True)
class Table:
    """Rows of as many texts as `head` has; `widths` are shares; `right`: columns of numbers.

    Without `head` it is a form: the first column says what the second is.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    right: frozenset[int] = frozenset()

    kind = "table"


@dataclass(frozen=True)
class Picture:
    """A drawing (SVG) with what is said below it, over the full width of its page."""

    name: str
    svg: str
    caption: str

    kind = "picture"


Block: TypeAlias = Heading | Paragraph | Table | Picture


@dataclass(frozen=True)
class Document:
    """One paper. `addressee`, `signer` and `day` are empty where it is no letter; `annexes`: what
    is listed as attached; `wide`: printed across the sheet."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    addressee: str = ""
    annexes: tuple[str, ...] = ()
    signer: str = ""
    day: str = ""
    wide: bool = False

    @property
    def is_letter(self) -> bool:
        return bool(self.signer)

    @property
    def is_drawn(self) -> bool:
        """Whether it holds maps: they keep the margins of a letter, or their scale is wrong."""
        return any(isinstance(block, Picture) for block in self.blocks)

    @property
    def title_lines(self) -> str:
        """The title with its line breaks: no line of it holds a word or two alone."""
        return broken(self.title, LETTER_WIDTH if self.is_letter else REPORT_WIDTH)


@dataclass
class Numbering:
    """Headings counted as official papers count them: 一、 and （一）."""

    first: int = 0
    second: int = 0
    blocks: list[Block] = field(default_factory=list)

    def head(self, text: str) -> None:
        """Begin the next section."""
        self.first, self.second = self.first + 1, 0
        self.blocks.append(Heading(f"{in_chinese(self.first)}、{text}"))

    def subhead(self, text: str) -> None:
        """Begin the next part of a section."""
        self.second += 1
        self.blocks.append(Heading(f"（{in_chinese(self.second)}）{text}", level=2))

    def say(self, *texts: str) -> None:
        """Add paragraphs; empty ones are left out."""
        self.blocks.extend(Paragraph(text) for text in texts if text)

    def add(self, blocks: Sequence[Block]) -> None:
        """Add what is made already."""
        self.blocks.extend(blocks)


def broken(title: str, width: int) -> str:
    """A title in lines of up to `width` characters: broken before 关于, else into equal parts."""
    if len(title) <= width or "\n" in title:
        return title
    at = title.find("关于")
    if 0 < at <= width and len(title) - at <= width:
        return f"{title[:at]}\n{title[at:]}"
    lines = -(-len(title) // width)
    each = -(-len(title) // lines)
    return "\n".join(title[begin : begin + each] for begin in range(0, len(title), each))


def in_chinese(number: int) -> str:
    """1 to 99 as official papers write them: 一, 十一, 二十."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
