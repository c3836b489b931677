"""A fault as the page's form sends it, with or without its script."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _

from gis_core.crs import GEOGRAPHIC
from grids.corrections.models import MOST_TEXT, Fault
from grids.corrections.services import MOST_FLOORS, MOST_HOUSEHOLDS, CorrectionFacts

LARGEST_KEY = 2**63 - 1


class CorrectionForm(forms.Form):
    """What is wrong; the place is a building of the list, or a point set on the map."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    lon = forms.FloatField(min_value=70, max_value=140, required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(min_value=0, max_value=60, required=False, widget=forms.HiddenInput)
    fault = forms.ChoiceField(label=_("哪里不对"), choices=Fault.choices)
    building = forms.IntegerField(
        label=_("楼栋"), min_value=1, max_value=LARGEST_KEY, required=False, widget=forms.Select
    )
    floors = forms.IntegerField(
        label=_("实际层数"), min_value=0, max_value=MOST_FLOORS, required=False
    )
    households = forms.IntegerField(
        label=_("实际户数"), min_value=0, max_value=MOST_HOUSEHOLDS, required=False
    )
    text = forms.CharField(
        label=_("说明"), max_length=MOST_TEXT, required=False, strip=True, widget=forms.Textarea
    )

    @property
    def sent_key(self) -> UUID:
        key: UUID = self.cleaned_data["key"]
        return key

    @property
    def facts(self) -> CorrectionFacts:
        said: dict[str, Any] = self.cleaned_data
        spot = said["lon"], said["lat"]
        return CorrectionFacts(
            fault=Fault(said["fault"]),
            text=said["text"],
            point=None if None in spot else Point(*spot, srid=GEOGRAPHIC),
            building=said["building"],
            floors=said["floors"],
            households=said["households"],
        )
