"""How often one network may ask: enough for a whole office, too little to copy a county.

Counted per process of the web server, in its memory: with several processes as many times more
is let through, which still bounds whoever copies.
"""

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from gis_core.accounts.addresses import network_of

SECONDS = 60


def takes(sent_from: str) -> bool:
    """Count one question; whether it is answered."""
    window = int(timezone.now().timestamp()) // SECONDS
    network = network_of(sent_from)[:60].replace(" ", "")
    key = f"finding:{network}:{window}"
    cache.add(key, 0, 2 * SECONDS)
    try:
        return bool(cache.incr(key) <= settings.PUBLIC_QUESTIONS_PER_MINUTE)
    except ValueError:  # crowded out since it was added
        return True
