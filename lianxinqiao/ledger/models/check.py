from django.db import models

from lianxinqiao.base.privacy import STAFF, declared


class Check(models.Model):
    """What one check of the whole ledger came to: rows read, faults found, and when, so that a page need not check.

    `at` is machine time. `told` names at most `FEW` rows at fault by table, id and what is wrong
    with them; what those rows say stays out. `tallies` is None when they could not be judged.
    """

    at = declared(models.DateTimeField("核对时间", auto_now_add=True), **STAFF)
    lines = declared(models.BigIntegerField("台账行"), **STAFF)
    credits = declared(models.BigIntegerField("记功"), **STAFF)
    seals = declared(models.BigIntegerField("封条"), **STAFF)
    tallies = declared(models.BigIntegerField("累计数", null=True), **STAFF)
    faults = declared(models.PositiveIntegerField("不符"), **STAFF)
    told = declared(models.JSONField("哪几行", default=list), **STAFF)

    class Meta:
        verbose_name = verbose_name_plural = "台账核对"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.faults}"
