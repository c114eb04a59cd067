"""Enter a studio into the register, and put right what stands there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor
from lianxinqiao.base.errors import Refused
from lianxinqiao.ledger import write
from lianxinqiao.organisation.enums import PlaceKind
from lianxinqiao.organisation.models import Body, Place
from lianxinqiao.studios.enums import StudioState, StudioType, StudioVerb
from lianxinqiao.studios.models import Studio
from lianxinqiao.studios.permissions import may_change
from lianxinqiao.studios.workflow import STUDIO

WORDS = frozenset({"name", "hours", "phone", "address", "brand", "reported", "reported_source"})
MAY_CORRECT = WORDS | {"type", "leads", "group", "takes_concerns"}


def _check(studio: Studio) -> None:
    if studio.reported and not studio.reported_source:
        raise Refused(_("据报道的内容要写出处。"), field="reported_source")
    if Studio.objects.filter(name=studio.name).exclude(pk=studio.pk).exists():
        raise Refused(_("已经有一个工作室叫“%(name)s”。") % {"name": studio.name}, field="name")


@action
def plan(
    *,
    code: str,
    name: str,
    kind: StudioType,
    place: Place,
    by: Actor,
    at: datetime,
    sectors: Sequence[Body] = (),
    townships: Sequence[Place] = (),
    leads: Body | None = None,
    group: Body | None = None,
    takes_concerns: bool = True,
    is_invented: bool = False,
    hours: str = "",
    phone: str = "",
    address: str = "",
    brand: str = "",
    reported: str = "",
    reported_source: str = "",
) -> Studio:
    """Enter a studio of the city or a county as planned, with its own node below that place; one line."""
    may_change(by, StudioVerb.PLAN, place.where)
    if place.kind not in {PlaceKind.CITY, PlaceKind.COUNTY}:
        raise Refused(_("工作室属于市政协或一个县区政协。"), field="place")
    if Place.objects.filter(code=code).exists():
        raise Refused(_("代码 %(code)s 已被使用。") % {"code": code}, field="code")
    studio = Studio(
        code=code,
        name=name,
        type=kind,
        leads=leads,
        group=group,
        takes_concerns=takes_concerns,
        is_invented=is_invented,
        state=STUDIO.start,
        hours=hours,
        phone=phone,
        address=address,
        brand=brand,
        reported=reported,
        reported_source=reported_source,
    )
    _check(studio)
    studio.place = Place.objects.create(
        code=code,
        name=name,
        kind=PlaceKind.STUDIO,
        parent=place,
        path=f"{place.path}{code}/",
        office_code=place.office_code,
    )
    studio.save()
    studio.sectors.set(sectors)
    studio.townships.set(townships)
    write.line(verb="studios.plan", thing=studio.ref, by=by, at=at, where=studio.where, kind=kind)
    return studio


@action
def correct(
    *,
    studio: Studio,
    by: Actor,
    at: datetime,
    sectors: Sequence[Body] | None = None,
    townships: Sequence[Place] | None = None,
    values: Mapping[str, Any] | None = None,
) -> Studio:
    """Put other values (field → value) into a studio's entry; one line whose quantity counts them.

    The type of a plated studio stays: lines have counted it.
    """
    told = dict(values or {})
    may_change(by, StudioVerb.CORRECT, studio.where)
    STUDIO.target(StudioVerb.CORRECT, StudioState(studio.state))
    if set(told) - MAY_CORRECT:
        raise TypeError(f"not a studio's field: {sorted(set(told) - MAY_CORRECT)}")
    if "type" in told and studio.state != StudioState.PLANNED:
        raise Refused(_("挂牌后类型不能再改：撤牌后另行登记。"), field="type")
    for field, value in told.items():
        setattr(studio, field, value)
    _check(studio)
    studio.save(update_fields=sorted(told))
    if "name" in told:
        studio.place.name = studio.name
        studio.place.save(update_fields=["name"])
    if sectors is not None:
        studio.sectors.set(sectors)
    if townships is not None:
        studio.townships.set(townships)
    count = len(told) + (sectors is not None) + (townships is not None)
    write.line(verb="studios.correct", thing=studio.ref, by=by, at=at, where=studio.where, quantity=count)
    return studio
