"""The page beside the city: what was computed, in words; while it is computed, that; outside the demo, nothing."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from html import unescape

import pytest
from django.test import Client

from lianxinqiao.base.clock import ZONE
from lianxinqiao.upkeep.article import report, table
from lianxinqiao.upkeep.article.proofs import UNKNOWN
from lianxinqiao.upkeep.article.states import Gap, Standing, State
from tests.house import tree

pytestmark = pytest.mark.django_db(databases=["default", "traces"])
ROWS = table.read(tree.ROOT)
AT = datetime(2026, 1, 2, 3, 4, tzinfo=ZONE)


@pytest.fixture
def home(settings, tmp_path):
    settings.DEMO, settings.DEMO_NOW, settings.HOME = True, "2023-06-05T09:00:00+08:00", tmp_path
    return tmp_path


def standings():
    """Row 39 works, row 1 partly with a reason, row 18 for a role; nothing else."""
    told = {row.row: Standing(row, State.NOT_BUILT) for row in ROWS}
    told[39] = replace(told[39], state=State.WORKS, page="/say/", records=3187)
    told[1] = replace(told[1], state=State.PARTLY, page="/studios/", records=92, gaps=(Gap(UNKNOWN, "a.py::test_b"),))
    told[18] = replace(told[18], state=State.PARTLY, page="/office/", records=1)
    return list(told.values())


def page(query="", **cookies):
    client = Client()
    client.cookies.load(cookies)
    answer = client.get(f"/article/{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def shown(told):
    """Row numbers on the page; figures have none."""
    return [int(n) for n in re.findall(r'<span class="hint num">(\d+)</span> ', told)]


def test_outside_the_demo_there_is_no_such_page(settings):
    settings.DEMO = False
    assert Client().get("/article/").status_code == 404


def test_before_anything_was_computed_it_says_so(home):
    told = page()
    assert shown(told) == list(range(1, 49))
    assert told.count("还没有核对</span>") == len(ROWS)
    assert "lxq article --keep" in told


def test_what_was_computed_is_shown_in_the_articles_order(home):
    report.keep(home, stamp="x", at=AT, standings=standings())
    told = page()
    assert shown(told) == list(range(1, 49))
    assert [told.index(words) for words in ("目标和原则", "组织和督查", "五题", "履职方式", "数字</h2>")] == sorted(
        told.index(words) for words in ("目标和原则", "组织和督查", "五题", "履职方式", "数字</h2>")
    )
    assert re.findall(r'<b class="num">(\d+)</b>', told) == ["1", "2", "56"]
    assert "3,187" in told
    assert '<a href="/say/">打开' in told
    assert str(ROWS[1].lacks[0]) in told
    assert "测试还没有跑：a.py::test_b" in told


def test_a_page_behind_a_door_opens_by_one_press(home):
    report.keep(home, stamp="x", at=AT, standings=standings())
    told = page()
    assert 'action="/enter/committee_lead/"' in told
    assert '<input type="hidden" name="next" value="/office/">' in told


def test_the_counts_open_what_they_count(home):
    report.keep(home, stamp="x", at=AT, standings=standings())
    assert shown(page("?state=works")) == [39]
    assert shown(page("?state=partly")) == [1, 18]
    assert shown(page("?state=nonsense")) == list(range(1, 49))


def test_while_it_is_computed_it_says_how_far(home):
    report.tell(home, 7, 53)
    told = page()
    assert "测试跑了 7 项，共 53 项" in told
    assert told.count("核对中</span>") == len(ROWS)
    report.keep(home, stamp="x", at=AT, standings=standings())
    assert page().count("核对中</span>") == 1  # row 1, whose test has no outcome yet
    report.over(home)
    assert report.under_way(home) is None


def test_a_process_that_died_is_not_waited_for(home):
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        pass
    (home / report.UNDER_WAY).write_text(f'{{"pid": {child.pid}, "done": 1, "total": 2}}')
    assert report.under_way(home) is None


def test_a_report_that_cannot_be_read_is_none(home):
    for wrong in ("{", "[]", '{"stamp": 1}', '{"stamp": "x", "at": "x", "rows": []}'):
        (home / report.KEPT).write_text(wrong)
        assert report.kept(home, ROWS) is None
        assert "还没有核对过" in page()


def test_in_english_the_rows_are_english(home):
    report.keep(home, stamp="x", at=AT, standings=standings())
    told = page(tongue="en")
    assert all(str(row.mechanism.en) in told for row in ROWS)
    assert not any(row.does.zh in told for row in ROWS)


def test_without_the_sources_there_is_an_empty_page_and_no_fault(home, settings, tmp_path):
    settings.BASE_DIR = tmp_path
    assert "这里没有对照表" in page()
