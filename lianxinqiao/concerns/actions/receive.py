"""A resident's concern reaches a studio."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import chance, files, jobs, receipts, vault
from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor
from lianxinqiao.base.errors import NotItsTime, NotYours, Refused
from lianxinqiao.base.photos import CleanPhoto
from lianxinqiao.base.prepared import insert_rows
from lianxinqiao.base.rights import Reach, reach
from lianxinqiao.concerns import permissions, policies, queries
from lianxinqiao.concerns.actions import step
from lianxinqiao.concerns.enums import Channel, ConcernVerb
from lianxinqiao.concerns.models import Concern, Original, Photo, Receipt
from lianxinqiao.organisation.models import Place
from lianxinqiao.studios.enums import StudioState
from lianxinqiao.studios.models import Studio

MOST_PHOTOS = 5
CALL_ME = "请给我回电。"
PHONE = re.compile(r"^\+?[0-9]{7,15}$")
MOBILE = re.compile(r"^(?:\+?86)?1[0-9]{10}$")
DIGITS = (4, 4, 4, 5, 5, 6, 8)  # of the tries for a free number: short while there is room


@action
def receive(
    *,
    studio: Studio,
    place: Place,
    text: str,
    channel: str,
    by: Actor,
    at: datetime,
    name: str = "",
    phone: str = "",
    address: str = "",
    wants_call: bool = False,
    wants_message: bool = False,
    photos: Sequence[CleanPhoto] = (),
    once: str = "",
) -> Concern:
    """Take a concern in for a studio, about a matter at `place` (township or village).

    What was said and the contact are sealed with a key of the concern's own; the row keeps no word of it.
    Who `wants_message` is told by SMS that there is an answer, and of nothing else.
    The studio has the rulebook's screening days to accept or decline. The receipt's
    token is `receipts.token_of(once)`; without `once` nobody but the studio finds the concern again.
    """
    _may_receive(by, studio)
    if studio.state != StudioState.PLATED or not studio.takes_concerns:
        raise NotItsTime(_("这个工作室暂不接收反映。请另选一个工作室，或回首页从您所在的镇街找。"))
    phone = _phone(phone, wants_call, wants_message)
    text = _said(text, phone, wants_call)
    if len(photos) > MOST_PHOTOS:
        raise Refused(_("照片最多 5 张，请去掉几张再送出。"), field="photos")
    concern = Concern(
        number=_free_number(studio, at),
        studio=studio,
        place=place,
        channel=Channel(channel),
        due_on=step.due_in(at, "concern.screen"),
        received_at=at,
    )
    insert_rows(concern)
    wishes = {"wants_call": wants_call, "wants_message": wants_message}
    _seal(concern, {"text": text, "name": name.strip(), "phone": phone, "address": address.strip()}, wishes, photos)
    _issue(concern, once or chance.token_hex(16))
    step.told(concern, ConcernVerb.RECEIVE, by=by, at=at, kind=concern.channel)
    jobs.put(name="concerns.tell", payload={"concern": concern.pk}, at=at)
    return concern


def _may_receive(by: Actor, studio: Studio) -> None:
    far = reach(permissions.VERBS, permissions.as_role(by), ConcernVerb.RECEIVE)
    if far is not Reach.YES and not (far is Reach.OWN and permissions.of_studio(by, studio)):
        raise NotYours(_("请由这个工作室的人代为登记，或请群众自己在网页上反映。"))


def _phone(phone: str, wants_call: bool, wants_message: bool) -> str:
    digits = re.sub(r"[\s\-()（）]", "", phone)
    if digits and not PHONE.match(digits):
        raise Refused(_("电话只能是 7 到 15 位数字，请检查后再写；不想留也可以空着。"), field="phone")
    if wants_call and not digits:
        raise Refused(_("要我们回电，请留下电话号码。"), field="phone")
    if wants_message and not MOBILE.match(digits):
        raise Refused(_("要收短信，请留手机号码。"), field="phone")
    return digits


def _said(text: str, phone: str, wants_call: bool) -> str:
    if not text.strip() and wants_call and phone:
        return CALL_ME
    return step.written(text, field="text", ask=_("请写下您要反映的事，一句话也可以。"))


def _free_number(studio: Studio, at: datetime) -> str:
    """County and month, then random digits: sayable aloud, tells nothing, opens nothing."""
    over = studio.place.parent or studio.place  # the city or county that the studio belongs to
    head = f"{over.name.rstrip('县区市')}{policies.day_of(at):%y%m}-"
    tries = (f"{head}{chance.below(10**n):0{n}d}" for n in DIGITS)
    return next(number for number in tries if not queries.is_taken(number))


def _seal(concern: Concern, values: dict[str, str], wishes: dict[str, bool], photos: Sequence[CleanPhoto]) -> None:
    office = concern.where.office
    wrapped = vault.new_record_key(office)
    original = Original(concern=concern, office=office, key_wrapped=wrapped, **wishes)
    for name, value in values.items():
        setattr(original, name, original.seal(name, value))
    insert_rows(original)
    for photo in photos:
        sealed = vault.seal(photo.jpeg, wrapped=wrapped, office=office, name="concern.photo")
        insert_rows(Photo(concern=concern, file=files.store(sealed), width=photo.width, height=photo.height))


def _issue(concern: Concern, once: str) -> None:
    token = receipts.token_of(once)
    index, key = receipts.code_keys(receipts.code_of(token))
    hashed, sealed = receipts.token_hash(token), receipts.wrap(token, key)
    insert_rows(Receipt(concern=concern, token_hash=hashed, code_index=index, token_sealed=sealed))
