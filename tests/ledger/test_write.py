"""Writing: one line, cheap, without personal data, in the transaction of its act, never changed afterwards."""

import pytest
from django.db import IntegrityError, transaction

from lianxinqiao.base.actor import CLOCK, Actor, ActorKind, Ref
from lianxinqiao.base.errors import Refused
from lianxinqiao.ledger import read
from lianxinqiao.ledger.models import AppendOnly, Credit, Line
from lianxinqiao.ledger.write import Credited, counter, line
from tests.ledger.conftest import AT, CLERK, write

pytestmark = pytest.mark.django_db
WIDE = "".join(chr(ord(c) + 0xFEE0) for c in "13800138000")  # full-width digits


def test_a_line_says_who_did_what_where() -> None:
    made = write()
    found = Line.objects.get(pk=made.pk)
    assert (found.by, found.by_label, found.role) == ("person:7", "李办事员", "clerk")
    assert (found.verb, found.kind, found.quantity) == ("concerns.receive", "web", 1)
    assert (found.office, found.path) == ("611024", "/611000/611024/S071/")
    assert found.at == AT
    assert found.written_at > AT
    assert [(c.holder, c.n) for c in found.credits.order_by("pk")] == [("studio:S071", 1), ("member:12", 1)]


def test_ids_follow_each_other() -> None:
    assert write().pk + 1 == write().pk


def test_three_queries_however_many_credits(django_assert_num_queries) -> None:
    with django_assert_num_queries(3):
        write(holders=tuple(f"member:{i}" for i in range(40)))


def test_two_queries_without_credits(django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        write(holders=())


@pytest.mark.parametrize("label", ["电话13800138000", "138 0013 8000", WIDE, "6222021234567890123"])
def test_refuses_a_number_in_a_label(label: str) -> None:
    with pytest.raises(Refused):
        write(thing=Ref("concern", "1", label))
    with pytest.raises(Refused):
        write(by=Actor(ActorKind.RESIDENT, id="1", label=label))
    with pytest.raises(Refused):
        line(verb="a.b", thing=Ref("x", "1", ""), by=CLOCK, at=AT, where=CLERK.where, credits=[Credited("m:1", label)])
    assert not Line.objects.exists()


def test_keeps_case_numbers_and_place_codes() -> None:
    made = write(thing=Ref("place", "611024101201", "山阳2306-0417"))
    assert made.thing_id == "611024101201"


@pytest.mark.parametrize(
    ("wrong", "value"),
    [("verb", "receive"), ("verb", "concerns.Receive"), ("at", AT.replace(tzinfo=None)), ("path", "611024")],
)
def test_refuses_malformed(wrong: str, value: object) -> None:
    with pytest.raises(ValueError, match=wrong):
        write(**{wrong: value})


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_refuses_outside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        write()
    assert not Line.objects.exists()


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_a_rollback_leaves_no_line() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Line.objects.exists()
    assert not Credit.objects.exists()


def test_nothing_is_changed_or_deleted_in_python() -> None:
    made = write()
    made.quantity = 5
    for act in (
        made.save,
        made.delete,
        lambda: Line.objects.update(quantity=5),
        lambda: Line.objects.filter(pk=made.pk).delete(),
        lambda: Line.objects.bulk_update([made], ["quantity"]),
        lambda: Credit.objects.update(n=3),
        lambda: made.credits.all().delete(),
    ):
        with pytest.raises(AppendOnly):
            act()
    assert Line.objects.get().quantity == 1


def test_counter_takes_back_everything() -> None:
    made = write(quantity=3)
    back = counter(line=made, by=CLERK, at=AT, why="登记重复")
    assert (back.quantity, back.corrects, back.why) == (-3, made.pk, "登记重复")
    assert (back.verb, back.kind, back.path, back.thing_id) == (made.verb, made.kind, made.path, made.thing_id)
    assert [(c.holder, c.n) for c in back.credits.order_by("pk")] == [("studio:S071", -1), ("member:12", -1)]
    assert read.total(verb="concerns.receive") == 0


def test_counter_only_once_and_with_a_reason() -> None:
    made = write()
    with pytest.raises(Refused) as refused:
        counter(line=made, by=CLERK, at=AT, why="  ")
    assert refused.value.field == "why"
    with pytest.raises(Refused):
        counter(line=made, by=CLERK, at=AT, why="来电13800138000说重复")
    back = counter(line=made, by=CLERK, at=AT, why="登记重复")
    for again in (made, back):
        with pytest.raises(Refused):
            counter(line=again, by=CLERK, at=AT, why="再来一次")


def test_the_database_refuses_a_second_counter() -> None:
    made = write()
    counter(line=made, by=CLERK, at=AT, why="登记重复")
    copy = Line.objects.get(corrects=made.pk)
    copy.pk, copy._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()
