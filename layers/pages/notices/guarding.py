"""What every answer of a public page carries: nothing runs, is framed, or is sent on."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from csp.decorators import csp
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

MOST_BYTES = 64 * 1024
POLICY = {
    "default-src": ["'none'"],
    "img-src": ["'self'"],
    "style-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
# Where the page's own script may ask the browser for the position, after a touch.
POLICY_WITH_SCRIPT = {**POLICY, "script-src": ["'self'"], "connect-src": ["'self'"]}
HEADERS = {
    "Referrer-Policy": "same-origin",  # the form's origin is checked by it
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}

View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """A page for anyone, without an account; what is sent to it is small."""
    return _guarded(view, POLICY, HEADERS)


def public_taking(most_bytes: int) -> Callable[[View], View]:
    """The same, where as much may be sent with a form: photos."""
    return lambda view: _guarded(view, POLICY, HEADERS, most_bytes)


def public_asking_position(view: View) -> View:
    """The same, where the page's own script may ask for the position."""
    headers = {**HEADERS, "Permissions-Policy": "geolocation=(self), camera=(), microphone=()"}
    return _guarded(view, POLICY_WITH_SCRIPT, headers)


def _guarded(
    view: View, policy: dict[str, list[str]], headers: dict[str, str], most: int = MOST_BYTES
) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if _size(request) > most:
            answer: HttpResponseBase = render(request, "pages/notices/too_large.html", status=413)
        else:
            answer = view(request, *args, **kwargs)
        for name, value in headers.items():
            answer.headers.setdefault(name, value)
        return answer

    return cast(View, login_not_required(csp(policy)(guarded)))


def _size(request: HttpRequest) -> int:
    """What the request says its body is long; more than anything where it says no number."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else sys.maxsize
