"""A page, or the part of it that the map shows beside itself."""

from django.http import HttpRequest

HEADER = "X-Wangge-Part"


def template_of(request: HttpRequest, name: str) -> str:
    """The template of the whole page, or of its part when the map's panel asks for it."""
    part = request.headers.get(HEADER) == "panel"
    return f"pages/{name}_part.html" if part else f"pages/{name}.html"
