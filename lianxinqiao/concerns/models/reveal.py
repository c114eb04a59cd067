from django.db import models

from lianxinqiao.base.privacy import Declaration, Pii, Retain, See, declared
from lianxinqiao.concerns.enums import RevealWhat

TOLD = Declaration(pii=Pii.STAFF, retain=Retain.FOREVER, visible_to=See.SCOPE)


class Reveal(models.Model):
    """Who opened what of a concern, when and why; the resident reads this list."""

    concern = declared(models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, related_name="reveals"), **TOLD)
    person = declared(models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+"), **TOLD)
    role = declared(models.CharField("角色", max_length=20), **TOLD)
    what = declared(models.CharField("内容", max_length=10, choices=RevealWhat), **TOLD)
    reason = declared(models.CharField("理由", max_length=200), **TOLD)
    at = declared(models.DateTimeField("时间"), **TOLD)

    class Meta:
        verbose_name = verbose_name_plural = "查看记录"
        ordering = ["pk"]
        indexes = [models.Index(fields=["person", "at"], name="reveal_quota")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.pk}"
