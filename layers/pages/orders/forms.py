"""What people send about orders."""

import secrets
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from communities.territory.models import Boundary, Place
from communities.territory.queries import edition_in_force
from gis_core.accounts.models import Level, User
from gis_core.accounts.queries import current_memberships
from gis_core.accounts.roles import Action, Role
from gis_core.accounts.scope import scope_for
from grids.dispatch.models import Category, Kind
from grids.dispatch.services.configuring import LONGEST_DAYS, LONGEST_MINUTES, KindFacts
from grids.dispatch.services.reporting import LONGEST_TEXT, LONGEST_TITLE, OrderFacts
from grids.dispatch.states import Source
from grids.staffing.models import Unit
from layers.api.access import person
from layers.pages.orders.photos import WithPhotos
from layers.pages.orders.rooms import OrderRoom
from layers.pages.orders.spots import Spot, point_in

SCORES = (
    ("5", _("5 很满意")),
    ("4", _("4 满意")),
    ("3", _("3 一般")),
    ("2", _("2 不满意")),
    ("1", _("1 很不满意")),
)


class Named(forms.ModelChoiceField[Any]):
    """A row by its name in the reader's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("请选择"))
        super().__init__(*args, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return _now(obj.name)


class PlaceChoice(forms.ModelChoiceField[Place]):
    """A place by code and name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {obj.name}"


class Versioned(forms.Form):
    """A form that names the version its page was made of."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MoveForm(Versioned, WithPhotos):
    """One step of an order; which fields are asked for follows from the step."""

    reason = forms.CharField(
        label=_("说明"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    unit = forms.ModelChoiceField(
        label=_("由哪个单位办"), queryset=Unit.objects.none(), required=False
    )
    days = forms.IntegerField(label=_("工作日"), min_value=1, max_value=60, required=False)

    def __init__(self, *args: Any, room: OrderRoom, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.filter(county=room.county.pk, ended_on__isnull=True)


class RateForm(Versioned):
    """How it was done."""

    score = forms.TypedChoiceField(
        label=_("评分"), choices=SCORES, coerce=int, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("评语（可不填）"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NewOrderForm(WithPhotos):
    """A matter an officer, a community or the dispatcher reports."""

    key = forms.CharField(max_length=80, widget=forms.HiddenInput)
    kind = Named(label=_("种类"), queryset=Kind.objects.none())
    category = Named(label=_("类别"), queryset=Category.objects.none())
    title = forms.CharField(label=_("标题"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=_("内容"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    grid = PlaceChoice(label=_("网格"), queryset=Place.objects.none(), required=False)
    address = forms.CharField(label=_("地点说明"), max_length=200, required=False)
    contact_name = forms.CharField(label=_("联系人"), max_length=40, required=False)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=20, required=False)

    def __init__(self, *args: Any, room: OrderRoom, spot: Spot | None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": f"page:{secrets.token_urlsafe(16)}"})
        super().__init__(*args, **kwargs)
        self.room, self.spot = room, spot
        fields: dict[str, Any] = self.fields
        own = {"county": room.county.pk, "is_active": True}
        fields["kind"].queryset = Kind.objects.filter(**own)
        fields["category"].queryset = Category.objects.filter(**own)
        fields["grid"].queryset = (
            scope_for(room.request.user, Action.RAISE_ORDER)
            .of(Place)
            .filter(county=room.county.pk, level=Level.GRID, abolished=False)
            .order_by("code")
        )
        if spot is not None:
            del fields["grid"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if self.spot is None and "grid" not in self.errors and not said.get("grid"):
            self.add_error("grid", _("请先查到地点，或选一个网格。"))
        return said

    def facts(self) -> OrderFacts:
        said = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("key", "grid", "photos", "kept")
        }
        if self.spot is not None:
            said["address"] = " ".join(filter(None, [self.spot.text, said["address"]]))[:200]
        source = Source.OFFICER if self._by_officer() else Source.COMMUNITY
        return OrderFacts(**said, point=self._point(), source=source, photos=self.store())

    def _point(self) -> Point:
        if self.spot is not None:
            return self.spot.point
        edition = edition_in_force(self.room.county)
        rows = Boundary.objects.of_edition(edition) if edition else Boundary.objects.none()
        return point_in(rows.get(place=self.cleaned_data["grid"]))

    def _by_officer(self) -> bool:
        held = current_memberships(person(self.room.request)).values_list("role", flat=True)
        return not {Role.FULL_TIME_OFFICER, Role.SECONDED_OFFICER}.isdisjoint(held)


class CellForm(Versioned):
    """Who leads and who supports in a category at a place."""

    lead = forms.ModelChoiceField(label=_("主责单位"), queryset=Unit.objects.none(), required=False)
    supports = forms.ModelMultipleChoiceField(
        label=_("配合单位（按住 Ctrl 可多选）"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, *args: Any, room: OrderRoom, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name in ("lead", "supports"):
            fields[name].queryset = Unit.objects.filter(
                county=room.county.pk, ended_on__isnull=True
            )


class KindForm(Versioned):
    """The limits of a kind."""

    name = forms.CharField(label=_("名称"), max_length=40)
    sign_minutes = forms.IntegerField(
        label=_("签收（分钟）"), min_value=1, max_value=LONGEST_MINUTES
    )
    contact_minutes = forms.IntegerField(
        label=_("联系（分钟）"), min_value=1, max_value=LONGEST_MINUTES
    )
    arrive_working_days = forms.IntegerField(
        label=_("报到（工作日）"), min_value=1, max_value=LONGEST_DAYS
    )
    resolve_working_days = forms.IntegerField(
        label=_("办结（工作日）"), min_value=1, max_value=LONGEST_DAYS
    )
    is_emergency = forms.BooleanField(label=_("应急，昼夜计时"), required=False)
    needs_principal = forms.BooleanField(label=_("须主要负责人批准"), required=False)
    is_active = forms.BooleanField(label=_("在用"), required=False)
    source = forms.CharField(label=_("出处"), max_length=120, required=False)

    def facts(self) -> KindFacts:
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return KindFacts(**said)


class KeeperForm(forms.Form):
    """Which county leader keeps a community; empty for nobody."""

    community = PlaceChoice(label=_("社区"), queryset=Place.objects.none())
    user = forms.ModelChoiceField(
        label=_("包联县领导"), queryset=User.objects.none(), required=False, empty_label=_("未定")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, room: OrderRoom, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["community"].queryset = Place.objects.filter(
            county=room.county.pk, level=Level.COMMUNITY, abolished=False
        ).order_by("code")
        fields["user"].queryset = User.objects.filter(
            is_active=True,
            memberships__role=Role.DECIDER,
            memberships__county_key=room.county.pk,
        ).distinct()


class CallForm(WithPhotos):
    """What a resident without an account reports."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    category = Named(label=_("是哪一类事"), queryset=Category.objects.none())
    text = forms.CharField(
        label=_("什么事、在哪里"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 500}),
        error_messages={"required": _("请写下是什么事。")},
    )
    contact_name = forms.CharField(
        label=_("怎么称呼您（可不填）"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact_phone = forms.CharField(
        label=_("电话（可不填）"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, county: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "call-%s")
        kwargs.setdefault("initial", {"key": secrets.token_urlsafe(16)})
        super().__init__(*args, **kwargs)
        field: Any = self.fields["category"]
        field.queryset = Category.objects.filter(county=county.pk, is_active=True)


class ResidentForm(RateForm):
    """A resident's rating; whether it is solved goes with it."""

    solved = forms.ChoiceField(
        label=_("问题解决了吗"),
        choices=[("yes", _("解决了")), ("no", _("没有解决"))],
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """Who says it is not solved says what is left."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("solved") == "no" and not said.get("words", "").strip():
            self.add_error("words", _("请写明还有什么没有解决。"))
        return said
