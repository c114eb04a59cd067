from django.db import models

from lianxinqiao.base.privacy import STAFF, Declaration, Pii, Retain, See, declared

KEY = Declaration(pii=Pii.SECRET, retain=Retain.FOREVER, visible_to=See.NOBODY)


class Receipt(models.Model):
    """What lets the resident back in: only a hash of the token and an index of the code are kept.

    `token_sealed` opens with the code, so that typing the code leads to the token's address.
    `marked` says that a mark was given, never which.
    """

    concern = declared(
        models.OneToOneField("concerns.Concern", primary_key=True, on_delete=models.PROTECT, related_name="receipt"),
        **STAFF,
    )
    token_hash = declared(models.CharField("令牌摘要", max_length=64, unique=True), **KEY)
    code_index = declared(models.CharField("回执码索引", max_length=64, unique=True), **KEY)
    token_sealed = declared(models.BinaryField("加封的令牌"), **KEY)
    marked = declared(
        models.BooleanField("已评分", default=False), pii=Pii.NONE, retain=Retain.FOREVER, visible_to=See.SELF
    )

    class Meta:
        verbose_name = verbose_name_plural = "回执"

    def __str__(self) -> str:
        return f"回执 {self.pk}"
