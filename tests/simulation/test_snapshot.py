"""The city as it began, kept and brought back while others go on; a real installation keeps none."""

from datetime import timedelta

import pytest
from django.db import connection

from lianxinqiao.base import clock, files
from lianxinqiao.base.errors import NotItsTime
from lianxinqiao.base.models import Job
from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation.models import Member, Person
from lianxinqiao.simulation import snapshot
from tests.factories.network import lay, member

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "traces"])


@pytest.fixture
def kept(settings, tmp_path):
    """A small network on its first morning, and that morning kept."""
    settings.DEMO, settings.DEMO_NOW, settings.HOME = True, "2023-06-05T09:00:00+08:00", tmp_path
    settings.FILES = tmp_path / "files"
    lay()
    first = member("611024-0001")
    old = files.store(b"sealed before")
    snapshot.take()
    return first, old


def test_back_to_the_beginning(kept):
    first, old = kept
    lines = list(Line.objects.order_by("pk").values_list("pk", "leaf"))
    member("611024-0002")
    new = files.store(b"sealed after")
    files.discard(old)
    clock.set_city(clock.now() + timedelta(days=7))
    snapshot.restore()
    assert list(Member.objects.values_list("number", flat=True)) == ["611024-0001"]
    assert Person.objects.get(pk=first.person_id).name == first.person.name
    assert list(Line.objects.order_by("pk").values_list("pk", "leaf")) == lines
    assert list(files.names()) == [old] != [new]
    assert files.load(old) == b"sealed before"
    assert clock.now().date().isoformat() == "2023-06-05"


def test_keys_go_on_where_they_stood(kept):
    """What is written after the way back gets the keys that it got the first time: cookies and links stay true."""
    once = member("611024-0002")
    snapshot.restore()
    again = member("611024-0002")
    assert (once.pk, once.person_id) == (again.pk, again.person_id)
    snapshot.restore()
    assert Member.objects.count() == 1


def test_a_city_of_other_tables_is_not_brought_back(kept, monkeypatch):
    member("611024-0002")
    monkeypatch.setattr(snapshot, "_shape", lambda: ["base.0001_initial"])
    with pytest.raises(NotItsTime):
        snapshot.restore()
    assert Member.objects.count() == 2


def test_without_a_kept_city_there_is_a_sentence(kept):
    snapshot.forget()
    with pytest.raises(NotItsTime, match="--fresh"):
        snapshot.restore()


def test_all_tables_but_the_migrations_go_back(kept):
    Job.objects.create(name="some.job", run_after=clock.now(), made_at=clock.now())
    snapshot.restore()
    assert not Job.objects.exists()
    assert "django_migrations" in connection.introspection.table_names()


@pytest.mark.sqlite
def test_another_connection_sees_before_or_after(kept, tmp_path):
    import sqlite3

    other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
    count = "SELECT count(*) FROM organisation_member"
    member("611024-0002")
    other.execute("BEGIN")
    assert other.execute(count).fetchone() == (2,)
    snapshot.restore()
    assert other.execute(count).fetchone() == (2,)
    other.execute("COMMIT")
    assert other.execute(count).fetchone() == (1,)
    other.close()
