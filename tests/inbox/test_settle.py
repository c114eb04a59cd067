import pytest

from lianxinqiao.base.actor import CLOCK
from lianxinqiao.inbox import actions
from lianxinqiao.inbox.enums import OutgoingState as S
from lianxinqiao.ledger.models import Line
from tests.inbox.conftest import AT
from tests.inbox.test_send import to_resident

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize("state", list(S))
def test_only_what_goes_on_waiting_keeps_its_address(state):
    one = actions.settle(outgoing=to_resident(), state=state, fault="x" * 200, by=CLOCK, at=AT)
    assert (one.state, one.fault) == (state, "x" * 80)
    assert bool(bytes(one.address)) is bool(bytes(one.key_wrapped)) is (state == S.QUEUED)
    assert one.sent_at == (AT if state in {S.SENT, S.SHOWN} else None)
    assert one.tries == (state != S.DROPPED)
    assert not Line.objects.exists()


def test_what_is_settled_stays():
    one = actions.settle(outgoing=to_resident(), state=S.SENT, by=CLOCK, at=AT)
    assert actions.settle(outgoing=one, state=S.DROPPED, by=CLOCK, at=AT).state == S.SENT
