from django.db import models

from communities.territory.models import County
from grids.dispatch.models import Order


class Caller(models.Model):
    """Where a resident's call came from, as a digest only: enough to count, not to find."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+")
    order = models.OneToOneField(Order, models.PROTECT, related_name="caller")
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "来源"
        verbose_name_plural = "来源"
        indexes = [
            models.Index(fields=["county", "received_at"], name="caller_by_time"),
            models.Index(fields=["county", "digest", "received_at"], name="caller_by_digest"),
        ]

    def __str__(self) -> str:
        return str(self.order)
