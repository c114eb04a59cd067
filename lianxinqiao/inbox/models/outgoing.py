from django.db import models
from django.db.models import Q

from lianxinqiao.base import vault
from lianxinqiao.base.privacy import Declaration, Pii, Retain, See, declared
from lianxinqiao.inbox.enums import Channel, OutgoingState

WORDS = Declaration(pii=Pii.NONE, retain=Retain.YEAR, visible_to=See.SELF)
STATE = Declaration(pii=Pii.NONE, retain=Retain.YEAR, visible_to=See.NOBODY)
TO = Declaration(pii=Pii.STAFF, retain=Retain.YEAR, visible_to=See.SELF)
SEALED = Declaration(pii=Pii.RESIDENT, retain=Retain.DAYS, visible_to=See.NOBODY)
KEY = Declaration(pii=Pii.SECRET, retain=Retain.DAYS, visible_to=See.NOBODY)
LEAVES = [(one.value, one.label) for one in Channel if one is not Channel.SITE]


class Outgoing(models.Model):
    """A message that leaves the house: to somebody who works here, or to a resident who asked for it.

    Of somebody who works here the address is read from the person when the message leaves. A resident's lies
    sealed with a key of the message's own, and both are gone as soon as the message has left, cannot leave or
    must not leave any more. `about` points to the thing without a key, so that whoever keeps the thing can say so.
    """

    channel = declared(models.CharField("通道", max_length=8, choices=LEAVES), **WORDS)
    person = declared(
        models.ForeignKey(
            "organisation.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="outgoing"
        ),
        **TO,
    )
    office = declared(models.CharField("密钥所属", max_length=20, blank=True), **STATE)
    key_wrapped = declared(models.BinaryField("密钥", default=b""), **KEY)
    address = declared(models.BinaryField("收件号码", default=b""), **SEALED)
    subject = declared(models.CharField("标题", max_length=120), **WORDS)
    words = declared(models.TextField("内容"), **WORDS)
    link = declared(models.CharField("去处", max_length=200, blank=True), **WORDS)
    about_kind = declared(models.CharField("事由种类", max_length=20, blank=True), **STATE)
    about_what = declared(models.CharField("事由编号", max_length=40, blank=True), **STATE)
    copy_of = declared(
        models.OneToOneField("inbox.Message", null=True, blank=True, on_delete=models.CASCADE, related_name="mirrored"),
        **WORDS,
    )
    key = declared(models.CharField("去重键", max_length=120, unique=True), **STATE)
    at = declared(models.DateTimeField("时间"), **WORDS)
    state = declared(
        models.CharField("状态", max_length=8, choices=OutgoingState, default=OutgoingState.QUEUED), **WORDS
    )
    tries = declared(models.PositiveSmallIntegerField("次数", default=0), **STATE)
    fault = declared(models.CharField("错误", max_length=80, blank=True), **STATE)
    sent_at = declared(models.DateTimeField("发出时间", null=True, blank=True), **WORDS)

    class Meta:
        verbose_name = verbose_name_plural = "发出的消息"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["about_kind", "about_what"], name="outgoing_about"),
            models.Index(fields=["at"], name="outgoing_at"),
        ]
        constraints = [
            models.CheckConstraint(
                name="outgoing_keeps_no_address",
                condition=Q(state="queued") | Q(address=b"", key_wrapped=b""),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def seal(self, value: str) -> bytes:
        """A resident's address, sealed."""
        return vault.seal(value, wrapped=bytes(self.key_wrapped), office=self.office, name="outgoing.address")

    def to(self) -> str:
        """Where it goes, in clear: for the moment of sending only. Raises vault.Erased; empty where there is none."""
        if self.person is not None:
            email: str = self.person.email
            return email
        return vault.unseal(
            bytes(self.address), wrapped=bytes(self.key_wrapped), office=self.office, name="outgoing.address"
        )
