"""What people send about staff."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from communities.territory.models import Place
from gis_core.accounts.models import Level, User
from grids.staffing.capacities import Capacity, Duty, Part, UnitKind
from grids.staffing.models import Person, Roster, Unit
from grids.staffing.services import PersonFacts, UnitFacts
from grids.staffing.suggesting.services import LARGEST, SPREAD_METRES, TIE_METRES
from layers.pages.staffing.rooms import Room

LARGEST_FILE = 5 * 2**20


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def choice_field(label: Any, kind: Any, *, required: bool = True) -> forms.ChoiceField:
    """The choices are translated when the form is made."""
    return forms.ChoiceField(
        label=label,
        required=required,
        choices=lambda: [(one.value, _now(str(one.label))) for one in kind],
    )


class Versioned(forms.Form):
    """A form that names the version its page was made of."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PersonForm(Versioned):
    name = forms.CharField(label=_("姓名"), max_length=40)
    capacity = choice_field(_("身份"), Capacity)
    number = forms.CharField(label=_("工号"), max_length=20, required=False)
    home_unit = forms.ModelChoiceField(
        label=_("所在单位"), queryset=Unit.objects.none(), required=False
    )
    duty_phone = forms.CharField(label=_("值班电话"), max_length=20, required=False)
    personal_phone = forms.CharField(label=_("个人电话"), max_length=20, required=False)

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["home_unit"]
        field.queryset = Unit.objects.filter(county=room.county.pk, ended_on__isnull=True)

    def facts(self, room: Room, person: Person | None = None) -> PersonFacts:
        """What was said; a phone the reader does not see stays as it was where none is given."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if person is not None and person.pk not in room.told:
            said["duty_phone"] = said["duty_phone"] or person.duty_phone
        if person is not None and person.pk not in room.kept:
            said["personal_phone"] = said["personal_phone"] or person.personal_phone
        return PersonFacts(**{**said, "capacity": Capacity(said["capacity"])})


class UnitForm(Versioned):
    name = forms.CharField(label=_("名称"), max_length=80)
    kind = choice_field(_("类别"), UnitKind)
    contact_name = forms.CharField(label=_("联络员"), max_length=40, required=False)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=20, required=False)
    duties = forms.MultipleChoiceField(
        label=_("职责"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(one.value, _now(str(one.label))) for one in Duty],
    )
    address = forms.CharField(label=_("地址"), max_length=200, required=False)

    def facts(self, room: Room, unit: Unit | None = None) -> UnitFacts:
        """What was said; what the form does not ask stays as it was, and so does a phone the
        reader does not see where none is given."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if unit is not None and unit.pk not in room.units_told:
            said["contact_phone"] = said["contact_phone"] or unit.contact_phone
        kept = {"point": unit.geom, "name_en": unit.name_en} if unit is not None else {}
        duties = tuple(Duty(one) for one in said["duties"])
        return UnitFacts(**{**kept, **said, "kind": UnitKind(said["kind"]), "duties": duties})


class ContactForm(Versioned):
    contact_name = forms.CharField(label=_("联络员"), max_length=40, required=False)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=20, required=False)


class PlaceChoice(forms.ModelChoiceField[Place]):
    """A place by code and name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {obj.name}"


class PostingForm(forms.Form):
    place = PlaceChoice(label=_("网格或社区"), queryset=Place.objects.none())
    capacity = choice_field(_("身份"), Capacity)
    first_day = day_field(_("开始日期"))
    last_day = day_field(_("结束日期（可不填）"), required=False)
    document = forms.CharField(label=_("文号"), max_length=80, required=False)

    def __init__(self, *args: Any, places: Iterable[Place], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"first_day": timezone.localdate()})
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place"]
        field.queryset = Place.objects.filter(pk__in=[one.pk for one in places]).order_by("code")


class ProposeForm(PostingForm):
    """A posting as a community proposes it."""

    last_day = None  # type: ignore[assignment]  # the street says until when
    document = None  # type: ignore[assignment]  # and by which document
    reason = forms.CharField(label=_("理由"), max_length=200, required=False)


class AnswerForm(Versioned):
    reason = forms.CharField(label=_("理由"), max_length=200, required=False)


class TieAccountForm(forms.Form):
    """An account by its name, and the person it is of or the unit it speaks for."""

    account = forms.CharField(label=_("账号"), max_length=150)
    person = forms.ModelChoiceField(
        label=_("是这个人的"), queryset=Person.objects.none(), required=False
    )
    unit = forms.ModelChoiceField(
        label=_("或代表这个单位"), queryset=Unit.objects.none(), required=False
    )
    reason = forms.CharField(label=_("理由"), max_length=200, required=False)

    def __init__(
        self, *args: Any, people: QuerySet[Person], units: QuerySet[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["person"].queryset, fields["unit"].queryset = people, units

    def clean_account(self) -> User:
        found = User.objects.filter(username=self.cleaned_data["account"], is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("没有这个账号。请核对，或请县系统管理员开立。"))
        return found

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if bool(said.get("person")) == bool(said.get("unit")):
            raise forms.ValidationError(_("请在人员和单位中选一个。"))
        return said

    def facts(self) -> dict[str, Any]:
        """What is proposed."""
        said = self.cleaned_data
        who = said["person"] or said["unit"]
        return {"who": who, "account": said["account"], "reason": said["reason"]}


class CoverageForm(forms.Form):
    grid = PlaceChoice(label=_("网格"), queryset=Place.objects.none())
    part = choice_field(_("方式"), Part)
    first_day = day_field(_("开始日期"))
    last_day = day_field(_("结束日期（可不填）"), required=False)
    document = forms.CharField(label=_("文号"), max_length=80, required=False)

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"first_day": timezone.localdate()})
        super().__init__(*args, **kwargs)
        grids = [one.pk for one in room.places if one.level == Level.GRID]
        field: Any = self.fields["grid"]
        field.queryset = Place.objects.filter(pk__in=grids)


class EndForm(Versioned):
    on = day_field(_("结束日期"))
    reason = forms.CharField(label=_("原因"), max_length=200)


class RosterForm(forms.Form):
    kind = forms.ChoiceField(label=_("名册"))
    file = forms.FileField(label=_("文件（XLSX 或 CSV）"), allow_empty_file=False)

    def __init__(self, *args: Any, kinds: Iterable[Roster.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [(one.value, _now(str(one.label))) for one in kinds]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("文件超过 5 MB。请按街道拆分后上传。"))
        return file


class ApplyForm(Versioned):
    leave_out_refused = forms.BooleanField(label=_("略过不能导入的行"), required=False)


class AskForm(forms.Form):
    tie_metres = forms.IntegerField(
        label=_("维持一项原有安排值多少米"), min_value=0, max_value=LARGEST, initial=TIE_METRES
    )
    spread_metres = forms.IntegerField(
        label=_("按户数均衡值多少米"), min_value=0, max_value=LARGEST, initial=SPREAD_METRES
    )


class TieForm(Versioned):
    """A grid by its code; empty for none."""

    grid_code = forms.CharField(max_length=17, required=False)


class AcceptForm(Versioned):
    from_day = day_field(_("起用日期"))
    document = forms.CharField(label=_("文号"), max_length=80, required=False)


class ExportForm(forms.Form):
    purpose = forms.CharField(label=_("用途"), max_length=200)
