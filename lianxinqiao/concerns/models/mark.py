from django.db import models

from lianxinqiao.base.privacy import Declaration, Pii, Retain, See, declared
from lianxinqiao.concerns.enums import MarkWord

MONTH = Declaration(pii=Pii.NONE, retain=Retain.FOREVER, visible_to=See.NOBODY)


class Mark(models.Model):
    """How many residents gave a studio this word in a month.

    A count instead of a row each: the order of rows would tell whose mark is whose. Shown from five up.
    """

    studio = declared(models.ForeignKey("studios.Studio", on_delete=models.PROTECT, related_name="marks"), **MONTH)
    month = declared(models.DateField("月份（当月一日）"), **MONTH)
    word = declared(models.CharField("评分", max_length=12, choices=MarkWord), **MONTH)
    n = declared(models.PositiveIntegerField("次数", default=0), **MONTH)

    class Meta:
        verbose_name = verbose_name_plural = "满意度"
        ordering = ["studio", "month", "word"]
        constraints = [models.UniqueConstraint(fields=["studio", "month", "word"], name="mark_once")]

    def __str__(self) -> str:
        return f"{self.studio_id} {self.month:%Y-%m} {self.word} {self.n}"
