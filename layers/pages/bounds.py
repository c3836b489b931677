"""How far a unit lies outside its bounds, in words that need no colour."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from communities.territory.rules import RuleKey
from gis_core.accounts.models import Level

BELOW, WITHIN, ABOVE = "below", "within", "above"
BOUNDS: dict[str, tuple[RuleKey, RuleKey]] = {
    Level.COMMUNITY: (RuleKey.COMMUNITY_MIN, RuleKey.COMMUNITY_MAX),
    Level.GRID: (RuleKey.GRID_MIN, RuleKey.GRID_MAX),
}
SYMBOLS = {BELOW: "▼", WITHIN: "●", ABOVE: "▲"}


@dataclass(frozen=True)
class Standing:
    """Below, within or above its bounds, and by how many households."""

    kind: str
    by: int

    @property
    def symbol(self) -> str:
        return SYMBOLS[self.kind]

    @property
    def text(self) -> str:
        if self.kind == BELOW:
            return _("低于下限 %(households)s 户") % {"households": f"{self.by:,}"}
        if self.kind == ABOVE:
            return _("高于上限 %(households)s 户") % {"households": f"{self.by:,}"}
        return _("在限内")


def standing(deviation: int | None) -> Standing | None:
    """The standing of a deviation in households; None where nothing is known."""
    if deviation is None:
        return None
    kind = BELOW if deviation < 0 else ABOVE if deviation > 0 else WITHIN
    return Standing(kind, abs(deviation))
