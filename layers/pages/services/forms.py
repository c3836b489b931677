"""What people send about service items."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.service_items.kinds import HandledAt, ListType
from communities.service_items.models import LONGEST_DAYS, ServiceItem
from communities.service_items.services import ItemFacts, RuleFacts
from communities.territory.models import Place
from layers.pages.services.rooms import ServiceRoom
from layers.pages.staffing.forms import PlaceChoice, Versioned, choice_field, day_field

FACTS = (
    "code", "name", "list_type", "handled_at", "materials", "days", "fee", "basis", "phone",
    "note", "since", "until", "version",
)  # fmt: skip


class ItemForm(Versioned):
    code = forms.CharField(label=_("编码"), max_length=20)
    name = forms.CharField(label=_("事项名称"), max_length=80)
    list_type = choice_field(_("清单类别"), ListType)
    handled_at = choice_field(_("办理层级"), HandledAt)
    materials = forms.CharField(label=_("所需材料"), max_length=500, required=False)
    days = forms.IntegerField(
        label=_("承诺时限（工作日，0 为当场办结）"),
        min_value=0,
        max_value=LONGEST_DAYS,
        required=False,
    )
    fee = forms.CharField(label=_("收费"), max_length=80, required=False)
    basis = forms.CharField(label=_("依据"), max_length=200, required=False)
    phone = forms.CharField(label=_("窗口电话（公开的办公电话）"), max_length=20, required=False)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)
    since = day_field(_("启用日期"))
    until = day_field(_("停用日期（可不填）"), required=False)

    def facts(self, *, everywhere: bool) -> ItemFacts:
        """What was said."""
        said = {name: self.cleaned_data[name] for name in FACTS if name != "version"}
        lists = {"list_type": ListType(said["list_type"])}
        levels = {"handled_at": HandledAt(said["handled_at"])}
        return ItemFacts(**{**said, **lists, **levels}, everywhere=everywhere)


class NewItemForm(ItemForm):
    """An item with where it is offered: in one place, or, for who keeps it all, everywhere."""

    place = PlaceChoice(label=_("办理范围"), queryset=Place.objects.none())

    field_order = ("code", "name", "list_type", "handled_at", "place")

    def __init__(self, *args: Any, room: ServiceRoom, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"since": timezone.localdate()})
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place"]
        field.queryset = room.own_places
        if room.keeps_all:
            field.required, field.empty_label = False, _("全县通办")


class RuleForm(Versioned):
    """What is different in a place; empty fields are as the item says."""

    place = PlaceChoice(label=_("地点"), queryset=Place.objects.none())
    offered = forms.TypedChoiceField(
        label=_("办理"),
        choices=[("no", _("不办理")), ("yes", _("办理，但有不同"))],
        coerce=lambda said: said == "yes",
    )
    handled_at = forms.ChoiceField(
        label=_("办理层级（不同时填）"),
        required=False,
        choices=lambda: [("", _("同事项")), *HandledAt.choices],
    )
    phone = forms.CharField(label=_("窗口电话（不同时填）"), max_length=20, required=False)
    note = forms.CharField(label=_("说明（不同时填）"), max_length=200, required=False)
    since = day_field(_("启用日期"))
    until = day_field(_("停用日期（可不填）"), required=False)

    def __init__(self, *args: Any, room: ServiceRoom, item: ServiceItem, **kwargs: Any) -> None:
        known = {"since": timezone.localdate(), "version": item.version}
        kwargs.setdefault("initial", known)
        kwargs.setdefault("auto_id", "rule_%s")  # it stands beside the item's form
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place"]
        field.queryset = room.own_places

    def facts(self) -> RuleFacts:
        """What was said."""
        said = {name: self.cleaned_data[name] for name in ("offered", "since", "until")}
        level = self.cleaned_data["handled_at"]
        texts = {name: self.cleaned_data[name] for name in ("phone", "note")}
        return RuleFacts(**said, **texts, handled_at=HandledAt(level) if level else None)


class EndRuleForm(Versioned):
    on = day_field(_("停用日期"))
