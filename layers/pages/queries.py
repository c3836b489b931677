"""What the head of every page of a county says: its edition, its rules, what is in it."""

from dataclasses import dataclass
from typing import Any

from communities.territory.models import County, Edition, RuleSet, Threshold
from communities.territory.queries import edition_in_force


@dataclass(frozen=True)
class CountyState:
    """The county a page is about, with the edition and the rule set its figures come from."""

    county: County
    edition: Edition | None
    rule_set: RuleSet | None

    @property
    def thresholds(self) -> list[Threshold]:
        return list(self.rule_set.thresholds.order_by("pk")) if self.rule_set else []

    def limit(self, key: str) -> int | None:
        """The value of one threshold, None where the county has none."""
        found = [threshold.value for threshold in self.thresholds if threshold.key == key]
        return int(found[0]) if found else None

    def context(self) -> dict[str, Any]:
        return {"county": self.county, "edition": self.edition, "rule_set": self.rule_set}


def state_of(county: County) -> CountyState:
    """The state of one county today."""
    rule_set = RuleSet.objects.filter(county=county.pk).order_by("-number").first()
    return CountyState(county, edition_in_force(county), rule_set)
