from datetime import timedelta

from lianxinqiao.base.actor import CLOCK
from lianxinqiao.inbox import actions
from lianxinqiao.inbox.models import Message
from lianxinqiao.inbox.queries import for_person, unread
from lianxinqiao.ledger.models import Line
from tests.inbox.conftest import AT, person


def _post(to, key: str = "k", **more):
    told = {"subject": "请看", "body": "有一件事。", "link": "/desk/", "by": CLOCK, "at": AT}
    return actions.post(to=to, key=key, **{**told, **more})


def test_a_message_arrives_without_a_line(db):
    someone, actor = person("one")
    message = _post(someone)
    assert (message.subject, message.link, message.by_label, message.read_at) == ("请看", "/desk/", "", None)
    assert list(for_person(actor)) == [message]
    assert unread(actor) == 1
    assert not Line.objects.exists()


def test_the_same_key_to_the_same_person_is_the_same_message(db):
    (one, _a), (two, _b) = person("one"), person("two")
    assert _post(one) == _post(one, at=AT + timedelta(days=1))
    assert _post(two) != _post(one)
    assert Message.objects.count() == 2


def test_newest_first_and_nobody_elses(db):
    (one, actor), (two, _b) = person("one"), person("two")
    old, new = _post(one), _post(one, key="later", at=AT + timedelta(days=1))
    _post(two)
    assert list(for_person(actor)) == [new, old]
    assert not for_person(CLOCK)
