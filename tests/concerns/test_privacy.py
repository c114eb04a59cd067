"""Red lines (reliability.md §3.2) and who may see what (§3.3)."""

import csv
import inspect
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from lianxinqiao.base import photos
from lianxinqiao.base.models import Job
from lianxinqiao.base.privacy import Pii, registry
from lianxinqiao.base.rights import Reach
from lianxinqiao.concerns import actions, permissions, queries
from lianxinqiao.concerns.models import Concern, Original, Receipt
from lianxinqiao.inbox.models import Message
from lianxinqiao.ledger.models import Credit, Line
from tests.concerns.conftest import ADDRESS, AT, NAME, PHONE, SAID, City, build
from tests.concerns.test_photos import picture

RIGHTS = [
    row
    for row in csv.DictReader((Path(__file__).parents[1] / "rights.csv").read_text(encoding="utf-8").splitlines())
    if row["thing"] == "concern"
]
OFFICES = [
    "county_staff",
    "city_staff",
    "leader",
    "office_head",
    "committee_lead",
    "group_lead",
    "auditor",
    "assessor",
    "handler",
    "custodian",
    "administrator",
    "other_county_staff",
    "other_clerk",
]
CANARIES = {
    "name": NAME,
    "phone": PHONE,
    "address": ADDRESS,
    "text": SAID,
    "note": "家里只有老人",
    "rating": "谢谢隔壁老钱",
}


def _walk(city: City) -> Concern:
    """A whole life of a concern, with a canary in every place that a person can write into."""
    once = iter(f"{n:022d}" for n in range(99))
    concern = city.concern(phone=f"{PHONE[:3]} {PHONE[3:7]}-{PHONE[7:]}", once=next(once))
    me = queries.resident_of(concern)
    city.accept(concern, passed_on=f"{NAME}说{ADDRESS}的桥断了，电话{PHONE}", once=next(once))
    actions.assign(concern=concern, to=city.people["member"], by=city.clerk, at=AT, once=next(once))
    actions.note(concern=concern, text=CANARIES["note"], by=city.member, at=AT, once=next(once))
    for what in ("name", "phone", "address"):
        actions.reveal(
            concern=concern, what=what, reason=f"给{NAME}打{PHONE}，去{ADDRESS}", by=city.member, at=AT, once=next(once)
        )
    actions.answer(
        concern=concern,
        result="A",
        text=f"{NAME}您好，{ADDRESS}的桥修好了，{PHONE}",
        evidence=f"{NAME}当面说",
        by=city.member,
        at=AT,
        once=next(once),
    )
    actions.rate(concern=concern, outcome="not", words=CANARIES["rating"], by=me, at=AT, once=next(once))
    actions.answer(
        concern=concern, result="A", text="又修了。", evidence="现场看过", by=city.member, at=AT, once=next(once)
    )
    actions.rate(concern=concern, outcome="solved", words=CANARIES["rating"], by=me, at=AT, once=next(once))
    actions.mark(concern=concern, word="basic", by=me, at=AT)
    actions.close(concern=concern, by=city.clerk, at=AT, once=next(once))
    return concern


def _found_in(data: bytes) -> list[str]:
    return [name for name, word in CANARIES.items() if word.encode() in data or word.encode("utf-16-le") in data]


@pytest.mark.django_db(transaction=True, databases=["default", "traces"])
def test_no_planted_word_lies_in_the_database_in_clear():
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's own files; on PostgreSQL the row scan below does the same")
    _walk(build())
    for alias in connections:
        file = Path(str(connections[alias].settings_dict["NAME"]))
        for part in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-journal")):
            if part.exists():
                assert _found_in(part.read_bytes()) == [], part.name
    assert _found_in(file.read_bytes() + "旁证：".encode() + PHONE.encode()) == ["phone"], "the scan itself can see"


def _cells(model: Any) -> bytes:
    rows = model._base_manager.values_list()
    return b"|".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for row in rows for v in row)


def test_no_planted_word_lies_in_any_row(city: City):
    _walk(city)
    for model in {model for model, _field, _privacy in registry()}:
        if not model._meta.db_table.startswith(("base_count", "base_lastuse", "base_visit")):
            assert _found_in(_cells(model)) == [], model.__name__


def test_no_word_of_a_resident_is_in_a_line_a_job_or_a_message(city: City):
    concern = _walk(city)
    told = _cells(Line) + _cells(Credit) + _cells(Job) + _cells(Message)
    assert _found_in(told) == []
    assert concern.passed_on
    for words in (concern.passed_on, concern.answer, "桥"):
        assert words.encode() not in told


@pytest.mark.parametrize("state", ["received", "accepted", "answered"])
@pytest.mark.parametrize("role", OFFICES)
def test_no_list_and_no_page_gives_an_office_what_was_said(city: City, role: str, state: str):
    concern, actor = city.concern(state), city.actors[role]
    rows = queries.listed(actor, AT, queries.visible_to(actor, AT.date()))
    pages = [queries.case(actor, seen, AT) for seen in queries.visible_to(actor, AT.date())]
    told = (
        repr([asdict(row) for row in rows])
        + repr(pages)
        + repr(queries.today(actor, AT))
        + repr(queries.loads(actor, AT))
    )
    assert _found_in(told.encode()) == []
    reads = role == "county_staff" and state != "received"
    assert (queries.passable(concern) in told) is reads


def test_the_resident_reads_the_own_words(city: City):
    concern, another = city.concern(), city.concern()
    assert queries.said(queries.resident_of(concern), concern) == SAID
    for actor in (queries.resident_of(another), city.county_staff, city.city_staff, city.administrator):
        assert queries.said(actor, concern) is None


def test_before_the_desk_has_checked_it_only_the_studio_reads_even_the_masked_text(city: City):
    concern = city.concern()
    assert "村口的桥断了两个月" in (queries.case(city.clerk, concern, AT).passed_on or "")
    assert queries.case(city.county_staff, concern, AT).passed_on is None
    assert queries.case(city.clerk, concern, AT).original == SAID
    city.accept(concern)
    assert queries.case(city.county_staff, concern, AT).passed_on == concern.passed_on
    assert queries.case(city.county_staff, concern, AT).original is None


@pytest.mark.parametrize("row", RIGHTS, ids=lambda row: row["verb_or_datum"])
def test_rights_are_those_written_by_hand(row: dict[str, str]):
    name = row["verb_or_datum"]
    if name == "marks":  # no rows of single marks exist: `queries.marks` gives counts from five up to anybody
        return
    table = permissions.VERBS if name in permissions.VERBS else permissions.DATA
    later = {"forwarded", "consented", "aggregate", "no"}  # come with departments' links and published stories
    told = {role: far for role, far in row.items() if role not in {"thing", "verb_or_datum"} and far not in later}
    assert {role: str(far) for role, far in table[name].items() if far is not Reach.NO} == told


def test_no_field_scores_or_tags_a_resident():
    """RL1: nothing about a person but what they wrote to be reached; RL4: never more than asked for."""
    allowed = {
        "concern",
        "office",
        "key_wrapped",
        "text",
        "name",
        "phone",
        "address",
        "outcome_words",
        "wants_call",
        "wants_message",
        "erased_at",
    }
    assert {f.name for f in Original._meta.get_fields()} == allowed
    about = {(m.__name__, f.name) for m, f, p in registry() if p and p.pii is Pii.RESIDENT}
    assert {name for name, _field in about} == {"Original", "Note", "Photo", "Outgoing"}
    bad = ("score", "rank", "risk", "tag", "level", "label", "mood", "sentiment", "repeat", "times", "nation", "party")
    mine = [f.name for m, f, _p in registry() if m._meta.app_label == "concerns"]
    assert not [name for name in mine if any(word in name for word in bad)]


def test_no_query_lists_one_persons_matters(city: City):
    """RL2: no query takes a name, a phone or its index; two matters of one person share nothing but for the studio."""
    for name in queries.__all__:
        asked = getattr(queries, name)
        if inspect.isfunction(asked):
            assert not {"name", "phone", "address", "phone_index", "person"} & set(inspect.signature(asked).parameters)
    assert not {"name", "phone", "address"} & {f.name for f in fields(queries.Listed)}
    city.concern("accepted")
    city.concern("accepted")
    for words in (NAME, PHONE, ADDRESS):
        assert not queries.find(city.clerk, words)


def test_two_matters_of_one_person_hold_nothing_in_common(city: City):
    """RL2: no cell but those of the studio and the day joins them, also not for whoever holds the file."""
    one, two = city.concern(), city.concern()
    shared = [
        field.name
        for model in (Original, Receipt)
        for field in model._meta.concrete_fields
        if (value := getattr(model.objects.get(pk=one.pk), field.attname))
        and value == getattr(model.objects.get(pk=two.pk), field.attname)
    ]
    assert shared == ["office"]


def test_the_anonymous_are_equal_and_leave_no_trace(city: City):
    """RL6, P11: the same clock and the same queue; no address, agent or cookie has a place to go."""
    named, anonymous = city.concern(), city.receive()
    assert named.due_on == anonymous.due_on
    assert len(queries.today(city.clerk, AT)) == 2
    stored = {f.name for m, f, _p in registry() if m._meta.app_label in {"concerns", "ledger"}}
    assert not {name for name in stored if name in {"ip", "agent", "cookie", "session", "device", "account"}}


def test_photos_are_sealed(city: City):
    clean = photos.clean(picture())
    city.concern(photos=[clean])
    stored = b"".join(path.read_bytes() for path in _files())
    assert clean.jpeg[:40] not in stored


def _files() -> list[Path]:
    from django.conf import settings

    return [path for path in Path(settings.FILES).rglob("*") if path.is_file()]
