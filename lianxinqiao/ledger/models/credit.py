from django.db import models

from lianxinqiao.base.privacy import STAFF, declared
from lianxinqiao.ledger.models.line import MARK, NAMED, Line
from lianxinqiao.ledger.models.only import Kept

PER_LINE = 1024  # ids of a line's credits are line id * PER_LINE + 0, 1, 2 …


class Credit(Kept):
    """To whom a line counts: a studio (`studio:<code>`) or a member (`member:<person id>`).

    `n` is +1, on a counter-line -1. `leaf` is a SHA-256 over the credit, salted by its line (hex).
    """

    id = declared(models.BigIntegerField(primary_key=True), **STAFF)
    line = declared(
        models.ForeignKey(
            Line, verbose_name="行", on_delete=models.PROTECT, related_name="credits", db_constraint=False
        ),
        **STAFF,
    )
    holder = declared(models.CharField("记在谁名下", max_length=64), **STAFF)
    label = declared(models.CharField("称呼", max_length=80, blank=True), **NAMED)
    n = declared(models.SmallIntegerField("数", default=1), **STAFF)
    leaf = declared(models.CharField("封印", max_length=64), **MARK)

    class Meta:
        verbose_name = verbose_name_plural = "记功"
        indexes = [models.Index(fields=["holder", "line"], name="credit_holder")]

    def __str__(self) -> str:
        return f"{self.holder} {self.n:+d}"
