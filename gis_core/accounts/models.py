import pghistory
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from gis_core.accounts.roles import Role


class Level(models.TextChoices):
    """The level of territory a place belongs to, from the widest to the narrowest."""

    COUNTY = "county", "县"
    SUBDISTRICT = "subdistrict", "街道（镇）"
    COMMUNITY = "community", "社区"
    GRID = "grid", "网格"


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractUser):
    """A person who signs in. Names and duty only: no ID numbers, no private phones."""

    display_name = models.CharField("姓名", max_length=60, blank=True)

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.display_name or self.username


@pghistory.track()
class Membership(models.Model):
    """One role of one person at one permanent place, from one day to another.

    The place is named by its permanent key: accounts stand below the territory and must not
    import it. The territory's migrations add the foreign keys, so the database still refuses
    a key that is no place. `department` is the county department a `DEPARTMENT` acts for.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="账号")
    role = models.CharField("角色", max_length=3, choices=Role.choices)
    level = models.CharField("层级", max_length=12, choices=Level.choices)
    county_key = models.UUIDField("县")
    place_key = models.UUIDField("辖区")
    department = models.CharField("部门", max_length=60, blank=True)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("since")),
                name="membership_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_known_role"),
            models.CheckConstraint(
                condition=Q(department="") | Q(role=Role.DEPARTMENT),
                name="membership_department_of_a_department",
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="membership_known_level"
            ),
        ]
        indexes = [models.Index(fields=["user", "since"], name="membership_by_user")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class SecondFactor(models.Model):
    """The secret a person's phone makes codes of; `last_step`: that of the last code used.

    It is on no page once it is set, and in no record of changes.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor")
    secret = models.CharField(max_length=64)
    last_step = models.PositiveBigIntegerField(default=0)
    set_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "动态验证码"
        verbose_name_plural = "动态验证码"

    def __str__(self) -> str:
        return str(self.user)
