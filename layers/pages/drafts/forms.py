"""What a planner says to begin a draft."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.territory.models import Place
from gis_core.accounts.models import Level
from gis_core.accounts.scope import Scope
from grids.proposals.models import Alternative, Proposal, Suggestion

LONGEST_TITLE, LONGEST_REASON = 60, 2000


class CarryOver(forms.Form):
    """Which preview of a draft on another edition is agreed to."""

    expected_version = forms.IntegerField(min_value=0)
    edition = forms.IntegerField(min_value=1)


class NewDraft(forms.Form):
    """Kind, place, title and reason; `alternative` begins with an answer of the engine."""

    title = forms.CharField(label=_("标题"), max_length=LONGEST_TITLE)
    kind = forms.ChoiceField(label=_("种类"))
    place = forms.ModelChoiceField(label=_("范围"), queryset=Place.objects.none(), empty_label=None)
    alternative = forms.ModelChoiceField(
        label=_("从哪里开始"),
        queryset=Alternative.objects.none(),
        required=False,
        empty_label=_("现行版次"),
    )
    reason = forms.CharField(
        label=_("理由（可稍后填写）"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, county: Place, scope: Scope, **kwargs: Any) -> None:
        """`scope`: where the person may draw."""
        super().__init__(*args, **kwargs)
        places = scope.of(Place).filter(level__in=[Level.COUNTY, Level.SUBDISTRICT])
        inside = places.filter(county=county.pk) | places.filter(pk=county.pk)
        suggestions = scope.of(Suggestion).filter(county=county.pk, proposal__isnull=True)
        field: Any = self.fields["place"]
        field.queryset = inside.filter(abolished=False).order_by("code")
        answers: Any = self.fields["alternative"]
        answers.queryset = (
            Alternative.objects.filter(suggestion__in=suggestions)
            .select_related("suggestion__place")
            .order_by("-suggestion__created_at", "rank")
        )
        answers.label_from_instance = _called
        kinds: Any = self.fields["kind"]
        kinds.choices = [(kind.value, _(str(kind.label))) for kind in Proposal.Kind]

    def clean(self) -> dict[str, Any]:
        """Refuse an alternative of another place or another kind, saying which it is."""
        said: dict[str, Any] = super().clean() or {}
        chosen: Alternative | None = said.get("alternative")
        if chosen is None or not said.get("place") or not said.get("kind"):
            return said
        suggestion = chosen.suggestion
        if suggestion.place_id != said["place"].pk:
            self.add_error("alternative", _("这个建议属于另一个范围，请改选范围或建议。"))
        if (suggestion.kind == "merge") != (said["kind"] == Proposal.Kind.CONSOLIDATION):
            self.add_error("alternative", _("合并建议只能用于社区调整，划分建议只能用于网格划分。"))
        return said


def _called(alternative: Alternative) -> str:
    suggestion = alternative.suggestion
    return f"{suggestion.get_kind_display()} · {suggestion.place} #{alternative.rank}"
