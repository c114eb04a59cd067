"""The tree of places, laid from a region's facts (see queries.region)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor, Ref
from lianxinqiao.base.errors import Refused
from lianxinqiao.ledger import write
from lianxinqiao.organisation.enums import PlaceKind
from lianxinqiao.organisation.models import Place
from lianxinqiao.organisation.permissions import may_change
from lianxinqiao.organisation.queries import Node

AT_ONCE = 500


def _built(node: Node, parent: Place | None) -> Place:
    office = node.code if parent is None or node.kind == PlaceKind.COUNTY else parent.office_code
    return Place(
        code=node.code,
        name=node.name,
        kind=node.kind,
        township_kind=node.township_kind,
        parent=parent,
        path=f"{parent.path if parent else '/'}{node.code}/",
        office_code=office,
    )


def _lay_level(nodes: Iterable[Node], known: dict[str, Place]) -> int:
    fresh = [node for node in nodes if node.code not in known]
    missing = next((node for node in fresh if node.parent and node.parent not in known), None)
    if missing:
        raise Refused(
            _("“%(name)s”（%(code)s）的上级代码 %(parent)s 不存在。")
            % {"name": missing.name, "code": missing.code, "parent": missing.parent}
        )
    places = Place.objects.bulk_create((_built(n, known.get(n.parent)) for n in fresh), batch_size=AT_ONCE)
    known.update({one.code: one for one in places})
    return len(places)


@action
def lay(*, levels: list[list[Node]], by: Actor, at: datetime) -> Place:
    """Lay the places that are not there yet, level by level, and return the root.

    What is there stays as it is. One line with the number of new places; none when nothing is new.
    """
    known = Place.objects.in_bulk(field_name="code")
    new = sum(_lay_level(nodes, known) for nodes in levels)
    root = known[levels[0][0].code]
    may_change(by, "lay", root.where)
    if new:
        write.line(
            verb="organisation.lay",
            thing=Ref("place", root.code, root.name),
            by=by,
            at=at,
            where=root.where,
            quantity=new,
        )
    return root


@action
def set_unit(*, code: str, name: str, place: Place, by: Actor, at: datetime) -> Place:
    """Enter a handling unit (承办单位) under the city or a county; one line."""
    may_change(by, "set_unit", place.where)
    if Place.objects.filter(code=code).exists():
        raise Refused(_("代码 %(code)s 已被使用。") % {"code": code}, field="code")
    unit = _built(Node(code, name, PlaceKind.UNIT, place.code), place)
    unit.save()
    write.line(verb="organisation.set_unit", thing=Ref("place", code, name), by=by, at=at, where=unit.where)
    return unit
