"""A right is a table: which role may do which verb, and how far. Rooms keep theirs in `permissions`."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.actor import Actor, ActorKind, Where
from lianxinqiao.base.errors import NotYours


class Reach(StrEnum):
    """How far a right goes. The words are those of tests/rights.csv."""

    NO = "no"
    YES = "yes"
    OWN = "own"  # within the actor's own place (for a resident: the own matter)
    ASSIGNED = "assigned"  # within the own place, if the matter was given to this person
    FORWARDED = "forwarded"  # what was forwarded to this unit
    CONSENTED = "consented"  # where the resident agreed
    REVEAL = "reveal"  # by a written reason that the resident can read
    CUSTODIANS = "custodians"  # where two custodians agree
    AGGREGATE = "aggregate"  # as a count of five and more


Table = Mapping[str, Mapping[str, Reach]]

CONSOLE = "console"
"""The role of whoever runs `lxq` on the machine itself: lays registers, handles no matter."""


def reach(table: Table, actor: Actor, verb: str) -> Reach:
    """How far this actor's role reaches for a verb; whatever the table does not name is `no`."""
    return table.get(verb, {}).get(actor.role, Reach.NO)


def may(table: Table, actor: Actor, verb: str, where: Where) -> bool:
    """May this actor do the verb at this place? The console may do what stands in a register's table."""
    if actor.kind is ActorKind.MACHINE and actor.role == CONSOLE:
        return verb in table
    if actor.kind is not ActorKind.PERSON:
        return False
    far = reach(table, actor, verb)
    return far is Reach.YES or (far is Reach.OWN and bool(actor.where.path) and where.within(actor.where))


def need(table: Table, actor: Actor, verb: str, where: Where) -> None:
    """Raise NotYours unless the actor may do the verb at this place."""
    if not may(table, actor, verb, where):
        raise NotYours(_("您的角色在这里没有这项权限。"))
