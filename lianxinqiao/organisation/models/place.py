from django.db import models

from lianxinqiao.base.actor import Where
from lianxinqiao.base.privacy import PUBLIC, declared
from lianxinqiao.organisation.enums import PlaceKind, TownshipKind


class Place(models.Model):
    """A node of the tree of places. A studio is a bare node here; its register lies in `studios`.

    `path` is `/<code>/<code>/.../` from the root, so that a subtree is a prefix; `office_code` is the
    city or county whose office answers for the node (and whose key wraps its residents' keys).
    """

    code = declared(models.CharField("代码", max_length=20, unique=True), **PUBLIC)
    name = declared(models.CharField("名称", max_length=60), **PUBLIC)
    kind = declared(models.CharField("种类", max_length=10, choices=PlaceKind), **PUBLIC)
    township_kind = declared(models.CharField("镇街种类", max_length=12, choices=TownshipKind, blank=True), **PUBLIC)
    parent = declared(
        models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"), **PUBLIC
    )
    path = declared(models.CharField("路径", max_length=120, unique=True), **PUBLIC)
    office_code = declared(models.CharField("所属政协代码", max_length=20), **PUBLIC)

    class Meta:
        verbose_name = verbose_name_plural = "地方"
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(condition=models.Q(path__startswith="/", path__endswith="/"), name="place_path"),
            models.CheckConstraint(
                condition=models.Q(kind=PlaceKind.TOWNSHIP) ^ models.Q(township_kind=""), name="place_township_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def where(self) -> Where:
        """This place as a value for actors and the ledger."""
        return Where(office=self.office_code, path=self.path)
