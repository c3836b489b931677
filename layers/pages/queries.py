"""What the head of every page of a county says: its edition, its rules, what is in it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from communities.territory.models import County, Edition, RuleSet, Threshold
from communities.territory.queries import edition_in_force
from layers.api.access import find_county
from layers.api.as_of import asked_edition


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

    @property
    def as_of(self) -> Edition | None:
        """The edition where it is not the one in force; every page says so."""
        in_force = self.edition is None or self.edition.status == Edition.Status.IN_FORCE
        return None if in_force else self.edition

    def editions(self) -> "QuerySet[Edition]":
        """The published editions, the latest first; read only by pages that offer the choice."""
        rows = Edition.objects.filter(county=self.county.pk)
        return rows.exclude(status=Edition.Status.PREPARED).order_by("-number")

    def context(self) -> dict[str, Any]:
        return {
            "county": self.county,
            "edition": self.edition,
            "rule_set": self.rule_set,
            "as_of": self.as_of,
            "editions_known": self.editions,
            "as_of_query": f"?edition={self.as_of.number}" if self.as_of else "",
        }


def state_of(county: County, edition: Edition | None = None) -> CountyState:
    """The state of one county today, or with another edition than the one in force."""
    rule_set = RuleSet.objects.filter(county=county.pk).order_by("-number").first()
    return CountyState(county, edition or edition_in_force(county), rule_set)


def asked_state(request: HttpRequest, county: str) -> CountyState:
    """The county of this code as of the edition or day that is asked for. Raises Http404."""
    found = find_county(request, county)
    return state_of(found, asked_edition(request, found))
