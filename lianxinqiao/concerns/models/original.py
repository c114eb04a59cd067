from django.db import models

from lianxinqiao.base import vault
from lianxinqiao.base.privacy import STAFF, Declaration, Pii, Retain, See, declared

SEALED = Declaration(pii=Pii.RESIDENT, retain=Retain.CASE, visible_to=See.STUDIO)
KEY = Declaration(pii=Pii.SECRET, retain=Retain.CASE, visible_to=See.NOBODY)


class Original(models.Model):
    """What the resident said, as said, and how to reach them: sealed with a key of its own.

    An empty `key_wrapped` means erased: the sealed bytes open no more. There is no index of the phone
    number on purpose: equal indexes would join one person's matters for whoever holds a copy of the
    database (red line 2). `vault.blind_index` waits for a use that a resident has asked for.
    """

    concern = declared(
        models.OneToOneField("concerns.Concern", primary_key=True, on_delete=models.PROTECT, related_name="original"),
        **STAFF,
    )
    office = declared(models.CharField("密钥所属", max_length=20), **STAFF)
    key_wrapped = declared(models.BinaryField("密钥"), **KEY)
    text = declared(models.BinaryField("原话"), **SEALED)
    name = declared(models.BinaryField("称呼"), **SEALED)
    phone = declared(models.BinaryField("电话"), **SEALED)
    address = declared(models.BinaryField("住址"), **SEALED)
    outcome_words = declared(models.BinaryField("评价的话", default=b""), **SEALED)
    wants_call = declared(
        models.BooleanField("请回电", default=False), pii=Pii.NONE, retain=Retain.CASE, visible_to=See.STUDIO
    )
    wants_message = declared(
        models.BooleanField("答复后发短信", default=False), pii=Pii.NONE, retain=Retain.CASE, visible_to=See.STUDIO
    )
    erased_at = declared(models.DateTimeField("删除时间", null=True, blank=True), **STAFF)

    class Meta:
        verbose_name = verbose_name_plural = "原话"

    def __str__(self) -> str:
        return f"原话 {self.pk}"

    @property
    def erased(self) -> bool:
        """True once the key was discarded."""
        return not self.key_wrapped

    def seal(self, name: str, value: str) -> bytes:
        """The bytes of one field, sealed; raises Erased."""
        return vault.seal(value, wrapped=bytes(self.key_wrapped), office=self.office, name=f"concern.{name}")

    def unseal(self, name: str) -> str:
        """One field in clear; raises Erased. Only queries that checked the right call this."""
        return self.open_bytes(name, bytes(getattr(self, name)))

    def open_bytes(self, name: str, sealed: bytes) -> str:
        """What `seal` made under this name, in clear; raises Erased."""
        return vault.unseal(sealed, wrapped=bytes(self.key_wrapped), office=self.office, name=f"concern.{name}")
