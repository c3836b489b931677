from uuid import UUID

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communities.territory.models import County
from communities.territory.queries import places_under
from grids.staffing.capacities import Capacity
from grids.staffing.models.units import Unit
from grids.staffing.periods import not_over


@pghistory.track()
class Person(models.Model):
    """Somebody who works in grids: name and duty, never an identity number.

    `number` is the staff number of the unit, which tells people of one name apart. The duty phone
    is shown to those who work with the person, the personal one to who keeps the roster; to all
    others both are masked. `account` is what the person signs in with, where they do.
    """

    county = models.ForeignKey(County, models.PROTECT, related_name="staff", verbose_name="县")
    name = models.CharField("姓名", max_length=40)
    number = models.CharField("工号", max_length=20, blank=True)
    home_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="所在单位"
    )
    capacity = models.CharField("身份", max_length=15, choices=Capacity.choices)
    duty_phone = models.CharField("值班电话", max_length=20, blank=True)
    personal_phone = models.CharField("个人电话", max_length=20, blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        verbose_name="账号",
    )
    left_on = models.DateField("离职日期", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        ordering = ["county", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values), name="person_known_capacity"
            ),
            models.UniqueConstraint(
                fields=["county", "number"],
                condition=~Q(number="") & Q(left_on__isnull=True),
                name="person_number_unique",
            ),
        ]
        indexes = [models.Index(fields=["county", "name"], name="person_by_name")]
        triggers = [pgtrigger.Protect(name="people_are_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def in_counties(cls, counties: frozenset[UUID]) -> Q:
        return Q(county__in=counties)

    @classmethod
    def in_places(cls, places: frozenset[UUID]) -> Q:
        """People posted there, now or later."""
        from grids.staffing.models.postings import Posting

        inside = Posting.objects.filter(not_over(timezone.localdate()))
        return Q(pk__in=inside.filter(place__in=places_under(places)).values("person"))
