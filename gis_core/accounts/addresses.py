"""Where a request really comes from, behind proxies of our own."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_IPV6_OF_ONE_HOME = 64


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


def network_of(address: str) -> str:
    """Whom an address belongs to, for counting: one home's IPv6 addresses are one; what is no
    address stands for itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    width = _IPV6_OF_ONE_HOME if isinstance(found, IPv6Address) else found.max_prefixlen
    return str(ip_network((found, width), strict=False))
