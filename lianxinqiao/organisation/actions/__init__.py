"""What may be done to the register: each act one function, one line."""

from lianxinqiao.organisation.actions.accounts import (
    disable_person,
    enable_person,
    issue_password,
    set_email,
    set_password,
)
from lianxinqiao.organisation.actions.appoint import appoint, dismiss
from lianxinqiao.organisation.actions.found import found
from lianxinqiao.organisation.actions.lay import lay, set_unit
from lianxinqiao.organisation.actions.people import (
    correct_member,
    register_member,
    register_person,
    release_member,
)

__all__ = [
    "appoint",
    "correct_member",
    "disable_person",
    "dismiss",
    "enable_person",
    "found",
    "issue_password",
    "lay",
    "register_member",
    "register_person",
    "release_member",
    "set_email",
    "set_password",
    "set_unit",
]
