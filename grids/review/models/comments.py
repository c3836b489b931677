"""Comments pinned to a place of the map, and the threads below them."""

import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q

from communities.territory.fields import shape_constraints, shape_indexes
from gis_core.accounts.roles import Role
from gis_core.crs import GEOGRAPHIC
from grids.proposals.models import Proposal


class Comment(models.Model):
    """What somebody says about a case, or answers in its thread (`thread`: the first of it).

    A first comment may be pinned to a point or a drawn shape (`geom`, EPSG:4490) or to a unit
    of the draft (`unit`, its number, and `unit_name`, as it was called then): both outlive what
    is redrawn under them. `settles`: the thread is answered with this; a later comment in it
    that does not settle opens it again.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="comments")
    thread = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    text = models.TextField("内容", max_length=2000)
    geom = models.GeometryField("位置", srid=GEOGRAPHIC, spatial_index=False, null=True)
    unit = models.PositiveIntegerField("单位", null=True)
    unit_name = models.CharField("单位名称", max_length=100, blank=True)
    settles = models.BooleanField("已答复", default=False)
    step = models.CharField("步骤", max_length=20)
    version = models.PositiveIntegerField("草案版本")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField("角色", max_length=3, choices=Role.choices)
    made_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "批注"
        verbose_name_plural = "批注"
        ordering = ["proposal", "made_at", "pk"]
        constraints = [
            *shape_constraints("comment"),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=Q(thread__isnull=True, settles=False)
                | Q(thread__isnull=False, geom__isnull=True, unit__isnull=True),
                name="comment_replies_have_no_place_of_their_own",
            ),
            models.CheckConstraint(
                condition=Q(geom__isnull=True) | Q(unit__isnull=True), name="comment_one_anchor"
            ),
        ]
        indexes = list(shape_indexes("comment", drawn=False))
        triggers = [
            pgtrigger.Protect(
                name="comments_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
