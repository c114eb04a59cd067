"""A workbook through the office: look first, all or nothing, confirmed once, kept sealed meanwhile."""

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from lianxinqiao.base import sheets
from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation.models import Member
from lianxinqiao.studios.models import Studio
from lianxinqiao.upkeep.imports import MEMBER_COLUMNS, STUDIO_COLUMNS
from tests.web.office.conftest import hidden, told

pytestmark = pytest.mark.django_db(databases=["default", "traces"])
ROW = {
    "number": "X0001",
    "name": "赵某某",
    "level": "县级",
    "office": "山阳县",
    "sector": "农业界",
    "since": "2021-06-24",
}
STUDIO = {"code": "S200", "name": "新立委员工作室", "type": "个人型", "office": "山阳县"}


def workbook(*rows, columns=MEMBER_COLUMNS):
    return SimpleUploadedFile("名册.xlsx", sheets.write(title="名册", columns=columns, rows=rows))


def upload(client, *rows, what="members", columns=MEMBER_COLUMNS):
    return client.post(f"/office/import/{what}/", {"step": "check", "file": workbook(*rows, columns=columns)})


def confirming(looked):
    """What the form of the second step sends."""
    return hidden(looked) | {"step": "confirm"}


def counts():
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in {"organisation", "studios", "ledger", "base"} and model.__name__ != "Visit"
    }


def test_look_first_then_confirm_once(city, browser, settings):
    client, before = browser("county_staff"), counts()
    looked = upload(client, ROW)
    assert looked.status_code == 200
    assert "共 1 行，会改动 1 行" in told(looked)
    assert "A 列" in told(looked)
    assert counts() == before
    kept = [file for file in settings.FILES.rglob("*") if file.is_file()]
    assert len(kept) == 1
    assert b"xl/" not in kept[0].read_bytes()
    sent = confirming(looked)
    done = client.post("/office/import/members/", sent)
    assert done.status_code == 303
    assert "1 行有变动" in told(client.get(done.headers["Location"]))
    assert Member.objects.filter(number="X0001").count() == 1
    lines = Line.objects.count()
    again = client.post("/office/import/members/", sent, follow=True)
    assert "没有再导一次" in told(again)
    assert Line.objects.count() == lines
    assert not [file for file in settings.FILES.rglob("*") if file.is_file()]


def test_two_confirms_of_one_look_do_it_once(city, browser, monkeypatch):
    """The second comes while the draft still lies there: the key in the same transaction decides."""
    from lianxinqiao.base import drafts

    client = browser("county_staff")
    sent = confirming(upload(client, ROW))
    monkeypatch.setattr(drafts, "drop", lambda once: None)
    client.post("/office/import/members/", sent)
    lines = Line.objects.count()
    assert "没有再导一次" in told(client.post("/office/import/members/", sent, follow=True))
    assert Line.objects.count() == lines


def test_faults_by_cell_and_nothing_saved(city, browser):
    client, before = browser("county_staff"), counts()
    answer = upload(client, ROW, {**ROW, "number": "X0002", "sector": "没有这个界", "since": "昨天"})
    assert answer.status_code == 422
    page = told(answer)
    assert "2 处不对，什么都没有保存" in page
    for word in ("E3", "没有这个界", "农业界", "K3", "昨天", "2021-06-24"):
        assert word in page
    assert "confirm" not in page
    assert counts() == before


def test_studios_and_what_is_there_already(city, browser):
    client = browser("county_staff")
    sent = confirming(upload(client, STUDIO, what="studios", columns=STUDIO_COLUMNS))
    client.post("/office/import/studios/", sent)
    assert Studio.objects.filter(code="S200", place__office_code="611024").exists()
    again = upload(client, STUDIO, what="studios", columns=STUDIO_COLUMNS)
    assert "没有要改的" in told(again)
    assert "once" not in hidden(again)


def test_a_county_enters_nothing_for_another(city, browser):
    answer = upload(browser("county_staff"), {**STUDIO, "office": "镇安县"}, what="studios", columns=STUDIO_COLUMNS)
    assert answer.status_code == 422
    assert "没有这项权限" in told(answer)
    assert not Studio.objects.filter(code="S200").exists()


def test_a_look_belongs_to_who_looked(city, browser):
    sent = confirming(upload(browser("county_staff"), ROW))
    other = browser("city_staff")
    assert "再传一次" in told(other.post("/office/import/members/", sent, follow=True))
    assert "再传一次" in told(browser("county_staff").post("/office/import/studios/", sent, follow=True))
    assert not Member.objects.filter(number="X0001").exists()


@pytest.mark.parametrize("sent", [{}, {"step": "check"}, {"file": SimpleUploadedFile("x.xlsx", b"nonsense")}])
def test_what_is_no_workbook_is_said(city, browser, sent):
    answer = browser("city_staff").post("/office/import/members/", sent)
    assert answer.status_code == 422
    assert "请选一个表格文件" in told(answer) or "不是能读的 Excel" in told(answer)


def test_a_lost_draft_is_said(city, browser):
    answer = browser("city_staff").post("/office/import/members/", {"step": "confirm", "once": "x" * 22}, follow=True)
    assert "请再传一次" in told(answer)


def test_templates(city, browser):
    client = browser("city_staff")
    for what in ("studios", "members", "bodies"):
        answer = client.get(f"/office/import/{what}/template/")
        assert answer.content[:2] == b"PK"
        assert f'filename="{what}.xlsx"' in answer.headers["Content-Disposition"]
    assert client.get("/office/import/region/").status_code == 404
    assert client.get("/office/import/region/template/").status_code == 404
