"""How often one network may ask: enough for a whole office, too little to copy a county.

Counted per process of the web server, in its memory: with several processes as many times more
is let through, which still bounds whoever copies.
"""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

SECONDS = 60
_IPV6_OF_ONE_HOME = 64


def takes(sent_from: str) -> bool:
    """Count one question; whether it is answered."""
    window = int(timezone.now().timestamp()) // SECONDS
    key = f"finding:{_network(sent_from)}:{window}"
    cache.add(key, 0, 2 * SECONDS)
    try:
        return bool(cache.incr(key) <= settings.PUBLIC_QUESTIONS_PER_MINUTE)
    except ValueError:  # crowded out since it was added
        return True


def _network(sent_from: str) -> str:
    """The addresses of one home are one."""
    try:
        found = ip_address(sent_from)
    except ValueError:
        return sent_from[:60].replace(" ", "")
    width = _IPV6_OF_ONE_HOME if isinstance(found, IPv6Address) else found.max_prefixlen
    return str(ip_network((found, width), strict=False))
