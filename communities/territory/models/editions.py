import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from communities.territory.models.places import County

# Of a published edition only the status moves on.
_KEEP_FACTS = """
    IF (NEW.county_id, NEW.number, NEW.note, NEW.in_force_from, NEW.published_at,
        NEW.published_by_id) IS DISTINCT FROM
       (OLD.county_id, OLD.number, OLD.note, OLD.in_force_from, OLD.published_at,
        OLD.published_by_id) THEN
        RAISE EXCEPTION 'a published edition cannot be changed' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""


@pghistory.track()
class Edition(models.Model):
    """A numbered state of all boundaries of one county.

    A new state is prepared while the old one is in force, checked, and published in one step,
    to be in force at once or from a day; from then on it cannot be changed, only followed by the
    next. Editions are numbered
    per county, so that one county can move without another. They say what was legally in force
    from which day; what was corrected afterwards is a new edition, never a change to an old one.
    """

    class Status(models.TextChoices):
        PREPARED = "prepared", "准备中"
        SCHEDULED = "scheduled", "待生效"
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
            models.UniqueConstraint(
                fields=["county"], condition=Q(status="scheduled"), name="edition_one_scheduled"
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
                condition=~pgtrigger.Q(old__status="prepared"),
            ),
            pgtrigger.FSM(
                name="edition_moves_forward",
                field="status",
                transitions=[
                    ("prepared", "scheduled"),
                    ("prepared", "in_force"),
                    ("scheduled", "in_force"),
                    ("in_force", "superseded"),
                ],
            ),
            pgtrigger.Trigger(
                name="published_edition_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__status="prepared"),
                func=_KEEP_FACTS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} 第{self.number}版"
