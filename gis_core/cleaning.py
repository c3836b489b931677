"""What a stranger wrote, made safe to read: the letters stay, tricks with them do not.

Pages escape every text anyway; this is for the people and programs that read it elsewhere. Removed
are control and format characters: those that turn the direction of a line round, have no width or
carry tags; kept are variation selectors, which rare names need.
"""

import re
import unicodedata

LETTERS = frozenset("LN")
FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters by category, blank to the eye
MOST_MARKS = 3  # on one letter: more climb over the lines above
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n ?")
_PARAGRAPHS = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """The text of several lines, without what cannot be seen; empty where nothing is left."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = lines.replace("\u2028", "\n").replace("\u2029", "\n")
    seen = "".join(_visible(unicodedata.normalize("NFC", lines)))
    seen = _BREAKS.sub("\n", _SPACES.sub(" ", seen))
    return _PARAGRAPHS.sub("\n\n", seen).strip()


def clean_line(text: str) -> str:
    """The same on one line."""
    return " ".join(clean(text).split())


def says_something(text: str) -> bool:
    """Whether there are at least two letters or digits to read."""
    return sum(unicodedata.category(one)[0] in LETTERS for one in text) >= 2


def _visible(text: str) -> list[str]:
    found: list[str] = []
    marks = 0
    for one in text:
        category = unicodedata.category(one)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if one == "\n" or (_is_seen(one, category) and marks <= MOST_MARKS):
            found.append(one)
        elif category == "Cc":
            found.append(" ")
    return found


def _is_seen(one: str, category: str) -> bool:
    """Private use stays: rare names are written in it; noncharacters do not."""
    return one not in FILLERS and (category[0] != "C" or category == "Co")
