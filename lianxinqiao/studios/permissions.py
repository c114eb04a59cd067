"""Who may change the register of studios. tests/rights.csv says the same by hand."""

from lianxinqiao.base.actor import Actor, Where
from lianxinqiao.base.rights import Reach, need
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.studios.enums import StudioVerb

STAFF: dict[str, Reach] = {RoleName.COUNTY_STAFF: Reach.OWN, RoleName.CITY_STAFF: Reach.OWN}

RIGHTS: dict[str, dict[str, Reach]] = {verb: {**STAFF} for verb in StudioVerb}
"""Verb → role → reach: a county's staff in its county, the city's everywhere."""


def may_change(by: Actor, verb: StudioVerb, where: Where) -> None:
    """Raise NotYours unless the actor may do this to studios at this place."""
    need(RIGHTS, by, verb, where)
