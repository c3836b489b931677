"""Seals on the append-only record: each covers some rows of a table and the seal before it."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Seal(models.Model):
    """The digest of the rows `first` to `last` of one table, chained to the table's last seal.

    Whoever changes, adds or removes a sealed row must forge every later seal, and the head that
    somebody wrote down elsewhere gives that away.
    """

    table = models.CharField("表", max_length=80)
    key = models.CharField(max_length=40)
    columns = ArrayField(models.CharField(max_length=80))
    first = models.PositiveBigIntegerField("首行")
    last = models.PositiveBigIntegerField("末行")
    rows = models.PositiveIntegerField("行数")
    previous = models.CharField("前一封印", max_length=64, blank=True)
    digest = models.CharField("摘要", max_length=64)
    sealed_at = models.DateTimeField("封存时间", auto_now_add=True)

    class Meta:
        verbose_name = "审计封印"
        verbose_name_plural = "审计封印"
        ordering = ["table", "last"]
        constraints = [
            models.UniqueConstraint(fields=["table", "first"], name="seal_rows_once"),
            models.UniqueConstraint(fields=["table", "previous"], name="seal_one_chain"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="seals_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.first}–{self.last}"
