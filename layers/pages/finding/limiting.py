"""How often one network may ask: enough for a whole office, too little to copy a county.

Counted per process of the web server, in its memory: with several processes as many times more
is let through, which still bounds whoever copies.
"""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from communities.territory.models import County
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


def too_many(request: HttpRequest, county: County) -> HttpResponse:
    """The answer to a question that is not taken."""
    answer = render(request, "pages/finding/too_many.html", {"county": county}, status=429)
    answer["Retry-After"] = str(SECONDS)
    return answer
