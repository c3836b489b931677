"""One's own messages: the address they go to, and of what one wants to be told."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gis_core.outbox.models import Kind, Muted
from gis_core.outbox.people import choose_messages
from layers.api.access import person


class MessagesForm(forms.Form):
    """Without an address nobody is written to."""

    email = forms.EmailField(
        label=_("电子邮箱（可不填）"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("收哪些通知"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponseBase:
    """What the person is told by e-mail."""
    who = person(request)
    if request.method != "POST":
        muted = set(Muted.objects.filter(account=who).values_list("kind", flat=True))
        kinds = [kind.value for kind in Kind if kind not in muted]
        return _page(request, MessagesForm(initial={"email": who.email, "kinds": kinds}))
    form = MessagesForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    choose_messages(account=who, **form.cleaned_data)
    return redirect("own_messages")


def _page(request: HttpRequest, form: MessagesForm, status: int = 200) -> HttpResponse:
    answer = render(request, "pages/own_messages.html", {"form": form}, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer
