"""What the page is compared with: the same web server answering a fixed page of the same size."""

from collections.abc import Callable

SIZE = 8_400  # bytes of a member's page of the demo county, compressed
BODY = b"x" * SIZE


def fixed(environ: dict[str, object], start: Callable[..., object]) -> list[bytes]:
    """The same bytes to everybody, read from nowhere."""
    start("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(SIZE))])
    return [BODY]
