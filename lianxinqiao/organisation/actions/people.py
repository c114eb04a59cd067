"""People and memberships."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor, Ref
from lianxinqiao.base.errors import Refused
from lianxinqiao.ledger import write
from lianxinqiao.organisation.enums import Level, PlaceKind
from lianxinqiao.organisation.models import Body, Member, Person, Place
from lianxinqiao.organisation.permissions import may_change
from lianxinqiao.organisation.queries import person_by_username

MAY_CORRECT = frozenset({"level", "place", "sector", "party", "group", "post", "expertise", "since"})


def _new_person(username: str, name: str, invented: bool, email: str = "") -> Person:
    if not username or any(ch.isspace() for ch in username):
        raise Refused(_("登录名不能空着，也不能有空格。"), field="username")
    if person_by_username(username) is not None:  # whoever signs in need not mind the case
        raise Refused(_("登录名 %(username)s 已被使用。") % {"username": username}, field="username")
    return Person.objects.create(
        username=username, name=name, email=email, is_invented=invented, password=UNUSABLE_PASSWORD_PREFIX
    )


def _ref(member: Member) -> Ref:
    return Ref("member", member.number, member.person.name)


@action
def register_person(
    *, username: str, name: str, place: Place, by: Actor, at: datetime, is_invented: bool = False, email: str = ""
) -> Person:
    """Enter somebody who will work at a place; no way in until `issue_password`; one line."""
    may_change(by, "register_person", place.where)
    person = _new_person(username, name, is_invented, email)
    write.line(
        verb="organisation.register_person",
        thing=Ref("person", str(person.pk), name),
        by=by,
        at=at,
        where=place.where,
    )
    return person


@action
def register_member(
    *,
    number: str,
    name: str,
    level: Level,
    place: Place,
    sector: Body,
    since: date,
    by: Actor,
    at: datetime,
    party: Body | None = None,
    group: Body | None = None,
    post: str = "",
    expertise: str = "",
    username: str = "",
    email: str = "",
    is_invented: bool = False,
) -> Member:
    """Enter a member of the city's or a county's committee with the person behind it; one line with the level.

    The sign-in name is made of the number unless one is given.
    """
    may_change(by, "register_member", place.where)
    if (level == Level.CITY) != (place.kind == PlaceKind.CITY):
        raise Refused(_("市级委员属于市政协，县级委员属于一个县区政协。"), field="level")
    if Member.objects.filter(number=number).exists():
        raise Refused(_("委员编号 %(number)s 已被使用。") % {"number": number}, field="number")
    member = Member.objects.create(
        number=number,
        person=_new_person(username or f"m-{number.lower()}", name, is_invented, email),
        level=level,
        place=place,
        sector=sector,
        party=party,
        group=group,
        post=post,
        expertise=expertise,
        since=since,
    )
    write.line(verb="organisation.register_member", thing=_ref(member), by=by, at=at, where=place.where, kind=level)
    return member


@action
def correct_member(
    *, member: Member, by: Actor, at: datetime, name: str = "", values: Mapping[str, Any] | None = None
) -> Member:
    """Put other values (field → value) into a member's entry, or another name; one line counts the values."""
    told = dict(values or {})
    may_change(by, "correct_member", member.place.where)
    wrong = set(told) - MAY_CORRECT
    if wrong:
        raise TypeError(f"not a member's field: {sorted(wrong)}")
    may_change(by, "correct_member", told.get("place", member.place).where)
    for field, value in told.items():
        setattr(member, field, value)
    member.save(update_fields=sorted(told))
    if name:
        member.person.name = name
        member.person.save(update_fields=["name"])
    write.line(
        verb="organisation.correct_member",
        thing=_ref(member),
        by=by,
        at=at,
        where=member.place.where,
        quantity=len(told) + bool(name),
    )
    return member


@action
def release_member(*, member: Member, until: date, by: Actor, at: datetime) -> Member:
    """End a membership after the day `until`; one line with quantity -1. Roles end by their own acts."""
    may_change(by, "release_member", member.place.where)
    if until < member.since or (member.until is not None and member.until <= until):
        raise Refused(_("任期的结束不能早于开始，也不能结束两次。"), field="until")
    member.until = until
    member.save(update_fields=["until"])
    write.line(
        verb="organisation.release_member",
        thing=_ref(member),
        by=by,
        at=at,
        where=member.place.where,
        kind=member.level,
        quantity=-1,
    )
    return member
