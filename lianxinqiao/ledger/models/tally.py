from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.privacy import STAFF, declared
from lianxinqiao.ledger.models.line import MARK


class Grain(models.TextChoices):
    DAY = "day", _("日")
    MONTH = "month", _("月")
    YEAR = "year", _("年")


class Tally(models.Model):
    """Running sum of the lines up to the watermark, for one grain of time, one place and all below it.

    Either the lines of one verb and kind (`holder` empty), or what one studio or member is credited with,
    whatever the verb (`verb` and `kind` empty; months and years only). `n` is acts less counter-lines,
    `quantity` the sum of quantities. Only `ledger.tally.advance` writes here.
    """

    grain = declared(models.CharField("时段", max_length=5, choices=Grain), **STAFF)
    start = declared(models.DateField("起日"), **STAFF)
    path = declared(models.CharField("何处", max_length=120), **STAFF)
    verb = declared(models.CharField("动作", max_length=60, blank=True), **STAFF)
    kind = declared(models.CharField("类别", max_length=60, blank=True), **STAFF)
    holder = declared(models.CharField("记在谁名下", max_length=64, blank=True), **STAFF)
    n = declared(models.BigIntegerField("次数"), **STAFF)
    quantity = declared(models.BigIntegerField("数量"), **STAFF)

    class Meta:
        verbose_name = verbose_name_plural = "累计数"
        constraints = [
            models.UniqueConstraint(fields=["path", "verb", "grain", "start", "holder", "kind"], name="tally_once"),
        ]
        indexes = [models.Index(fields=["verb", "start"], name="tally_verb_start")]

    def __str__(self) -> str:
        return f"{self.grain} {self.start} {self.path} {self.verb} {self.kind} {self.holder}".rstrip()


class Watermark(models.Model):
    """The one row (id 1) that says how far the tallies and the seals have come.

    `tallied` is the last line id in the tallies, `lines` how many lines that is, `sealed` the number of
    the last day seal; `mac` keeps a hand from turning it back.
    """

    tallied = declared(models.BigIntegerField("已计到", default=0), **STAFF)
    lines = declared(models.BigIntegerField("已计行数", default=0), **STAFF)
    sealed = declared(models.BigIntegerField("已封到", default=0), **STAFF)
    at = declared(models.DateTimeField("时间"), **STAFF)
    mac = declared(models.CharField("封印", max_length=64), **MARK)

    class Meta:
        verbose_name = verbose_name_plural = "水位"

    def __str__(self) -> str:
        return f"{self.tallied}/{self.sealed}"
