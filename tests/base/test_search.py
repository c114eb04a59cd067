"""Search: every stretch of text is found, rare characters too, within the place that asks; erased is gone."""

import pytest
from django.db import connection

from lianxinqiao.base import search
from lianxinqiao.base.models import SearchRow
from lianxinqiao.language import search_phrases, search_tokens

pytestmark = pytest.mark.django_db

TEXTS = {
    "1": "漫川关镇前店子村的路灯坏了三个月，晚上孩子放学不敢走。",
    "2": "𠅤家沟、䶮水、㛃坪、𬎆河一带没有自来水",
    "3": "WiFi信号差，K2路公交改到12345号站台，Abc-123",
    "4": "前店的店子村里，路边的灯",
    "5": "柞水縣營盤鎮飲水問題",
}
PATH = "/611000/611024/S071/"


@pytest.fixture(autouse=True)
def indexed():
    for number, text in TEXTS.items():
        search.put(kind="concern", thing_id=number, path=PATH, tokens=search_tokens(text))


def found(query, **told):
    return search.find(kind="concern", phrases=search_phrases(query), **told)


@pytest.mark.parametrize("number", ["1", "2", "3"])
def test_every_two_to_six_characters_are_found(number):
    for run in TEXTS[number].replace("，", " ").replace("。", " ").replace("、", " ").split():
        if run.isascii() or any(ch.isascii() for ch in run):
            continue
        for size in (1, 2, 3, 6):
            for at in range(len(run) - size + 1):
                assert number in found(run[at : at + size]), run[at : at + size]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("路灯", ["1"]),
        ("前店子村", ["1"]),  # 4 holds 前店, 店子 and 子村, but not side by side
        ("灯", ["4", "1"]),
        ("𬎆", ["2"]),
        ("𠅤家", ["2"]),
        ("䶮", ["2"]),
        ("㛃坪", ["2"]),
        ("wifi", ["3"]),
        ("ＷＩＦＩ 公交", ["3"]),
        ("12345", ["3"]),
        ("1234", []),
        ("abc", ["3"]),
        ("路灯 公交", []),
        ("学校", []),
        ("", []),
        ("，。!*\"'", []),
        ('路灯" OR tokens:*', []),
        ("' & | <-> !", []),
    ],
)
def test_a_query_finds_what_holds_all_its_phrases(query, numbers):
    assert found(query) == numbers


def test_traditional_and_simplified_find_each_other():
    pytest.importorskip("opencc")
    assert found("营盘镇饮水") == found("營盤鎮飲水") == ["5"]


def test_a_place_finds_only_what_lies_below_it():
    assert found("路灯", path="/611000/611024/") == ["1"]
    assert found("路灯", path="/611000/611025/") == []


def test_a_kind_finds_only_its_own():
    assert search.find(kind="activity", phrases=search_phrases("路灯")) == []


def test_put_again_replaces_and_drop_removes():
    search.put(kind="concern", thing_id="1", path=PATH, tokens=search_tokens("水泵坏了"))
    assert found("路灯") == []
    assert found("水泵") == ["1"]
    search.drop(kind="concern", thing_id="1")
    search.drop(kind="concern", thing_id="1")
    assert found("水泵") == []


def test_most_bounds_the_answer_newest_first():
    for n in range(10, 20):
        search.put(kind="concern", thing_id=str(n), path=PATH, tokens=search_tokens("水泵"))
    assert found("水泵", most=3) == ["19", "18", "17"]


def test_a_search_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        found("漫川关镇 路灯")


@pytest.mark.sqlite
def test_the_index_is_used_and_holds_nothing_of_what_was_dropped():
    SearchRow.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO base_searchfts(base_searchfts, rank) VALUES ('integrity-check', 1)")
        cursor.execute("SELECT group_concat(hex(block)) FROM base_searchfts_data")
        words = (("t" + "路灯".encode().hex()).encode().hex()).upper()
        assert words not in cursor.fetchone()[0]
