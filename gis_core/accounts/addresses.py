"""Where a request really comes from, behind proxies of our own."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address the outermost trusted proxy saw, or the connection's own without proxies.

    Each proxy appends the address it saw to X-Forwarded-For; what stands further left was sent
    by the client and may be invented.
    """
    own = str(request.META.get("REMOTE_ADDR", ""))
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    trusted: int = settings.TRUSTED_PROXIES
    if not trusted or len(seen) < trusted:
        return own
    return seen[-trusted] or own
