"""Cells of a source column into values of a field: what is kept, what refused, what guessed.

Everything works on whole Arrow columns; Python sees each distinct value once, and of texts only
the suspicious ones.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


@dataclass
class Column:
    """One converted column.

    `refused` maps a position in the batch to the reason; `notes` counts what was changed or
    guessed on the way.
    """

    values: pa.Array
    refused: dict[int, str] = field(default_factory=dict)
    notes: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Value:
    """One converted value."""

    value: Any
    refused: str = ""
    note: str = ""


Converter = Callable[[pa.Array], Column]

# Control characters, invisible and direction-changing marks, lone surrogates' replacement.
_DIRTY = (
    "[\\x00-\\x1f\\x7f\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}\\x{feff}]|^\\s|\\s$"
)
_UNWANTED = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_EMPTY_WORDS = frozenset({"null", "none", "nan", "<null>", "n/a", "-", "—", "无", "#n/a"})
_NUMBER = re.compile(r"[-+]?\d[\d,，\s]*(?:\.\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)


def clean_text(text: str) -> str:
    """Text without control, invisible and direction-changing characters, trimmed."""
    cleaned = _UNWANTED.sub("", text).strip()
    return "" if cleaned.lower() in _EMPTY_WORDS else cleaned


def text_of(limit: int) -> Converter:
    """A converter to text of at most `limit` characters; longer ones are refused."""

    def convert(column: pa.Array) -> Column:
        texts = pc.fill_null(column.cast(pa.string()), "")
        dirty = pc.or_(
            pc.match_substring_regex(texts, _DIRTY),
            pc.is_in(pc.utf8_lower(texts), pa.array(sorted(_EMPTY_WORDS))),
        )
        if pc.any(dirty).as_py():
            texts = _replace(texts, dirty)
        long = np.flatnonzero(pc.greater(pc.utf8_length(texts), limit).to_numpy(False))
        return Column(texts, {int(at): f"文字超过 {limit} 个字" for at in long})

    return convert


def reference(column: pa.Array) -> Column:
    """Source numbers; those too long to keep (lists of ways) are replaced by their digest."""
    found = text_of(60)(column)
    if found.refused:
        values = found.values.to_pylist()
        for at in found.refused:
            digest = hashlib.blake2b(values[at].encode(), digest_size=16).hexdigest()
            values[at] = f"摘要:{digest}"
        found.notes["源编号超过 60 字，以其摘要代替"] += len(found.refused)
        found.values, found.refused = pa.array(values, pa.string()), {}
    return found


def each(convert: Callable[[Any], Value], kind: pa.DataType) -> Converter:
    """A converter from a function of one value; it sees every distinct value once."""

    def convert_column(column: pa.Array) -> Column:
        coded = column.dictionary_encode()
        found = [convert(value) for value in coded.dictionary.to_pylist()]
        blank = convert(None)
        codes = pc.fill_null(coded.indices, len(found)).to_numpy(False)
        found.append(blank)
        values = pa.array([one.value for one in found], kind).take(pa.array(codes))
        result = Column(values)
        _collect(result, found, codes)
        return result

    return convert_column


def _collect(result: Column, found: list[Value], codes: np.ndarray[Any, Any]) -> None:
    counts = np.bincount(codes, minlength=len(found))
    for code, one in enumerate(found):
        if one.note:
            result.notes[one.note] += int(counts[code])
        if one.refused:
            result.refused |= dict.fromkeys(np.flatnonzero(codes == code).tolist(), one.refused)


def _replace(texts: pa.Array, dirty: pa.Array) -> pa.Array:
    values = texts.to_pylist()
    for at in np.flatnonzero(dirty.to_numpy(False)):
        values[at] = clean_text(values[at])
    return pa.array(values, pa.string())


def number_in(value: Any) -> float | None:
    """The first number of a cell: full-width digits, thousands separators, `6层` are understood."""
    if value is None or isinstance(value, int | float):
        return None if value is None or value != value else float(value)  # noqa: PLR0124  # NaN
    text = clean_text(unicodedata.normalize("NFKC", str(value)))
    match = _NUMBER.search(text)
    return float(re.sub(r"[,，\s]", "", match.group())) if match else None


def whole_count(value: Any) -> Value:
    """A count of dwellings, households or people: a whole number that is not negative."""
    number = number_in(value)
    if number is None:
        blank = value is None or not clean_text(str(value)) or value != value  # noqa: PLR0124
        return Value(None) if blank else Value(None, refused=f"“{str(value)[:20]}”不是数字")
    if number < 0 or number > 1_000_000 or number != int(number):
        return Value(None, refused=f"“{str(value)[:20]}”不是合理的整数")
    return Value(int(number))


def floors(value: Any) -> Value:
    """Storeys above ground, 1 to 150; what is implausible becomes unknown."""
    number = number_in(value)
    if number is None:
        return Value(None)
    if not 1 <= number <= 150:
        return Value(None, note=f"层数“{str(value)[:10]}”不合理，按未知处理")
    return Value(int(number))


def floors_of_height(value: Any) -> Value:
    """Storeys from a height in metres, 3 m each."""
    number = number_in(value)
    if number is None or not 2 <= number <= 450:
        return Value(None)
    return Value(max(1, round(number / 3)), note="层数由高度推算（每层 3 米）")


def area(value: Any) -> Value:
    """Square metres, rounded; implausible ones become unknown."""
    number = number_in(value)
    if number is None or not 0 < number < 1e6:
        return Value(None)
    return Value(round(number))


def word_in(words: dict[str, str], default: str, label: str) -> Callable[[Any], Value]:
    """A function from a source word to our code; `default` for what is not known."""

    def convert(value: Any) -> Value:
        text = "" if value is None else clean_text(str(value)).lower()
        if not text:
            return Value(default)
        for word in parts_of(text):
            if word in words:
                return Value(words[word])
        return Value(default, note=f"{label}“{text[:20]}”不认识，按未知处理")

    return convert


def parts_of(text: str) -> list[str]:
    """The words of a cell that holds several: `yes;retail`, `['steps', 'footway']`.

    The last known word of an OSM `yes;x` says more than `yes`, which comes last.
    """
    words = [word.strip(" '\"") for word in re.split(r"[;,、/|]", text.strip("[]"))]
    return [*sorted(filter(None, words), key=lambda word: word == "yes"), text]
