"""A form sent to a page: done and led on, or shown again with what is wrong."""

from collections.abc import Callable

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect

from grids.proposals.drafting.refusals import NotYours, Refused, Stale, VersionMissing


def status_of(refusal: Refused) -> int:
    """The status of a page that says a refusal."""
    if isinstance(refusal, NotYours):
        return 403
    if isinstance(refusal, VersionMissing):
        return 428
    return 409 if isinstance(refusal, Stale) else 422


def send(
    form: forms.Form,
    act: Callable[[], str],
    again: Callable[[int], HttpResponseBase],
) -> HttpResponseBase:
    """`act` writes and gives the address to go on to; `again` shows the page with a status."""
    if not form.is_valid():
        return again(422)
    try:
        where = act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return again(status_of(refusal))
    return redirect(where)
