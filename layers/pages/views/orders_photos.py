"""Photos of orders, for who sees the order; those of a call, for who made it; taken back."""

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from gis_core.photos.delivering import deliver_photo
from grids.dispatch.lifecycle import REPORT
from grids.dispatch.models import Order, Photo
from grids.dispatch.services.withdrawing import withdraw_photo
from grids.dispatch.states import Source
from layers.api.access import person
from layers.pages.notices.guarding import public
from layers.pages.orders.rooms import order_room
from layers.pages.sending import send

SIZES = ("small", "full")


class WithdrawForm(forms.Form):
    """Why a photo goes."""

    reason = forms.CharField(
        label=_("为什么撤下"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


@require_safe
def show_photo(
    request: HttpRequest, county: str, number: str, key: str, size: str
) -> HttpResponseBase:
    """A photo of an order that concerns the person."""
    order = order_room(request, county).find(number)
    return _deliver(Photo.objects.filter(order=order), key, size)


@public
@require_safe
def show_own_photo(
    request: HttpRequest, county: str, token: str, key: str, size: str
) -> HttpResponseBase:
    """A photo the resident sent with the call."""
    orders = Order.objects.filter(county__code=county, token=token, source=Source.RESIDENT)
    sent = Photo.objects.filter(order__in=orders, move__action=REPORT)
    return _deliver(sent, key, size)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, county: str, number: str, key: str) -> HttpResponseBase:
    """Take a photo back, with the reason."""
    room = order_room(request, county)
    order = room.find(number)
    photo = _kept(Photo.objects.filter(order=order)).filter(stored=key).first()
    if photo is None:
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)

    def again(status: int = 200) -> HttpResponseBase:
        context = room.context(order=order, photo=photo, form=form)
        return render(request, "pages/orders/withdraw.html", context, status=status)

    def act() -> str:
        withdraw_photo(photo=photo, person=person(request), reason=form.cleaned_data["reason"])
        return reverse("order", args=[room.county.code, order.number])

    return send(form, act, again) if form.is_bound else again()


def _deliver(rows: "QuerySet[Photo]", key: str, size: str) -> HttpResponseBase:
    if size not in SIZES:
        raise Http404
    return deliver_photo(_kept(rows), key, small=size == "small")


def _kept(rows: "QuerySet[Photo]") -> "QuerySet[Photo]":
    return rows.filter(withdrawal__isnull=True)
