from django.db import models

from lianxinqiao.base.privacy import PUBLIC, declared
from lianxinqiao.organisation.enums import BodyKind


class Body(models.Model):
    """A special committee, study group, party or sector, as the city or a county knows it."""

    kind = declared(models.CharField("种类", max_length=10, choices=BodyKind), **PUBLIC)
    name = declared(models.CharField("名称", max_length=60), **PUBLIC)
    place = declared(models.ForeignKey("organisation.Place", on_delete=models.PROTECT, related_name="bodies"), **PUBLIC)

    class Meta:
        verbose_name = verbose_name_plural = "机构与界别"
        ordering = ["kind", "place__path", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "name", "place"], name="body_once")]

    def __str__(self) -> str:
        return self.name
