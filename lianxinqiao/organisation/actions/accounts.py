"""Who may sign in, and with what. No password and no hash ever enters a line.

A new password, and a closed account, end the person's sessions at once: each request compares the session with
the stored password and asks `is_active`, both in this database. Nothing has to be deleted in `traces`.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor, Ref
from lianxinqiao.base.errors import Refused
from lianxinqiao.ledger import write
from lianxinqiao.organisation.models import Person
from lianxinqiao.organisation.permissions import may_keep_account, may_set_email, may_set_password
from lianxinqiao.organisation.policies import ONE_TIME, outdated, sound
from lianxinqiao.organisation.queries import held_by, office_names, spelled_password

KEY_CHARS = 16


def _day(at: datetime) -> date:
    return localtime(at).date()


def _places() -> list[str]:
    """The offices' codes and names, also without 市, 县, 区."""
    names = office_names()
    return [*names, *names.values(), *(name[:-1] for name in names.values())]


def _locked(person: Person) -> Person:
    """The person as the database knows them now; a second act waits for this one."""
    return Person.objects.select_for_update().get(pk=person.pk)


def _line(verb: str, person: Person, by: Actor, at: datetime, quantity: int = 1) -> None:
    write.line(
        verb=f"organisation.{verb}",
        thing=Ref("person", str(person.pk), person.name),
        by=by,
        at=at,
        where=held_by(person, _day(at))[0][1],
        quantity=quantity,
    )


@action
def issue_password(*, person: Person, by: Actor, at: datetime, once: str) -> Person:
    """Give a person a one-time password for ONE_TIME, in place of any other; one line.

    `queries.one_time_password(person, once, at)` tells it to whoever holds the form's once key. All sessions of
    the person end, and after signing in with it an own one has to be set before anything else.
    """
    may_keep_account(by, "issue_password", person, held_by(person, _day(at)))
    if len(once) < KEY_CHARS:
        raise Refused(_("这一页不完整，请重新打开再发。"))
    person = _locked(person)
    if not person.is_active:
        raise Refused(_("%(name)s的登录已停用，请先恢复，再发密码。") % {"name": person.name})
    person.password_until = at + ONE_TIME
    person.set_password(spelled_password(person, once))
    person.save(update_fields=["password", "password_until"])
    _line("issue_password", person, by, at)
    return person


@action
def set_password(*, person: Person, password: str, by: Actor, at: datetime) -> Person:
    """Set one's own password; one line. All other sessions of the person end.

    It takes no once key: a digest of the password would stay behind. Sent twice, the second finds it the present one.
    """
    may_set_password(by, person)
    person = _locked(person)
    if outdated(person, at):
        raise Refused(_("这个一次性密码已经过期。请找发给您的人重新发一个。"))
    sound(person, password, _places())
    person.set_password(password)
    person.password_until = None
    person.save(update_fields=["password", "password_until"])
    _line("set_password", person, by, at)
    return person


@action
def set_email(*, person: Person, email: str, by: Actor, at: datetime, once: str = "") -> Person:
    """Say where one's messages are to be mailed as well, or nowhere (empty); one line, without the address."""
    may_set_email(by, person)
    email = email.strip()
    if email:
        _mailable(email)
    person = _locked(person)
    person.email = email
    person.save(update_fields=["email"])
    _line("set_email", person, by, at, quantity=1 if email else -1)
    return person


def _mailable(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise Refused(_("邮箱要写成 名字@单位.cn 这样，请再看一遍。"), field="email") from wrong


@action
def disable_person(*, person: Person, by: Actor, at: datetime, once: str = "") -> Person:
    """Close a person's way in; one line. Their password and sessions are gone for good, their roles stay."""
    may_keep_account(by, "disable_person", person, held_by(person, _day(at)))
    person = _locked(person)
    if not person.is_active:
        raise Refused(_("%(name)s的登录已经停用。") % {"name": person.name})
    person.is_active = False
    person.password_until = None
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password", "password_until"])
    _line("disable_person", person, by, at)
    return person


@action
def enable_person(*, person: Person, by: Actor, at: datetime, once: str = "") -> Person:
    """Let a person sign in again, once they are issued a password; one line with quantity -1 of the closed ones."""
    may_keep_account(by, "enable_person", person, held_by(person, _day(at)))
    person = _locked(person)
    if person.is_active:
        raise Refused(_("%(name)s的登录没有停用。") % {"name": person.name})
    person.is_active = True
    person.save(update_fields=["is_active"])
    _line("enable_person", person, by, at, quantity=-1)
    return person
