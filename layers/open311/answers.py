"""Answers in the two formats of GeoReport v2: the same rows as XML or as JSON."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

Row = Mapping[str, Any]
_TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}


class Fault(Exception):
    """A request that is refused: the HTTP status and code of the specification, and why."""

    def __init__(self, status: int, text: str) -> None:
        self.status = status
        super().__init__(text)


def answer(form: str, root: str, item: str, rows: Sequence[Row], status: int = 200) -> HttpResponse:
    """Rows as a JSON array, or as elements `item` inside `root`."""
    if form == "json":
        body = json.dumps(list(rows), ensure_ascii=False).encode()
    else:
        top = Element(root)
        for row in rows:
            one = SubElement(top, item)
            for name, value in row.items():
                SubElement(one, name).text = _text(value)
        body = tostring(top, encoding="UTF-8", xml_declaration=True)
    response = HttpResponse(body, status=status, content_type=_TYPES[form])
    response["Cache-Control"] = "no-store"
    return response


def refuse(form: str, fault: Fault) -> HttpResponse:
    """`errors`, with code and description of each, as the specification has them."""
    rows = [{"code": fault.status, "description": str(fault)}]
    return answer(form, "errors", "error", rows, fault.status)


def _text(value: Any) -> str:
    """As XML has it: no control characters, which it cannot hold; lower-case booleans."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return "".join(one for one in str(value) if one.isprintable() or one in "\n\t")
