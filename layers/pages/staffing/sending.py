"""A form sent to a page of staff: done and led on, or shown again with what is wrong."""

from collections.abc import Callable

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect

from grids.proposals.drafting.refusals import Refused
from layers.pages.views.notices_inside import status_of


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
