"""Who may change the register of places, people and roles. tests/rights.csv says the same by hand."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.actor import Actor, ActorKind, Where
from lianxinqiao.base.errors import NotYours
from lianxinqiao.base.rights import Reach, need
from lianxinqiao.organisation.enums import STUDIO_ROLES, RoleName
from lianxinqiao.organisation.models import Person

OWN = Reach.OWN
STAFF: dict[str, Reach] = {RoleName.COUNTY_STAFF: OWN, RoleName.CITY_STAFF: OWN}
ADMINISTRATOR: dict[str, Reach] = {RoleName.ADMINISTRATOR: OWN}

RIGHTS: dict[str, dict[str, Reach]] = {
    "lay": {},
    "found": {**STAFF},
    "set_unit": {**STAFF},
    "register_person": {**STAFF, **ADMINISTRATOR},
    "register_member": {**STAFF},
    "correct_member": {**STAFF},
    "release_member": {**STAFF},
    "appoint_to_studio": {**STAFF},
    "appoint_to_office": {**ADMINISTRATOR},
    "dismiss_from_studio": {**STAFF},
    "dismiss_from_office": {**ADMINISTRATOR},
    "issue_password_of_studio": {**STAFF, **ADMINISTRATOR},
    "issue_password_of_office": {**ADMINISTRATOR},
    "disable_person_of_studio": {**STAFF, **ADMINISTRATOR},
    "disable_person_of_office": {**ADMINISTRATOR},
    "enable_person_of_studio": {**STAFF, **ADMINISTRATOR},
    "enable_person_of_office": {**ADMINISTRATOR},
    "set_password": dict.fromkeys(RoleName.values, OWN),
    "set_email": dict.fromkeys(RoleName.values, OWN),
}
"""Verb → role → reach. Whoever gives out office roles handles no matter, and nobody raises themself.

A password that one hands out opens what its holder may do: so it follows the same line as the roles.
"""

Held = tuple[str, Where]
"""A role and where it is held."""


def may_change(by: Actor, verb: str, where: Where) -> None:
    """Raise NotYours unless the actor may change the register at this place."""
    need(RIGHTS, by, verb, where)


def may_set_role(by: Actor, verb: str, role: str, person: Person, where: Where) -> None:
    """Raise NotYours unless the actor may `appoint` to or `dismiss` from this role; never for oneself."""
    need(RIGHTS, by, f"{verb}_to_{_kind(role)}" if verb == "appoint" else f"{verb}_from_{_kind(role)}", where)
    if by.id and by.id == str(person.pk):
        raise NotYours(_("不能为自己任免角色，请同事办理。"))


def may_keep_account(by: Actor, verb: str, person: Person, held: Iterable[Held]) -> None:
    """Raise NotYours unless the actor may do the verb to a person who holds all this; never to oneself.

    Every role counts, so that nobody takes over a wider account by way of a narrow one.
    """
    if by.kind is ActorKind.PERSON and by.id == str(person.pk):
        raise NotYours(_("自己的登录要请同事办理；改密码在“改密码”一页。"))
    for role, where in held:
        need(RIGHTS, by, f"{verb}_of_{_kind(role)}", where)


def may_set_password(by: Actor, person: Person) -> None:
    """Raise NotYours unless it is the person's own password, whatever roles they hold now."""
    if by.kind is not ActorKind.PERSON or by.id != str(person.pk):
        raise NotYours(_("密码只能由本人设。"))


def may_set_email(by: Actor, person: Person) -> None:
    """Raise NotYours unless it is the person's own address, whatever roles they hold now."""
    if by.kind is not ActorKind.PERSON or by.id != str(person.pk):
        raise NotYours(_("邮箱只能由本人写。"))


def _kind(role: str) -> str:
    return "studio" if role in STUDIO_ROLES else "office"
