from uuid import UUID

import pgtrigger
from django.db import models
from django.db.models import Q

from communities.territory.models import Place
from communities.territory.queries import places_under
from grids.publication.models import Publication
from grids.staffing.models.coverage import Coverage
from grids.staffing.models.postings import Posting


class Carried(models.Model):
    """What became of one posting or coverage of a grid that ended with a publication, or what a
    grid lacks that began with it. Rows are only added."""

    class Outcome(models.TextChoices):
        GOES_ON = "goes_on", "接续"
        IN_SUPPORT = "in_support", "改为协助"
        ENDED = "ended", "未能接续"
        NO_FULL_TIME = "no_full_time", "缺专职网格员"
        NO_LEAD = "no_lead", "缺主包单位"

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="carried_staff")
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="网格")
    to = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    posting = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="carried")
    coverage = models.ForeignKey(Coverage, models.PROTECT, null=True, related_name="carried")
    made_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "接续记录"
        verbose_name_plural = "接续记录"
        ordering = ["publication", "id"]
        triggers = [
            pgtrigger.Protect(
                name="carried_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.posting or self.coverage or self.place} · {self.get_outcome_display()}"

    @property
    def open(self) -> bool:
        """Whether somebody has to see to it."""
        return self.outcome != self.Outcome.GOES_ON

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(publication__county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        inside = places_under(places)
        return Q(place__in=inside) | Q(to__in=inside)
