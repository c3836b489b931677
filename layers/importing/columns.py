"""Which column of a file holds which field: by what a person said, then by known names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gis_core.files.faults import FileFault, FileRefused
from layers.importing.values import Converter


@dataclass(frozen=True)
class Field:
    """A field of a layer that a column can fill.

    Args:
        name: the model's field, or a hint that other fields are derived from.
        label: its Chinese name, in reports.
        names: further column names it is recognised by (compared without case and separators).
        hint: not a field of the model.
        required: the file must have a column for it.
    """

    name: str
    label: str
    convert: Converter
    names: tuple[str, ...] = ()
    hint: bool = False
    required: bool = False


def match_columns(
    fields: Iterable[Field], columns: list[str], asked: dict[str, str]
) -> dict[str, str]:
    """Column by field name. What a person asked for wins and must exist.

    Raises:
        FileRefused: an asked field or column does not exist, or a required field has no column.
    """
    known = {field.name: field for field in fields}
    _check_asked(known, columns, asked)
    found = dict(asked)
    taken = set(found.values())
    for field in known.values():
        if field.name not in found:
            column = _recognise(field, [name for name in columns if name not in taken])
            if column:
                found[field.name] = column
                taken.add(column)
    for field in known.values():
        if field.required and field.name not in found:
            raise FileRefused(FileFault.COLUMN, _missing(field, columns))
    return found


def _recognise(field: Field, columns: list[str]) -> str:
    by_key = {_key(column): column for column in reversed(columns)}
    names = [_key(name) for name in (field.name, field.label, *field.names)]
    exact = next((by_key[name] for name in names if name in by_key), "")
    return exact or _cut_name(names, by_key)


def _cut_name(names: list[str], by_key: dict[str, str]) -> str:
    """A Chinese name cut to the ten bytes of a .dbf: five characters in GBK, three in UTF-8."""
    for name in names:
        if len(name) > 3 and not name.isascii():
            for cut in (name[:5], name[:3]):
                if cut in by_key and len(cut) < len(name):
                    return by_key[cut]
    return ""


def _key(name: str) -> str:
    return re.sub(r"[\s_\-:.（）()]", "", name).lower()


def _check_asked(known: dict[str, Field], columns: list[str], asked: dict[str, str]) -> None:
    for name, column in asked.items():
        if name not in known:
            names = "、".join(known)
            text = f"--map 中的字段“{name}”不存在。本图层的字段：{names}。"
            raise FileRefused(FileFault.COLUMN, text)
        if column not in columns:
            names = "、".join(columns[:40])
            text = f"--map 中的列“{column}”不在文件里。文件的列：{names}。"
            raise FileRefused(FileFault.COLUMN, text)


def _missing(field: Field, columns: list[str]) -> str:
    names = "、".join(columns[:40]) or "（没有列）"
    return (
        f"找不到“{field.label}”列。文件的列：{names}。"
        f"请用 --map {field.name}=列名 指定，或改列名为“{field.label}”。"
    )
