from django.db import models
from django.db.models import Q

from lianxinqiao.base.privacy import MACHINE, STAFF, Declaration, Pii, Retain, See, declared
from lianxinqiao.ledger.models.only import Kept

NAMED = Declaration(pii=Pii.STAFF, retain=Retain.FOREVER, visible_to=See.SCOPE)  # members and staff in public office
MARK = Declaration(**{**MACHINE, "retain": Retain.FOREVER})


class Line(Kept):
    """One act (台账一行). `at` is city time and may lie in the past; `written_at` is machine time.

    `salt` keeps the published hash of a line from giving its content away; `leaf` is the HMAC over every
    other field and over the leaves of its credits (hex). Ids grow; a lower id never appears later.
    """

    at = declared(models.DateTimeField("时间"), **STAFF)
    written_at = declared(models.DateTimeField("写入时间"), **STAFF)
    by = declared(models.CharField("谁", max_length=64), **STAFF)
    by_label = declared(models.CharField("谁（称呼）", max_length=80, blank=True), **NAMED)
    role = declared(models.CharField("身份", max_length=40, blank=True), **STAFF)
    verb = declared(models.CharField("动作", max_length=60), **STAFF)
    thing_kind = declared(models.CharField("何物", max_length=40), **STAFF)
    thing_id = declared(models.CharField("何物（编号）", max_length=64), **STAFF)
    thing_label = declared(models.CharField("何物（称呼）", max_length=200, blank=True), **NAMED)
    office = declared(models.CharField("所属政协", max_length=20, blank=True), **STAFF)
    path = declared(models.CharField("何处", max_length=120), **STAFF)
    kind = declared(models.CharField("类别", max_length=60, blank=True), **STAFF)
    quantity = declared(models.IntegerField("数量", default=1), **STAFF)
    corrects = declared(models.BigIntegerField("更正哪一行", null=True, blank=True), **STAFF)
    why = declared(models.CharField("更正原因", max_length=200, blank=True), **STAFF)
    salt = declared(models.CharField("盐", max_length=32), **MARK)
    leaf = declared(models.CharField("封印", max_length=64), **MARK)

    class Meta:
        verbose_name = verbose_name_plural = "台账"
        indexes = [
            models.Index(fields=["verb", "at"], name="line_verb_at"),
            models.Index(fields=["at"], name="line_at"),
            models.Index(fields=["thing_kind", "thing_id"], name="line_thing"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["corrects"], condition=Q(corrects__isnull=False), name="line_taken_back"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.verb} {self.thing_label}"
