"""The access log says little and costs little; drafts go; vendored files are what they say."""

import hashlib
import os
import tomllib
from pathlib import Path

import pytest
from django.core.files.uploadhandler import StopFutureHandlers
from django.http import HttpResponse
from django.test import RequestFactory

from lianxinqiao.base import clock, drafts
from lianxinqiao.base.errors import Refused, TooMany
from lianxinqiao.base.models import Visit
from lianxinqiao.base.photos import MAX_BYTES, CleanPhoto
from lianxinqiao.config.logs import mask_words
from lianxinqiao.web.parts.faults import Sentences
from lianxinqiao.web.parts.guards import Visits, address_of
from lianxinqiao.web.parts.uploads import InMemory

ROOT = Path(__file__).resolve().parents[2]
PHOTO = CleanPhoto(b"\xff\xd8jpeg", 4, 3)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.mark.django_db(databases=["default", "traces"])
def test_visits_are_counted_by_hour_door_and_digest():
    visits = Visits(lambda request: HttpResponse())
    for path in ("/r/secret-token/", "/say/", "/desk/concerns/", "/static/css/lxq.css"):
        visits(RequestFactory().get(path, REMOTE_ADDR="203.0.113.7"))
    visits.flush()
    visits(RequestFactory().get("/", REMOTE_ADDR="203.0.113.7"))
    visits.flush()
    assert sorted(Visit.objects.values_list("door", "n")) == [("desk", 1), ("public", 3)]
    row = Visit.objects.first()
    assert (row.hour.minute, row.hour.second) == (0, 0)
    assert "203" not in row.address


def test_a_log_that_cannot_be_written_costs_nobody_a_page():
    visits = Visits(lambda request: HttpResponse("ok"))
    visits._last = -1e9
    assert visits(RequestFactory().get("/")).content == b"ok"  # this test has no database
    assert sum(visits._counts.values()) == 1


def test_the_address_behind_our_own_proxy(settings):
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": "6.6.6.6, 198.51.100.9"})
    assert address_of(request) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert address_of(request) == "198.51.100.9"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Not Found: /r/iN8eVQdIez5OKD1EfFZ2AA/rate/", "Not Found: /r/****/rate/"),
        ("Not Found: //R/iN8eVQdIez5OKD1EfFZ2AA", "Not Found: //****/****"),
        ("Not Found: /desk/concerns/山阳2306-0417/photos/12/", "Not Found: /desk/concerns/****/photos/****/"),
        ("Not Found: /studios/钱桂花/", "Not Found: /studios/****/"),
        ("Forbidden: /office/import/studios/", "Forbidden: /office/import/studios/"),
        ("13991412345, 139 9141 2345, 0914-2312345, 山阳2306-0417", "****, ****, ****, 山阳****"),
        ("2023-06-05 seal, 318 lines", "2023-06-05 seal, 318 lines"),
    ],
)
def test_no_log_line_leads_to_a_person_or_a_case(said, left):
    assert mask_words(None, "", {"event": said, "n": 7}) == {"event": left, "n": 7}


def test_an_uncaught_refusal_becomes_a_page():
    def view(_request):
        raise AssertionError

    guard = Sentences(view)
    request = RequestFactory().get("/")
    wrong = guard.process_exception(request, TooMany("停一停。", seconds=90))
    assert (wrong.status_code, wrong.headers["Retry-After"]) == (429, "90")
    assert "停一停。" in wrong.content.decode()
    assert guard.process_exception(request, Refused("不行。")).status_code == 422
    assert guard.process_exception(request, ValueError()) is None


def test_draft_photos_are_sealed_and_only_for_their_form(tmp_path):
    drafts.keep("a" * 22, [PHOTO, PHOTO])
    assert drafts.load("a" * 22, at=clock.real_now()) == [PHOTO, PHOTO]
    assert drafts.load("b" * 22, at=clock.real_now()) == []
    raw = [f.read_bytes() for f in tmp_path.rglob("*") if f.is_file()]
    assert len(raw) == 2
    assert not any(b"jpeg" in one for one in raw)
    assert not any("a" * 22 in str(f) for f in tmp_path.rglob("*"))
    drafts.keep("a" * 22, [PHOTO])
    assert len(drafts.load("a" * 22, at=clock.real_now())) == 1
    drafts.drop("a" * 22)
    assert drafts.load("a" * 22, at=clock.real_now()) == []


def test_draft_photos_go_after_a_day(tmp_path):
    drafts.keep("a" * 22, [PHOTO])
    folder = next((tmp_path / "drafts").iterdir())
    os.utime(folder, (0, 0))
    assert drafts.load("a" * 22, at=clock.real_now()) == []
    drafts.keep("b" * 22, [PHOTO])
    assert drafts.sweep(clock.real_now()) == 1
    assert not folder.exists()
    assert drafts.load("b" * 22, at=clock.real_now()) == [PHOTO]


def test_an_upload_is_cut_in_memory_but_its_size_is_told():
    handler = InMemory()
    handler.new_file("photos", "a.jpg", "image/jpeg", None, None, {})
    for _n in range(12):
        assert handler.receive_data_chunk(b"x" * 1_000_000, 0) is None
    file = handler.file_complete(12_000_000)
    assert (file.size, len(file.read())) == (12_000_000, MAX_BYTES + 1)
    assert not issubclass(InMemory, StopFutureHandlers)


def test_vendored_files_are_what_the_lock_says():
    folder = ROOT / "static" / "vendor"
    lock = tomllib.loads((folder / "vendor.lock").read_text(encoding="utf-8"))
    assert {f.name for f in folder.iterdir()} == {one["path"] for one in lock["file"]} | {"vendor.lock"}
    for one in lock["file"]:
        assert hashlib.sha256((folder / one["path"]).read_bytes()).hexdigest() == one["sha256"]
        assert one["licence"]
        assert one["version"]
