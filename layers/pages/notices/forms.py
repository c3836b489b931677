"""What the public and the county's people send about a notice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gis_core.cleaning import clean_line
from grids.notices.models import Notice, NoticeAddress, Objection
from grids.notices.models.notices import DayKind
from grids.notices.models.objections import MOST_CONTACT, MOST_TEXT

LONGEST_QUESTION = 60


class AddressQuestion(forms.Form):
    """Which address somebody looks for."""

    q = forms.CharField(label=_("小区、楼栋或门牌"), min_length=2, max_length=LONGEST_QUESTION)


class ObjectionForm(forms.Form):
    """What somebody without an account writes."""

    text = forms.CharField(
        label=_("您的意见"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": MOST_TEXT}),
        error_messages={
            "required": _("请写下您的意见。"),
            "max_length": _("意见太长，请缩短，或分条提交。"),
        },
    )
    contact = forms.CharField(
        label=_("联系方式（可不填）"),
        max_length=MOST_CONTACT,
        required=False,
        help_text=_("只用于就这条意见与您联系，不公开。请勿填写身份证号。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    at = forms.ModelChoiceField(
        queryset=NoticeAddress.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "objection-%s")
        super().__init__(*args, **kwargs)
        field: Any = self.fields["at"]
        field.queryset = NoticeAddress.objects.filter(notice=notice)


class AnnouncementForm(forms.Form):
    """Opening a notice: words, days, and the map's review number."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("标题"), max_length=100)
    statement = forms.CharField(
        label=_("说明（缘由、原则、如何提意见）"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    office = forms.CharField(label=_("受理单位"), max_length=100)
    channel = forms.CharField(label=_("发布渠道（网站、公告栏等）"), max_length=200)
    map_review_number = forms.CharField(
        label=_("审图号（没有则标“示意图”）"), max_length=60, required=False
    )
    opens_on = forms.DateField(
        label=_("开始日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    days = forms.IntegerField(label=_("天数"), min_value=1, max_value=400)
    day_kind = forms.ChoiceField(label=_("按"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["day_kind"]
        kinds.choices = [(kind.value, _(str(kind.label))) for kind in DayKind]

    def clean(self) -> dict[str, Any]:
        """Refuse words of which nothing is left once what cannot be seen is taken out."""
        said: dict[str, Any] = super().clean() or {}
        for name in ("title", "office", "channel"):
            if name in said and not clean_line(said[name]):
                self.add_error(name, _("没有可读的文字。"))
        return said


class ModerationForm(forms.Form):
    """Showing or hiding an objection; what is shown may leave personal data out."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    moderation = forms.ChoiceField(label=_("审看"), widget=forms.RadioSelect)
    shown_text = forms.CharField(
        label=_("公开的文字（可隐去个人信息）"),
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reason = forms.CharField(label=_("不公开或隐去的理由"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "moderation-%s")
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["moderation"]
        shown = (Objection.Moderation.SHOWN, Objection.Moderation.HIDDEN)
        chosen.choices = [(one.value, _(str(one.label))) for one in shown]


class AnswerForm(forms.Form):
    """An answer, drafted or given: adopted or not, with its reason."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    outcome = forms.ChoiceField(label=_("结果"), widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("理由（公众会看到）"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "answer-%s")
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["outcome"]
        chosen.choices = [(one.value, _(str(one.label))) for one in Objection.Outcome]


class CalendarForm(forms.Form):
    """The special days of one year, one a line."""

    year = forms.IntegerField(min_value=2020, max_value=2100, widget=forms.HiddenInput)
    days = forms.CharField(
        label=_("休假与调休"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
