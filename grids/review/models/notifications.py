"""What a person is told in the application when a case moved or somebody commented."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from grids.proposals.models import Proposal
from grids.review.models.cases import CaseEvent
from grids.review.models.comments import Comment


class Notification(models.Model):
    """One line for one person: it is their turn, something they have a part in moved on, or
    another edition followed the one their draft stands on."""

    class Kind(models.TextChoices):
        TURN = "turn", "等待您办理"
        MOVED = "moved", "有新进展"
        COMMENT = "comment", "有新批注"
        BEHIND = "behind", "落后于新版次"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications"
    )
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+")
    kind = models.CharField("种类", max_length=7, choices=Kind.choices)
    event = models.ForeignKey(CaseEvent, models.CASCADE, null=True, related_name="+")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("已读", null=True)

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(event__isnull=False) | Q(comment__isnull=False) | Q(kind="behind"),
                name="notification_about_something",
            )
        ]
        indexes = [models.Index(fields=["person", "read_at"], name="notification_by_person")]

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()}"
