from datetime import timedelta

import pytest

from lianxinqiao.base.actor import CLOCK
from lianxinqiao.base.errors import NotYours
from lianxinqiao.inbox import actions
from lianxinqiao.inbox.queries import unread
from lianxinqiao.ledger.models import Line
from tests.inbox.conftest import AT, person


def test_the_first_reading_is_kept_and_no_line_written(db):
    someone, actor = person("one")
    message = actions.post(to=someone, subject="请看", body="", link="", key="k", by=CLOCK, at=AT)
    assert actions.read(message=message, by=actor, at=AT).read_at == AT
    assert actions.read(message=message, by=actor, at=AT + timedelta(days=1)).read_at == AT
    assert unread(actor) == 0
    assert not Line.objects.exists()


def test_nobody_reads_for_another(db):
    someone, _actor = person("one")
    message = actions.post(to=someone, subject="请看", body="", link="", key="k", by=CLOCK, at=AT)
    for by in (person("two")[1], CLOCK):
        with pytest.raises(NotYours):
            actions.read(message=message, by=by, at=AT)
