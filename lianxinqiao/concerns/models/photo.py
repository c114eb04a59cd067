from django.db import models

from lianxinqiao.base.privacy import STAFF, Pii, Retain, See, declared


class Photo(models.Model):
    """A cleaned photo; its bytes lie sealed with the concern's key in the file `file`. Sizes in pixels.

    `passed_on`: the desk has looked and found no face, plate or door number, so it may leave the room (red line 9).
    """

    concern = declared(models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, related_name="photos"), **STAFF)
    file = declared(
        models.CharField("文件", max_length=80, unique=True),
        pii=Pii.RESIDENT,
        retain=Retain.CASE,
        visible_to=See.SCOPE,
    )
    width = declared(models.PositiveIntegerField("宽"), **STAFF)
    height = declared(models.PositiveIntegerField("高"), **STAFF)
    passed_on = declared(models.BooleanField("可给机关看", default=False), **STAFF)

    class Meta:
        verbose_name = verbose_name_plural = "照片"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"照片 {self.pk}"
