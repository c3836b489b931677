"""Answers a browser may keep but must ask about every time."""

from django.http import HttpResponse


def asked_every_time(response: HttpResponse, etag: str) -> HttpResponse:
    """The answer with its ETag: a browser shared by two people must not answer for the server,
    whose it is to say whether somebody may see it."""
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Accept-Encoding, Cookie"
    return response
