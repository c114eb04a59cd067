import pytest

from lianxinqiao.base.jobs import EVERY, HANDLERS, work_one
from lianxinqiao.base.models import Job, JobState
from lianxinqiao.concerns import jobs
from lianxinqiao.inbox.models import Message
from tests.concerns.conftest import AT, PHONE, City


def test_convener_and_clerk_hear_of_a_new_concern_once(city: City):
    concern = city.concern()
    for _ in range(2):
        jobs.tell({"concern": concern.pk}, AT)
    assert {m.to for m in Message.objects.all()} == {city.people["clerk"], city.people["convener"]}
    assert Message.objects.count() == 2
    for message in Message.objects.all():
        assert concern.number in message.subject
        assert PHONE not in message.subject + message.body


def test_what_was_seen_to_already_is_not_told(city: City):
    jobs.tell({"concern": city.concern("accepted").pk}, AT)
    assert not Message.objects.exists()


@pytest.mark.django_db(databases=["default", "traces"])
def test_the_worker_does_it(city: City):
    city.concern()
    while work_one():
        pass
    assert Job.objects.get(name="concerns.tell").state == JobState.DONE
    assert Message.objects.count() == 2


def test_the_daily_ones_are_registered():
    assert {"concerns.close_unrated", "concerns.forget"} <= set(EVERY) & set(HANDLERS)
