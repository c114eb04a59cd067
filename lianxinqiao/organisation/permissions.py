"""Who may change the register of places, people and roles. tests/rights.csv says the same by hand."""

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.actor import Actor, Where
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
}
"""Verb → role → reach. Whoever gives out office roles handles no matter, and nobody raises themself."""


def may_change(by: Actor, verb: str, where: Where) -> None:
    """Raise NotYours unless the actor may change the register at this place."""
    need(RIGHTS, by, verb, where)


def may_set_role(by: Actor, verb: str, role: str, person: Person, where: Where) -> None:
    """Raise NotYours unless the actor may `appoint` to or `dismiss` from this role; never for oneself."""
    need(RIGHTS, by, f"{verb}_to_{_kind(role)}" if verb == "appoint" else f"{verb}_from_{_kind(role)}", where)
    if by.id and by.id == str(person.pk):
        raise NotYours(_("不能为自己任免角色，请同事办理。"))


def _kind(role: str) -> str:
    return "studio" if role in STUDIO_ROLES else "office"
