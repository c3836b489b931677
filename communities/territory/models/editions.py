import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from communities.territory.models.places import County


@pghistory.track()
class Edition(models.Model):
    """A numbered state of all boundaries of one county.

    A new state is prepared while the old one is in force, checked, and put in force in one
    step; from then on it cannot be changed, only followed by the next. Editions are numbered
    per county, so that one county can move without another. They say what was legally in force
    from which day; what was corrected afterwards is a new edition, never a change to an old one.
    """

    class Status(models.TextChoices):
        PREPARED = "prepared", "准备中"
        IN_FORCE = "in_force", "现行"
        SUPERSEDED = "superseded", "已被取代"

    county = models.ForeignKey(County, models.PROTECT, related_name="editions", verbose_name="县")
    number = models.PositiveIntegerField("版次")
    status = models.CharField(
        "状态", max_length=10, choices=Status.choices, default=Status.PREPARED
    )
    note = models.CharField("说明", max_length=300, blank=True)
    in_force_from = models.DateField("生效日期", null=True)
    published_at = models.DateTimeField("发布时间", null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "版次"
        verbose_name_plural = "版次"
        ordering = ["county", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["county", "number"], name="edition_number_unique"),
            models.UniqueConstraint(
                fields=["county"], condition=Q(status="in_force"), name="edition_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["county"], condition=Q(status="prepared"), name="edition_one_prepared"
            ),
            models.CheckConstraint(
                condition=Q(status="prepared")
                | (Q(in_force_from__isnull=False) & Q(published_at__isnull=False)),
                name="edition_published_has_a_day",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_edition_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__status__in=["in_force", "superseded"]),
            ),
            pgtrigger.FSM(
                name="edition_moves_forward",
                field="status",
                transitions=[("prepared", "in_force"), ("in_force", "superseded")],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} 第{self.number}版"
