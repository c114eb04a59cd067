"""Messages that leave: put down once, handed over once, a resident's number kept no longer than needed."""

import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from lianxinqiao.base import jobs
from lianxinqiao.base.actor import CLOCK, Ref
from lianxinqiao.base.models import Job, JobState
from lianxinqiao.inbox import actions, queries
from lianxinqiao.inbox.enums import Channel, OutgoingState
from lianxinqiao.inbox.jobs import deliver, drop_stale
from lianxinqiao.inbox.models import Message, Outgoing
from lianxinqiao.ledger.models import Line
from tests.inbox.conftest import AT, person, work

PHONE = "13991412345"
pytestmark = pytest.mark.django_db(databases=["default", "traces"])


def to_resident(key: str = "r", **more) -> Outgoing:
    told = {
        "channel": Channel.SMS,
        "subject": "有答复了",
        "words": "您反映的事有了答复，请凭回执查看。",
        "link": "/status/",
    }
    return actions.send(**{**told, "address": PHONE, "office": "611024", "key": key, "by": CLOCK, "at": AT, **more})


def by_mail(name: str = "one", key: str = "k") -> Outgoing:
    someone, _actor = person(name)
    someone.email = f"{name}@example.cn"
    someone.save()
    told = {"subject": "请看", "body": "有一件事。", "link": "/desk/", "key": key, "by": CLOCK, "at": AT}
    return Outgoing.objects.get(copy_of=actions.post(to=someone, **told))


def test_a_residents_number_lies_sealed_and_goes_when_the_message_has_gone(settings):
    settings.DEMO = True
    one = to_resident()
    assert PHONE.encode() not in bytes(one.address)
    assert one.to() == PHONE
    assert PHONE not in str(Job.objects.values())
    work()
    one.refresh_from_db()
    assert (one.state, one.tries, bytes(one.address), bytes(one.key_wrapped)) == (OutgoingState.SHOWN, 1, b"", b"")
    assert not Line.objects.exists()


def test_the_database_itself_refuses_to_keep_the_number_longer(settings):
    settings.DEMO = True
    one = to_resident()
    with pytest.raises(IntegrityError), transaction.atomic():
        Outgoing.objects.filter(pk=one.pk).update(state="sent")


def test_the_same_key_is_the_same_message_and_one_job(settings):
    settings.DEMO = True
    assert to_resident() == to_resident(at=AT + timedelta(days=1))
    work()
    assert to_resident().state == OutgoingState.SHOWN
    assert Job.objects.filter(name="inbox.deliver").count() == 1


def test_in_the_demo_nothing_leaves_even_with_a_server(post_office, settings):
    settings.DEMO = True
    one, two = by_mail(), to_resident()
    work()
    for each in (one, two):
        each.refresh_from_db()
        assert each.state == OutgoingState.SHOWN
    assert post_office.taken == []


def test_a_message_to_somebody_who_works_here_goes_by_mail_once(post_office):
    one = by_mail()
    work()
    deliver({"outgoing": one.pk}, AT)
    one.refresh_from_db()
    assert (one.state, one.tries) == (OutgoingState.SENT, 1)
    (letter,) = post_office.taken
    assert (letter["To"], letter["From"], letter["Subject"]) == ("one@example.cn", "lxq@example.cn", "请看")
    assert letter["Message-ID"].endswith("@example.cn>")
    body = letter.get_content()
    assert "有一件事。" in body
    assert "https://lxq.example.cn/desk/" in body


def test_sent_twice_after_a_crash_it_has_the_same_mark(post_office):
    one = by_mail()
    work()
    Outgoing.objects.filter(pk=one.pk).update(state="queued")
    deliver({"outgoing": one.pk}, AT)
    first, again = post_office.taken
    assert first["Message-ID"] == again["Message-ID"]


def test_without_a_server_or_an_address_it_stays_on_the_site(settings):
    settings.DEMO, settings.MAIL = False, None
    assert not any(queries.carries(channel) for channel in (Channel.EMAIL, Channel.SMS))
    someone, _actor = person("one")
    someone.email = "one@example.cn"
    actions.post(to=someone, subject="请看", body="", link="", key="k", by=CLOCK, at=AT)
    settings.DEMO = True
    nobody, _actor = person("two")
    actions.post(to=nobody, subject="请看", body="", link="", key="k", by=CLOCK, at=AT)
    assert Message.objects.count() == 2
    assert not Outgoing.objects.exists()


def test_a_receiver_that_does_not_exist_is_final(post_office):
    post_office.refuses = "550 no such one@example.cn"
    one = by_mail()
    work()
    one.refresh_from_db()
    assert (one.state, one.fault) == (OutgoingState.FAILED, "SMTP 550")


@pytest.mark.parametrize("trouble", ["later", "gone"])
def test_a_server_in_trouble_is_asked_again_and_then_given_up(post_office, settings, trouble):
    if trouble == "later":
        post_office.refuses = "451 greylisted"
    else:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            settings.MAIL = replace(settings.MAIL, port=free.getsockname()[1])
    one = by_mail()
    for tries in range(1, jobs.MAX_TRIES + 1):
        Job.objects.update(run_after=AT)
        assert jobs.work_one()
        one.refresh_from_db()
        assert one.tries == tries
        assert one.state == (OutgoingState.FAILED if tries == jobs.MAX_TRIES else OutgoingState.QUEUED)
    assert "example" not in one.fault
    assert Job.objects.get(name="inbox.deliver").state == JobState.FAILED


def test_after_the_trouble_it_arrives_once(post_office):
    post_office.refuses = "451 later"
    one = by_mail()
    work()
    post_office.refuses = ""
    Job.objects.update(run_after=AT)
    work()
    one.refresh_from_db()
    assert (one.state, len(post_office.taken)) == (OutgoingState.SENT, 1)


def test_whose_account_is_closed_gets_no_more_mail(post_office):
    one = by_mail()
    one.person.is_active = False
    one.person.save()
    work()
    one.refresh_from_db()
    assert one.state == OutgoingState.FAILED
    assert post_office.taken == []


def test_a_way_out_that_is_gone_meanwhile(settings):
    settings.DEMO = True
    one = to_resident()
    settings.DEMO, settings.MAIL = False, None
    work()
    one.refresh_from_db()
    assert (one.state, one.fault, bytes(one.address)) == (OutgoingState.FAILED, "no channel", b"")


def test_what_waited_a_week_leaves_no_more(settings):
    settings.DEMO = True
    old, new = to_resident(), to_resident(key="new", at=AT + timedelta(days=5))
    drop_stale({}, AT + timedelta(days=8))
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, old.tries, bytes(old.key_wrapped)) == (OutgoingState.DROPPED, 0, b"")
    assert new.state == OutgoingState.QUEUED


def test_what_waits_about_a_thing_is_found(settings):
    settings.DEMO = True
    one = to_resident(about=Ref("concern", "山阳2306-0417", ""))
    to_resident(key="other", about=Ref("concern", "山阳2306-0418", ""))
    assert list(queries.waiting_about(Ref("concern", "山阳2306-0417", "x"))) == [one]
