"""`lxq person add|appoint|dismiss|password|list`: who works here, before anybody can sign in to say so."""

import json
import secrets
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lianxinqiao.base import clock
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.errors import Refused
from lianxinqiao.base.rights import CONSOLE
from lianxinqiao.organisation import actions, queries
from lianxinqiao.organisation.enums import BodyKind, RoleName
from lianxinqiao.organisation.models import Appointment, Body, Person, Place

WRONG = 2  # exit code: used wrongly


def _console() -> Actor:
    return Actor(ActorKind.MACHINE, id="person", role=CONSOLE, label=_("命令行"))


class Command(BaseCommand):
    """Enter people, give roles, hand out one-time passwords, list. Exit 0 good, 2 used wrongly."""

    help = _("登记人员、任职、发一次性密码、列出谁能登录")

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser("add", help=_("登记一个人，同时任职；密码另发"))
        add.add_argument("--username", required=True, help=_("登录名，不能有空格"))
        add.add_argument("--name", required=True, help=_("姓名"))
        appoint = acts.add_parser("appoint", help=_("给已登记的人再任一职"))
        appoint.add_argument("username")
        for one in (add, appoint):
            one.add_argument("--role", required=True, choices=RoleName.values, metavar="ROLE", help=_roles())
            one.add_argument("--place", required=True, help=_("哪里：市县代码，或工作室代码如 S001"))
            one.add_argument("--body", default="", help=_("专委会或学习组的名称，负责人才要"))
            one.add_argument("--since", type=date.fromisoformat, help=_("从哪天起，如 2026-12-01；默认今天"))
        dismiss = acts.add_parser("dismiss", help=_("免去一个角色"))
        dismiss.add_argument("username")
        dismiss.add_argument("--role", required=True, choices=RoleName.values, metavar="ROLE", help=_roles())
        dismiss.add_argument("--place", required=True, help=_("哪里的角色：代码"))
        dismiss.add_argument("--until", type=date.fromisoformat, help=_("做到哪一天为止；默认今天"))
        password = acts.add_parser("password", help=_("发一次性密码：只打印这一次"))
        password.add_argument("username")
        listing = acts.add_parser("list", help=_("列出人员，和各人能不能登录"))
        listing.add_argument("--place", default="", help=_("只列这个地方和它下面的"))
        for one in (add, appoint, dismiss, password, listing):
            one.add_argument("--json", action="store_true", help=_("只输出一个 JSON"))

    def handle(self, *_args: Any, act: str, **told: Any) -> None:
        try:
            value, words = getattr(self, f"_{act}")(told, clock.now())
        except Refused as wrong:
            raise CommandError(str(wrong), returncode=WRONG) from wrong
        except Place.DoesNotExist as wrong:
            raise CommandError(_("还没有地区。请先 lxq import region 文件夹。"), returncode=WRONG) from wrong
        self.stdout.write(json.dumps(value, ensure_ascii=False) if told["json"] else words)

    def _add(self, told: dict[str, Any], at: datetime) -> tuple[Any, str]:
        where = _place(told["place"])
        with transaction.atomic():  # two acts, two lines; both or neither
            made = actions.register_person(
                username=told["username"], name=told["name"], place=where, by=_console(), at=at
            )
            _appointed(made, told, at)
        words = _("已登记：%(who)s。发密码：lxq person password %(username)s")
        return _plain(made, at), words % {"who": _words(made, at), "username": made.username}

    def _appoint(self, told: dict[str, Any], at: datetime) -> tuple[Any, str]:
        found = _person(told["username"])
        _appointed(found, told, at)
        return _plain(found, at), _("已任职：%(who)s。") % {"who": _words(found, at)}

    def _dismiss(self, told: dict[str, Any], at: datetime) -> tuple[Any, str]:
        found, where, until = _person(told["username"]), _place(told["place"]), told["until"] or clock.day_of(at)
        held = [one for one in _held(found, at) if (one.role, one.place) == (told["role"], where)]
        if not held:
            raise CommandError(_("%(name)s在这里没有这个角色。") % {"name": found.name}, returncode=WRONG)
        for one in held:
            actions.dismiss(appointment=one, until=until, by=_console(), at=at)
        words = _("%(name)s的这个角色做到 %(until)s 为止。")
        return _plain(found, at), words % {"name": found.name, "until": until.isoformat()}

    def _password(self, told: dict[str, Any], at: datetime) -> tuple[Any, str]:
        once = secrets.token_urlsafe(16)
        made = actions.issue_password(person=_person(told["username"]), by=_console(), at=at, once=once)
        password, until = queries.one_time_password(made, once, at), localtime(made.password_until)
        words = _(
            "%(name)s（登录名 %(username)s）的一次性密码：\n\n    %(password)s\n\n"
            "有效至 %(until)s。只显示这一次；本人登录后要先设自己的密码。"
        )
        value = {"username": made.username, "name": made.name, "password": password, "until": until.isoformat()}
        return value, words % {**value, "until": f"{until:%Y-%m-%d %H:%M}"}

    def _list(self, told: dict[str, Any], at: datetime) -> tuple[Any, str]:
        where = _place(told["place"]) if told["place"] else queries.root()
        found = list(queries.people_within(where.where, clock.day_of(at)))
        words = "\n".join(_words(one, at) for one in found) or _("这里还没有人。")
        return [_plain(one, at) for one in found], words


def _roles() -> str:
    return _("、").join(f"{role.value} {role.label}" for role in RoleName)


def _place(code: str) -> Place:
    try:
        return queries.place(code)
    except Place.DoesNotExist as wrong:
        raise CommandError(_("没有代码是 %(code)s 的地方。") % {"code": code}, returncode=WRONG) from wrong


def _person(username: str) -> Person:
    found = queries.person_by_username(username)
    if found is None:
        raise CommandError(_("没有登录名是 %(username)s 的人。") % {"username": username}, returncode=WRONG)
    return found


def _body(name: str, where: Place) -> Body | None:
    if not name:
        return None
    kinds = (BodyKind.COMMITTEE, BodyKind.GROUP)
    found = [one for kind in kinds for one in queries.bodies(kind, queries.office_of(where)) if one.name == name]
    if not found:
        raise CommandError(_("没有叫“%(name)s”的专委会或学习组。") % {"name": name}, returncode=WRONG)
    return found[0]


def _appointed(person: Person, told: dict[str, Any], at: datetime) -> None:
    where = _place(told["place"])
    actions.appoint(
        person=person,
        role=RoleName(told["role"]),
        place=where,
        body=_body(told["body"], where),
        since=told["since"] or clock.day_of(at),
        by=_console(),
        at=at,
    )


def _held(person: Person, at: datetime) -> list[Appointment]:
    """What the person is or will be; a listing has fetched it before."""
    return [one for one in person.appointments.all() if one.until is None or one.until >= clock.day_of(at)]


def _plain(person: Person, at: datetime) -> dict[str, Any]:
    held = _held(person, at)
    return {
        "username": person.username,
        "name": person.name,
        "roles": [{"role": one.role, "place": one.place.code, "where": one.place.name} for one in held],
        "sign_in": queries.sign_in_state(person, at).value,
    }


def _words(person: Person, at: datetime) -> str:
    held = _held(person, at)
    roles = _("、").join(f"{RoleName(one.role).label} · {one.place.name}" for one in held) or _("没有任职")
    return f"{person.name}（{person.username}） {roles} {queries.sign_in_state(person, at).label}"
