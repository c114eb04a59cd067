"""Committees, study groups, parties and sectors."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor, Ref
from lianxinqiao.base.errors import Refused
from lianxinqiao.ledger import write
from lianxinqiao.organisation.enums import BodyKind
from lianxinqiao.organisation.models import Body, Place
from lianxinqiao.organisation.permissions import may_change


@action
def found(*, kind: BodyKind, name: str, place: Place, by: Actor, at: datetime) -> Body:
    """Enter a body that the city or a county knows; one line with its kind."""
    may_change(by, "found", place.where)
    if Body.objects.filter(kind=kind, name=name, place=place).exists():
        raise Refused(_("“%(name)s”已经登记。") % {"name": name}, field="name")
    body = Body.objects.create(kind=kind, name=name, place=place)
    write.line(
        verb="organisation.found",
        thing=Ref("body", str(body.pk), name),
        by=by,
        at=at,
        where=place.where,
        kind=kind,
    )
    return body
