from django.db import models
from django.db.models import F, Q

from lianxinqiao.base.privacy import Declaration, Pii, Retain, See, declared
from lianxinqiao.organisation.models import Member
from lianxinqiao.studios.models.studio import Studio

ROSTER = Declaration(pii=Pii.STAFF, retain=Retain.FOREVER, visible_to=See.PUBLIC)


class Enrolment(models.Model):
    """A member in a studio for a time; the roster on the wall."""

    studio = declared(models.ForeignKey(Studio, on_delete=models.PROTECT, related_name="enrolments"), **ROSTER)
    member = declared(models.ForeignKey(Member, on_delete=models.PROTECT, related_name="enrolments"), **ROSTER)
    since = declared(models.DateField("入驻日期"), **ROSTER)
    until = declared(models.DateField("离开日期", null=True, blank=True), **ROSTER)

    class Meta:
        verbose_name = verbose_name_plural = "入驻"
        ordering = ["studio", "since"]
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="enrolled_forward"),
            models.UniqueConstraint(fields=["studio", "member"], condition=Q(until__isnull=True), name="enrolled_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.studio}"
