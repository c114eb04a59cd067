"""Append-only rows: Python refuses to change or delete what was written; corrections are counter-lines.

A hand in the database file is not stopped here: `lxq ledger verify` finds it (docs/adr/0004-ledger.md).
"""

from typing import Any, NoReturn

from django.db import models


class AppendOnly(TypeError):
    """Somebody tried to change or delete a row of the ledger."""


class OnlyAdded(models.QuerySet[Any]):
    """A query set that reads and adds."""

    def _refuse(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnly(f"{self.model.__name__}: rows are only added; write a counter-line")

    update = delete = bulk_update = update_or_create = _refuse


class Kept(models.Model):
    """Base of every row that is written once and stays."""

    objects = OnlyAdded.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; a second save is refused."""
        if not self._state.adding:
            raise AppendOnly(f"{type(self).__name__} {self.pk}: written once; write a counter-line")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Always refused."""
        raise AppendOnly(f"{type(self).__name__} {self.pk}: stays for ever; write a counter-line")
