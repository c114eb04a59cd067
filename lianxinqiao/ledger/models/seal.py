from django.db import models

from lianxinqiao.base.privacy import STAFF, declared
from lianxinqiao.ledger.models.line import MARK
from lianxinqiao.ledger.models.only import Kept


class Seal(Kept):
    """One office's new lines of one round: a Merkle root (RFC 9162 form), chained to the office's last seal.

    `number` counts within the office, `round` is the number of the day seal that holds it.
    """

    office = declared(models.CharField("所属政协", max_length=20, blank=True), **STAFF)
    number = declared(models.PositiveIntegerField("第几封"), **STAFF)
    round = declared(models.PositiveIntegerField("第几轮"), **STAFF)
    day = declared(models.DateField("日期"), **STAFF)
    at = declared(models.DateTimeField("封印时间"), **STAFF)
    first_id = declared(models.BigIntegerField("首行"), **STAFF)
    last_id = declared(models.BigIntegerField("末行"), **STAFF)
    count = declared(models.PositiveIntegerField("行数"), **STAFF)
    root = declared(models.CharField("根", max_length=64), **MARK)
    previous = declared(models.CharField("上一封", max_length=64, blank=True), **MARK)
    hash = declared(models.CharField("本封", max_length=64), **MARK)
    mac = declared(models.CharField("封印", max_length=64), **MARK)

    class Meta:
        verbose_name = verbose_name_plural = "封条"
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="seal_number"),
            models.UniqueConstraint(fields=["round", "office"], name="seal_round"),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.number}"


class DaySeal(Kept):
    """The offices' seals of one round sealed together, chained to the last round. Its `hash` is what leaves the house.

    The round covers the line ids after the last round's `last_id` up to its own. `unused` are ids that
    PostgreSQL gave to transactions that were rolled back, `lost` ids that were missing without such an
    excuse when the round was sealed (both as ranges, `3,7-9`).
    """

    number = declared(models.PositiveIntegerField("第几轮", unique=True), **STAFF)
    day = declared(models.DateField("日期"), **STAFF)
    at = declared(models.DateTimeField("封印时间"), **STAFF)
    last_id = declared(models.BigIntegerField("末行"), **STAFF)
    count = declared(models.PositiveIntegerField("行数"), **STAFF)
    unused = declared(models.TextField("未用编号", blank=True), **STAFF)
    lost = declared(models.TextField("缺失编号", blank=True), **STAFF)
    root = declared(models.CharField("根", max_length=64), **MARK)
    previous = declared(models.CharField("上一轮", max_length=64, blank=True), **MARK)
    hash = declared(models.CharField("本轮", max_length=64), **MARK)
    mac = declared(models.CharField("封印", max_length=64), **MARK)

    class Meta:
        verbose_name = verbose_name_plural = "日封"

    def __str__(self) -> str:
        return f"{self.number} {self.day}"
