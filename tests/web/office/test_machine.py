"""Jobs that gave up, and the ledger checked from its page."""

import pytest
from django.db import connection

from lianxinqiao.base import clock, jobs
from lianxinqiao.base.models import Job
from lianxinqiao.ledger.models import Check, Line
from tests.web.office.conftest import told

pytestmark = pytest.mark.django_db(databases=["default", "traces"])


def failed(name="concerns.tell", **more):
    now = clock.real_now()
    return Job.objects.create(
        name=name,
        state="failed",
        tries=6,
        fault="ValueError concerns/jobs.py:20",
        run_after=now,
        made_at=now,
        done_at=now,
        **more,
    )


def test_a_failed_job_is_shown_and_tried_again(city, browser):
    job, client = failed(payload={"concern": "山阳2306-0417"}), browser("administrator")
    page = told(client.get("/office/jobs/"))
    assert "通知下一步该办的人" in page
    assert "ValueError concerns/jobs.py:20" in page
    assert "山阳2306-0417" not in page
    answer = client.post(f"/office/jobs/{job.pk}/retry/")
    assert answer.status_code == 303
    assert "重新排上队" in told(client.get("/office/jobs/"))
    job.refresh_from_db()
    assert (job.state, job.tries) == ("waiting", 0)
    assert "不必重做" in told(client.post(f"/office/jobs/{job.pk}/retry/", follow=True))
    assert "没有失败的任务" in told(client.get("/office/jobs/"))


def test_the_ledger_is_checked_by_a_job(city, matter, browser):
    client = browser("auditor")
    page = told(client.get("/office/ledger/"))
    assert "还没有核对过" in page
    assert f'<b class="num">{Line.objects.count()}</b><span>行' in page
    for _press in range(2):
        assert client.post("/office/ledger/verify/").status_code == 303
    assert Job.objects.filter(name="ledger.verify").count() == 1
    assert "正在核对" in told(client.get("/office/ledger/"))
    assert not Check.objects.exists()
    while jobs.work_one():
        pass
    page = told(client.get("/office/ledger/"))
    assert "每一行都与写入时一样" in page
    assert "正在核对" not in page


def test_an_edited_row_is_named_without_its_words(city, matter, browser):
    line = Line.objects.filter(thing_id=matter.number).first()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_line SET quantity = 7 WHERE id = %s", [line.pk])
    client = browser("administrator")
    client.post("/office/ledger/verify/")
    while jobs.work_one():
        pass
    page = told(client.get("/office/ledger/"))
    assert "有不符" in page
    assert f"ledger_line #{line.pk}：被改过" in page
    assert matter.number not in page


def test_the_figures_of_a_county_are_its_own(city, matter, foreign, browser):
    page = told(browser("county_staff").get("/office/figures/solved/?period=to_date"))
    assert '<p class="huge num">1</p>' in page
    assert matter.number in page
    other = told(browser("other_county_staff").get("/office/figures/solved/?period=to_date"))
    assert '<p class="huge num">0</p>' in other
    assert matter.number not in other
    assert "报道只说了全市的数" in told(browser("county_staff").get("/office/figures/"))
    assert "190多" in told(browser("city_staff").get("/office/figures/"))


def test_a_line_opens_its_matter_only_for_who_may_know_of_it(city, matter, browser):
    for role, known in (("city_staff", True), ("leader", True), ("auditor", False), ("signer", False)):
        page = told(browser(role).get("/office/figures/solved/?period=to_date"))
        assert (matter.number in page) is known, role
        assert ("群众的一件事" in page) is not known, role
    assert browser("city_staff").get("/office/figures/none/").status_code == 404
