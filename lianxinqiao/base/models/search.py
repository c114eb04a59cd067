from django.db import models

from lianxinqiao.base.privacy import Declaration, Pii, Retain, See, declared

INDEX = Declaration(pii=Pii.DERIVED, retain=Retain.CASE, visible_to=See.NOBODY)


class SearchRow(models.Model):
    """The ready tokens of one thing, for base.search. Masked text only: never a resident's own words.

    The full-text index over `tokens` is made by migration 0002 for the database at hand. A concern's
    row goes with its case (`search.drop`); a public thing's row stays as long as the thing.
    """

    kind = declared(models.CharField("种类", max_length=20), **INDEX)
    thing_id = declared(models.CharField("编号", max_length=40), **INDEX)
    path = declared(models.CharField("路径", max_length=120), **INDEX)
    tokens = declared(models.TextField("词"), **INDEX)

    class Meta:
        verbose_name = verbose_name_plural = "检索"
        constraints = [models.UniqueConstraint(fields=["kind", "thing_id"], name="search_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.thing_id}"
