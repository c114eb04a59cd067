"""`lxq person`: from an empty installation to people who can sign in."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation import queries
from lianxinqiao.organisation.enums import RoleName, SignIn
from lianxinqiao.organisation.models import Person
from tests.factories.network import AT, body, lay, member, studio

pytestmark = pytest.mark.django_db
ADD = {"username": "admin", "name": "张三", "role": "administrator", "place": "611000"}


def lxq(capsys, *words):
    call_command("person", *words)
    return capsys.readouterr().out


def add(capsys, **more):
    told = {**ADD, **more}
    return lxq(capsys, "add", *[f"--{key}={value}" for key, value in told.items()], "--json")


@pytest.fixture
def city():
    return lay()


def test_a_person_a_role_a_password(city, capsys):
    before = Line.objects.count()
    told = json.loads(add(capsys))
    assert told == {
        "username": "admin",
        "name": "张三",
        "roles": [{"role": "administrator", "place": "611000", "where": "商洛市"}],
        "sign_in": "none",
    }
    assert Line.objects.count() == before + 2
    given = json.loads(lxq(capsys, "password", "admin", "--json"))
    found = Person.objects.get(username="admin")
    assert found.check_password(given["password"])
    assert found.must_change
    assert json.loads(lxq(capsys, "list", "--json"))[0]["sign_in"] == "issued"


def test_the_password_is_printed_once_in_words(city, capsys):
    add(capsys)
    out, again = lxq(capsys, "password", "admin"), lxq(capsys, "password", "ADMIN")
    words = [line.strip() for out in (out, again) for line in out.splitlines() if line.strip().count("-") == 3]
    assert len(set(words)) == 2
    assert "只显示这一次" in out
    assert not any(word in lxq(capsys, "list") for word in words)
    assert Person.objects.get().check_password(words[1])


def test_a_second_role_for_somebody_who_is_known(city, capsys):
    who, where = member().person, studio().place
    out = lxq(capsys, "appoint", who.username, "--role", "convener", "--place", "S071", "--since", "2023-06-05")
    assert "召集人" in out
    assert [one.role for one in queries.actors_of(who, AT.date())] == ["convener"]
    assert queries.people_at(where, RoleName.CONVENER, AT.date()) == [who]


def test_a_role_ends(city, capsys):
    add(capsys)
    words = ["dismiss", "admin", "--role", "administrator", "--place", "611000"]
    with pytest.raises(CommandError):
        lxq(capsys, "dismiss", "admin", "--role", "leader", "--place", "611000")
    assert "为止" in lxq(capsys, *words)
    today = Person.objects.get().appointments.get().until
    assert queries.actors_of(Person.objects.get(), today + timedelta(days=1)) == []
    with pytest.raises(CommandError) as wrong:
        lxq(capsys, *words)
    assert "已经结束" in str(wrong.value)


def test_a_lead_of_a_committee(city, capsys):
    from lianxinqiao.organisation.enums import BodyKind

    led = body(BodyKind.COMMITTEE, "经济委员会")
    add(capsys, role="committee_lead", body="经济委员会")
    assert Person.objects.get().appointments.get().body == led


def test_list_within_a_place(city, capsys):
    add(capsys)
    add(capsys, username="s1", name="李四", role="county_staff", place="611024")
    assert "张三" in lxq(capsys, "list")
    here = lxq(capsys, "list", "--place", "611024")
    assert "李四（s1）" in here
    assert "张三" not in here
    assert "还没有人" in lxq(capsys, "list", "--place", "611026")
    assert queries.sign_in_state(Person.objects.get(username="s1"), AT) is SignIn.NONE


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["password", "nobody"], "nobody"),
        (["appoint", "nobody", "--role", "clerk", "--place", "611024"], "nobody"),
        (["list", "--place", "999"], "999"),
        (["add", "--username=x", "--name=某人", "--role=clerk", "--place=999"], "999"),
        (["add", "--username=x", "--name=某人", "--role=clerk", "--place=611024"], "要任在"),
        (["add", "--username=x", "--name=某人", "--role=leader", "--place=611000", "--body=无此会"], "无此会"),
        (["add", "--username=x y", "--name=某人", "--role=leader", "--place=611000"], "空格"),
    ],
)
def test_used_wrongly(city, words, says):
    before = Line.objects.count()
    with pytest.raises(CommandError) as wrong:
        call_command("person", *words)
    assert says in str(wrong.value)
    assert wrong.value.returncode == 2
    assert not Person.objects.exists()  # half of an `add` is none of it
    assert Line.objects.count() == before


def test_before_the_region_is_laid():
    with pytest.raises(CommandError) as wrong:
        call_command("person", "list")
    assert "lxq import region" in str(wrong.value)
