from django.db import models

from lianxinqiao.base.privacy import STAFF, Pii, Retain, See, declared


class Note(models.Model):
    """An internal note of the studio, sealed with the concern's key: notes tend to name people."""

    concern = declared(models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, related_name="notes"), **STAFF)
    person = declared(models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+"), **STAFF)
    text = declared(models.BinaryField("备注"), pii=Pii.RESIDENT, retain=Retain.CASE, visible_to=See.STUDIO)
    at = declared(models.DateTimeField("时间"), **STAFF)

    class Meta:
        verbose_name = verbose_name_plural = "内部备注"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"备注 {self.pk}"
