"""Rows of the second database `traces`, which holds no case: counters, last use, the access log."""

from django.db import models

from lianxinqiao.base.privacy import Declaration, Pii, Retain, See, declared

COUNTER = Declaration(pii=Pii.NONE, retain=Retain.DAYS, visible_to=See.NOBODY)
LOG = Declaration(pii=Pii.SECRET, retain=Retain.YEAR, visible_to=See.NOBODY)


class Count(models.Model):
    """How often something was tried in a window; `what` is a keyed digest, never an address in clear."""

    what = declared(models.CharField("什么", max_length=80), **COUNTER)
    window = declared(models.BigIntegerField("时窗"), **COUNTER)
    n = declared(models.PositiveIntegerField("次数", default=0), **COUNTER)

    class Meta:
        verbose_name = verbose_name_plural = "限次"
        constraints = [models.UniqueConstraint(fields=["what", "window"], name="count_once")]

    def __str__(self) -> str:
        return f"{self.what[:12]} {self.n}"


class LastUse(models.Model):
    """When an account, device or link was last used."""

    what = declared(models.CharField("什么", max_length=80, unique=True), **COUNTER)
    at = declared(models.DateTimeField("时间"), **COUNTER)

    class Meta:
        verbose_name = verbose_name_plural = "最近使用"

    def __str__(self) -> str:
        return self.what


class Visit(models.Model):
    """Access log: coarse time, door, status and a keyed digest of the address; no path of a form, no receipt (RL11)."""

    hour = declared(models.DateTimeField("整点", db_index=True), **LOG)
    door = declared(models.CharField("门", max_length=12), **LOG)
    method = declared(models.CharField("方法", max_length=8), **LOG)
    status = declared(models.PositiveSmallIntegerField("状态码"), **LOG)
    address = declared(models.CharField("来源（加密摘要）", max_length=32), **LOG)
    n = declared(models.PositiveIntegerField("次数", default=1), **LOG)

    class Meta:
        verbose_name = verbose_name_plural = "访问记录"
        constraints = [
            models.UniqueConstraint(fields=["hour", "door", "method", "status", "address"], name="visit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.hour:%F %H} {self.door} {self.status}"
