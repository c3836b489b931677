from decimal import Decimal

import pghistory
from django.db import models
from django.db.models import Q

from communities.territory.models.places import County
from communities.territory.rules import RuleKey


@pghistory.track()
class RuleSet(models.Model):
    """The thresholds a county judges its plans by, numbered; a change is a new rule set.

    Every figure shown names the rule set and the edition it was computed with, so a rule set
    that has been used is never edited.
    """

    class HouseholdCount(models.TextChoices):
        RESIDENT = "resident", "常住户"
        REGISTERED = "registered", "户籍户"
        DWELLINGS = "dwellings", "住宅套数"

    county = models.ForeignKey(County, models.PROTECT, related_name="rule_sets", verbose_name="县")
    number = models.PositiveIntegerField("编号")
    name = models.CharField("名称", max_length=100)
    household_count = models.CharField(
        "户数口径", max_length=10, choices=HouseholdCount.choices, default=HouseholdCount.RESIDENT
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "规则集"
        verbose_name_plural = "规则集"
        ordering = ["county", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["county", "number"], name="ruleset_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.name}（第{self.number}号）"

    def value(self, key: RuleKey) -> Decimal:
        """The threshold of `key`. Raises Threshold.DoesNotExist where the county set none."""
        return self.thresholds.get(key=key).value

    def values_by_key(self) -> dict[RuleKey, Decimal]:
        """All thresholds at once, for the engine and for pages that show many."""
        return {RuleKey(key): value for key, value in self.thresholds.values_list("key", "value")}


@pghistory.track()
class Threshold(models.Model):
    """One number of a rule set, with the text it comes from."""

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="thresholds")
    key = models.CharField(
        "规则", max_length=40, choices=[(key.value, key.value) for key in RuleKey]
    )
    label = models.CharField("名称", max_length=60)
    value = models.DecimalField("数值", max_digits=10, decimal_places=2)
    unit = models.CharField("单位", max_length=20)
    source = models.CharField("依据", max_length=300)

    class Meta:
        verbose_name = "阈值"
        verbose_name_plural = "阈值"
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "key"], name="threshold_once_per_set"),
            models.CheckConstraint(condition=Q(value__gte=0), name="threshold_not_negative"),
            models.CheckConstraint(condition=~Q(source=""), name="threshold_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.value.normalize():f} {self.unit}"
