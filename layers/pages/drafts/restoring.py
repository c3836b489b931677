"""What a planner says to go back to a former edition."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.territory.models import County, Edition, Place
from gis_core.accounts.models import Level
from gis_core.accounts.scope import Scope
from layers.pages.drafts.forms import LONGEST_REASON, LONGEST_TITLE


class Restore(forms.Form):
    """Which former edition, for which place, under which title, and why."""

    edition = forms.ModelChoiceField(
        label=gettext_lazy("恢复到哪一版"), queryset=Edition.objects.none(), empty_label=None
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("范围"), queryset=Place.objects.none(), empty_label=None
    )
    title = forms.CharField(label=gettext_lazy("标题"), max_length=LONGEST_TITLE)
    reason = forms.CharField(
        label=gettext_lazy("为什么要恢复"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, county: County, scope: Scope, **kwargs: Any) -> None:
        """`scope`: where the person may draw."""
        super().__init__(*args, **kwargs)
        editions: Any = self.fields["edition"]
        editions.queryset = former_editions(county)
        editions.to_field_name = "number"
        editions.label_from_instance = _numbered
        places = scope.of(Place).filter(level__in=[Level.COUNTY, Level.SUBDISTRICT])
        inside = places.filter(county=county.pk) | places.filter(pk=county.pk)
        field: Any = self.fields["place"]
        field.queryset = inside.filter(abolished=False).order_by("code")


def former_editions(county: County) -> Any:
    """The editions that were in force, the latest first."""
    rows = Edition.objects.filter(county=county.pk, status=Edition.Status.SUPERSEDED)
    return rows.order_by("-number")


def _numbered(edition: Edition) -> str:
    return _("第 %(number)s 版") % {"number": edition.number}
