"""SQL worded once: the same rows as the query set, the same row as save, on any thread."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, connections, transaction

from lianxinqiao.base.models import Job, Sent
from lianxinqiao.base.prepared import Prepared, insert_rows
from lianxinqiao.organisation.models import Place

AT = datetime(2026, 3, 5, 4, tzinfo=UTC)


def lay(code: str, parent: Place | None = None, kind: str = "city") -> Place:
    path = f"{parent.path if parent else '/'}{code}/"
    return Place.objects.create(code=code, name=f"地{code}", kind=kind, parent=parent, path=path, office_code=code)


@pytest.fixture
def county(db) -> Place:
    return lay("2", lay("1"), "county")


def of(code):
    return Place.objects.filter(code=code).select_related("parent")


def test_the_rows_are_those_of_the_query_set(county, django_assert_num_queries):
    asked = Prepared(of)
    for code in ("2", "1", "9", "2"):
        assert asked.all(code) == list(of(code))
    with django_assert_num_queries(1):
        assert asked.first("2").parent.name == "地1"
    assert asked.first("9") is None


def test_slots_stand_in_lists_in_joins_and_twice(county):
    listed = Prepared(lambda a, b: Place.objects.filter(code__in=[b, a]).order_by("code").values_list("code", "name"))
    assert listed.all("2", "1") == [("1", "地1"), ("2", "地2")]
    assert listed.all("2", "7") == [("2", "地2")]
    joined = Prepared(lambda code, own: Place.objects.filter(parent__code=code, code=own, path__contains="/1/"))
    assert joined.all("1", "2") == [county]
    assert joined.all("2", "1") == []
    by_key = Prepared(lambda parent: Place.objects.filter(parent=parent).only("name")[:1])
    assert by_key.first(county.parent_id).get_deferred_fields() >= {"path", "code"}


def test_a_value_is_never_read_as_sql(county):
    assert Prepared(of).all("2' OR '1'='1") == []


def test_moments_come_back_as_moments(db):
    Job.objects.create(name="n", payload={"a": 1}, run_after=AT, made_at=AT)
    job = Prepared(lambda name: Job.objects.filter(name=name)).first("n")
    assert (job.run_after, job.payload, job.done_at) == (AT, {"a": 1}, None)


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_through_its_own_connection():
    lay("1")
    asked, names = Prepared(of), []
    asked.first("1")

    def ask():
        try:
            names.extend([asked.first("1").name, asked.first("2")])
        finally:
            connections.close_all()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert names == ["地1", None]


def test_an_inserted_row_is_as_saved(db):
    saved = Job(name="n", payload={"字": 1}, run_after=AT, made_at=AT)
    written = Job(name="n", payload={"字": 1}, run_after=AT, made_at=AT)
    saved.save(force_insert=True)
    insert_rows(written)
    assert written.pk == saved.pk + 1
    assert (written._state.adding, written._state.db) == (False, "default")
    rows = Job.objects.order_by("pk").values()
    assert {**rows[0], "id": 0} == {**rows[1], "id": 0}
    written.fault = "x"
    written.save()
    assert Job.objects.get(pk=written.pk).fault == "x"


def test_several_rows_and_a_key_that_was_told(db, django_assert_num_queries):
    rows = [Sent(pk=900 + n, key=f"k{n}", by="b", digest="d", thing_model="m", thing_pk="1", at=AT) for n in range(3)]
    with django_assert_num_queries(1):
        insert_rows(*rows)
    insert_rows()
    assert list(Sent.objects.order_by("pk").values_list("pk", "key")) == [(900, "k0"), (901, "k1"), (902, "k2")]


@pytest.mark.django_db(transaction=True)
def test_a_refused_row_undoes_what_stands_around_it():
    def sent():
        return Sent(key="k", by="b", digest="d", thing_model="m", thing_pk="1", at=AT)

    with transaction.atomic():
        insert_rows(sent())
        with pytest.raises(IntegrityError):
            insert_rows(sent())
        assert connection.needs_rollback
    assert not Sent.objects.exists()
