import pytest

from lianxinqiao.base import files, photos, vault
from lianxinqiao.base.actor import CLOCK
from lianxinqiao.base.errors import NotItsTime, NotYours
from lianxinqiao.base.models import SearchRow
from lianxinqiao.concerns import actions, jobs, queries
from lianxinqiao.concerns.models import Concern, Note, Original, Photo
from lianxinqiao.ledger import read
from lianxinqiao.ledger.verify import verify
from tests.concerns.conftest import AT, PHONE, City, last_line, later, lines
from tests.concerns.test_photos import picture

KEPT = ("number", "state", "topic", "kind", "closed_as", "received_at", "closed_at", "passed_on", "answer", "result")


def _erase(concern: Concern, **more):
    return actions.erase(**{"concern": concern, "by": queries.resident_of(concern), "at": AT, **more})


def test_the_key_is_gone_and_nothing_that_is_counted_has_changed(city: City):
    concern = city.concern("closed")
    actions.note(concern=concern, text=f"电话{PHONE}", by=city.clerk, at=AT)
    before = {name: getattr(concern, name) for name in KEPT}
    sealed = bytes(Original.objects.get().phone)
    figures = {kind: read.total(verb=f"concerns.{kind}") for kind in ("receive", "answer", "close")}
    _erase(concern)
    original = Original.objects.get()
    with pytest.raises(vault.Erased):
        original.unseal("text")
    with pytest.raises(vault.Erased):  # also what a backup still holds of the field opens no more
        original.open_bytes("phone", sealed)
    again = Concern.objects.get()
    assert {name: getattr(again, name) for name in KEPT} == before
    assert {kind: read.total(verb=f"concerns.{kind}") for kind in figures} == figures
    assert lines(concern)[-1] == "erase"
    assert last_line(concern).kind == "wish"
    assert not SearchRow.objects.exists()
    assert bytes(Note.objects.get().text) == b""
    assert not verify().faults


def test_the_pages_say_so_and_still_stand(city: City):
    concern = city.concern("answered")
    made = actions.reveal(concern=concern, what="phone", reason="约时间", by=city.clerk, at=AT)
    _erase(concern)
    shown = queries.case(city.clerk, queries.visible_to(city.clerk).get(), AT)
    assert shown.erased
    assert shown.original is None
    assert shown.can_reveal == []
    made.refresh_from_db()
    with pytest.raises(vault.Erased):
        queries.opened(made, city.clerk, AT)
    assert queries.status(queries.visible_to(city.clerk).get(), AT).answer == "桥修好了。"


def test_text_that_nobody_checked_goes_too(city: City):
    concern = city.concern()
    _erase(concern)
    assert Concern.objects.get().passed_on == ""


def test_a_page_opened_before_brings_nothing_back(city: City):
    concern = city.concern()
    before = Concern.objects.get()
    _erase(concern)
    with pytest.raises(NotItsTime):
        city.accept(before, passed_on="桥断了")
    assert Concern.objects.get().passed_on == ""


@pytest.mark.django_db(transaction=True)
def test_photos_leave_the_disk(transactional_db: None):
    from tests.concerns.conftest import build

    city = build()
    concern = city.concern("assigned", photos=[photos.clean(picture())])
    (photo,) = Photo.objects.all()
    assert files.load(photo.file)
    _erase(concern)
    with pytest.raises(files.Gone):
        files.load(photo.file)
    assert not Photo.objects.exists()


def test_the_clock_forgets_when_the_rulebooks_months_are_over(city: City):
    closed, declined, running = city.concern("closed"), city.concern("declined"), city.concern("assigned")
    jobs.forget({}, AT.replace(year=2024))
    assert Original.objects.filter(erased_at=None).count() == 3
    jobs.forget({}, AT.replace(year=2024, day=6))
    left = Original.objects.filter(erased_at=None)
    assert [o.concern_id for o in left] == [running.pk]
    assert {last_line(c).kind for c in (closed, declined)} == {"term"}
    jobs.forget({}, AT.replace(year=2026))
    assert [o.concern_id for o in Original.objects.filter(erased_at=None)] == [running.pk]


def test_only_the_resident_and_the_clock_may_and_once(city: City):
    concern = city.concern()
    for by in city.actors.values():
        with pytest.raises(NotYours):
            _erase(concern, by=by)
    _erase(concern, by=CLOCK)
    with pytest.raises(NotItsTime):
        _erase(concern, at=later(days=1))


def test_the_same_key_erases_once(city: City):
    concern = city.concern()
    for _ in range(2):
        _erase(concern, once="e" * 22)
    assert lines(concern) == ["receive", "erase"]
