"""Which role fits which place; what a password must be, and how long a one-time one holds."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.errors import Refused
from lianxinqiao.organisation.enums import PlaceKind, RoleName
from lianxinqiao.organisation.models import Person, Place

FITS = {
    RoleName.CLERK: PlaceKind.STUDIO,
    RoleName.MEMBER: PlaceKind.STUDIO,
    RoleName.CONVENER: PlaceKind.STUDIO,
    RoleName.COUNTY_STAFF: PlaceKind.COUNTY,
    RoleName.CITY_STAFF: PlaceKind.CITY,
}
"""Roles that make sense at one kind of place only: a studio's clerk entered at a county would read all its studios."""

ONE_TIME = timedelta(days=14)
"""How long a one-time password waits for its holder."""
MOST = 128  # characters; ASVS 6.2.9 asks for at least 64, and a hash of a book costs


GUESSED = (
    *("password", "passwd", "admin", "qwerty", "asdf", "welcome", "iloveyou", "lianxinqiao", "zhengxie", "weiyuan"),
    *("委员", "政协", "工作室", "连心桥", "密码", "woaini"),
)
"""What a guesser who knows the house tries first (ASVS 6.2.11), beside names, places and years."""
YEAR = re.compile(r"(?:19|20)\d\d")
SAID = {
    "password_too_short": _("密码至少 %(min_length)d 个字符。"),
    "password_too_common": _("这个密码太常见，很多人用，容易被猜到。"),
    "password_entirely_numeric": _("密码不能全是数字。"),
}
"""Django's validators in our words (their Chinese is not complete)."""
DIFFERENT = 6  # characters that must be left without all that


def fitting(role: str, place: Place) -> None:
    """Raise Refused where a role does not belong at this kind of place."""
    kind = FITS.get(RoleName(role))
    if kind is not None and place.kind != kind:
        told = {"role": RoleName(role).label, "kind": kind.label, "place": place.name}
        raise Refused(_("%(role)s要任在%(kind)s，“%(place)s”不是。") % told, field="place")


def outdated(person: Person, at: datetime) -> bool:
    """True if the person's password is a one-time one whose days are over."""
    return person.password_until is not None and at > person.password_until


def _beyond_guessing(password: str, words: Iterable[str]) -> set[str]:
    """The characters that are left when whatever a guesser knows is taken out."""
    plain = password.casefold()
    for word in sorted({word.casefold() for word in words if len(word) > 1}, key=len, reverse=True):
        plain = plain.replace(word, "")
    return set(YEAR.sub("", plain))


def sound(person: Person, password: str, places: Iterable[str]) -> None:
    """Raise Refused unless this may become an own password; `places` are names and codes near by."""
    if len(password) > MOST:
        raise Refused(_("密码最多 %(most)d 个字符。") % {"most": MOST}, field="password")
    try:
        validate_password(password, person)
    except ValidationError as wrong:
        told = [str(SAID[str(one.code)]) % (one.params or {}) for one in wrong.error_list]
        raise Refused("".join(told), field="password") from wrong
    near = (person.username, person.name, *places, *GUESSED)
    if len(_beyond_guessing(password, near)) < DIFFERENT:
        raise Refused(
            _("太好猜了：去掉姓名、登录名、地名、年份和常用的词，剩下的太少。请换几个不相干的词。"), field="password"
        )
    if check_password(password, person.password):
        raise Refused(_("新密码要和现在的不一样。"), field="password")
