from django.db import models

from lianxinqiao.base.privacy import MACHINE, declared


class Sent(models.Model):
    """An idempotency key, stored in the same transaction as the effect it stands for; kept 31 days."""

    key = declared(models.CharField("键", max_length=64), **MACHINE)
    by = declared(models.CharField("送出者", max_length=64), **MACHINE)
    digest = declared(models.CharField("内容摘要", max_length=64), **MACHINE)
    thing_model = declared(models.CharField("所成之物", max_length=64), **MACHINE)
    thing_pk = declared(models.CharField("所成之物编号", max_length=32), **MACHINE)
    at = declared(models.DateTimeField("时间"), **MACHINE)

    class Meta:
        verbose_name = verbose_name_plural = "已送出"
        constraints = [models.UniqueConstraint(fields=["key", "by"], name="sent_once")]

    def __str__(self) -> str:
        return f"{self.thing_model}:{self.thing_pk}"
