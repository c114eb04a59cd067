import pytest

from lianxinqiao.base.errors import NotItsTime, NotYours, Refused, TooMany
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.enums import RevealWhat
from lianxinqiao.concerns.models import Reveal
from tests.concerns.conftest import ADDRESS, AT, NAME, PHONE, SAID, City, last_line, later, lines

ROOM = {"name", "phone", "address"}
MAY = {
    "clerk": ROOM,
    "convener": ROOM,
    "member": ROOM,
    "county_staff": {"original"},
    "city_staff": {"passed_on", "photos"},
}
VALUES = {"name": NAME, "phone": PHONE, "address": ADDRESS, "original": SAID}


def _reveal(city: City, concern, what: str = "phone", role: str = "clerk", **more):
    told = {"concern": concern, "what": what, "reason": "约看桥的时间。", "by": city.actors[role], "at": AT}
    return actions.reveal(**{**told, **more})


def test_the_value_is_shown_and_the_resident_sees_who_looked_and_why(city: City):
    concern = city.concern("assigned")
    made = _reveal(city, concern, role="member")
    assert queries.opened(made, city.member, AT) == {"phone": PHONE}
    assert lines(concern)[-1] == "reveal"
    assert last_line(concern).kind == "phone"
    (seen,) = queries.status(concern, AT).reveals
    assert (seen.what, seen.reason, seen.at) == ("电话", "约看桥的时间。", AT)
    assert city.people["member"].name in seen.who


@pytest.mark.parametrize(
    "role",
    [
        *MAY,
        "other_clerk",
        "other_member",
        "other_county_staff",
        "leader",
        "auditor",
        "assessor",
        "custodian",
        "handler",
        "administrator",
        "correspondent",
        "office_head",
        "signer",
    ],
)
@pytest.mark.parametrize("what", RevealWhat.values)
def test_who_may_open_what(city: City, role: str, what: str):
    concern = city.concern("accepted")
    if what in MAY.get(role, ()):
        shown = queries.opened(_reveal(city, concern, what, role), city.actors[role], AT)
        assert shown == ({what: VALUES.get(what, concern.passed_on)} if what != "photos" else {})
    else:
        with pytest.raises(NotYours):
            _reveal(city, concern, what, role)
        assert not Reveal.objects.exists()


def test_only_the_one_who_gave_the_reason_sees_it_and_for_a_day(city: City):
    made = _reveal(city, city.concern())
    with pytest.raises(NotYours):
        queries.opened(made, city.convener, AT)
    assert queries.opened(made, city.clerk, later(hours=24)) == {"phone": PHONE}
    with pytest.raises(NotItsTime):
        queries.opened(made, city.clerk, later(hours=24, seconds=1))


def test_no_reason_no_reveal(city: City):
    for told, field in [({"reason": " "}, "reason"), ({"what": "salary"}, "what")]:
        with pytest.raises(Refused) as refused:
            _reveal(city, city.concern(), **told)
        assert refused.value.field == field


def test_a_reason_does_not_repeat_what_it_opens(city: City):
    """The reason lies open beside the case; the number, the name and the address do not."""
    reason = f"给{NAME}打{PHONE}，约在{ADDRESS}"
    assert _reveal(city, city.concern(), reason=reason).reason == "给【称呼】打【电话】，约在【住址】"


def test_the_text_to_pass_on_opens_only_once_it_is_checked(city: City):
    concern = city.concern()
    with pytest.raises(NotYours):
        _reveal(city, concern, "passed_on", "city_staff")
    city.accept(concern)
    assert _reveal(city, concern, "passed_on", "city_staff")


def test_twenty_a_day_and_no_more(city: City):
    concern = city.concern()
    for _ in range(20):
        _reveal(city, concern)
    with pytest.raises(TooMany):
        _reveal(city, concern)
    _reveal(city, concern, role="convener")
    _reveal(city, concern, at=later(days=1))


def test_the_same_key_reveals_once(city: City):
    concern = city.concern()
    for _ in range(2):
        _reveal(city, concern, once="v" * 22)
    assert Reveal.objects.count() == 1
    assert lines(concern) == ["receive", "reveal"]
