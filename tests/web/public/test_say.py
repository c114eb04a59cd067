"""A resident says a matter: every step, without scripts, and every way it can go wrong."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lianxinqiao.base import receipts
from lianxinqiao.concerns import queries
from lianxinqiao.concerns.models import Concern, Original, Photo
from lianxinqiao.ledger.models import Line
from tests.web.public.conftest import hidden, picture, token_in, told

pytestmark = pytest.mark.django_db(databases=["default", "traces"])


def test_the_whole_walk_from_the_home_page(city, resident):
    web = resident.client
    assert 'name="text"' in told(web.get("/"))
    form = web.post("/say/", {"step": "start", "text": "桥断了，要绕路。"})
    assert "桥断了，要绕路。" in told(form)
    where = web.post("/say/", hidden(form) | {"text": "桥断了，要绕路。"})
    assert "在哪里的事" in told(where)
    assert "山阳县" in told(where)
    towns = web.post("/say/", hidden(where) | {"pick": "611024"})
    assert "城关镇" in told(towns)
    villages = web.post("/say/", hidden(towns) | {"pick": "611024100"})
    assert "下河村" in told(villages)
    check = web.post("/say/", hidden(villages) | {"place": "611024100201"})
    assert "看一遍再送" in told(check)
    assert Concern.objects.count() == 0
    sent = resident.send(check)
    assert sent.status_code == 303
    concern = Concern.objects.get()
    assert (concern.channel, concern.place, concern.studio) == ("web", city.village, city.studio)
    page = told(web.get(sent.headers["Location"]))
    assert concern.number in page
    assert "收到了" in page
    assert "<svg" in page
    assert Line.objects.filter(verb="concerns.receive").count() == 1


def test_without_contact(city, resident):
    concern = queries.by_token(resident.said(city))
    original = Original.objects.get(pk=concern.pk)
    assert (original.unseal("phone"), original.unseal("name"), original.wants_call) == ("", "", False)


def test_contact_is_sealed_and_not_passed_on(city, resident):
    token = resident.said(city, text="我是王大姐，电话13800001111，桥断了", phone="138 0000-1111", name="王大姐")
    concern = queries.by_token(token)
    assert concern.passed_on == ""
    assert queries.passable(concern) == "我是【称呼】，电话【电话】，桥断了"
    assert Original.objects.get(pk=concern.pk).unseal("phone") == "13800001111"


def test_a_draft_in_the_browser_keeps_words_and_no_contact(city, resident):
    """A village's one computer: who comes next must not find a number in the form."""
    page = resident.client.get("/say/").content.decode()
    kept = re.findall(r'<(?:input|textarea)[^>]*name="([a-z_]+)"[^>]*data-keep', page)
    assert kept == ["text"]
    assert page.count("data-keep") == 1


def test_scanning_presets_studio_and_villages(city, resident):
    page = resident.client.get("/s/s071/")
    assert city.studio.name in told(page)
    assert f'value="{city.village.code}"' in told(page)
    assert "说不清是哪个村，就在城关镇" in told(page)
    check = resident.client.post("/say/", hidden(page) | {"text": "桥断了", "place": city.village.code})
    assert "提交给城关委员工作室" in told(check)
    resident.send(check)
    concern = Concern.objects.get()
    assert (concern.channel, concern.studio) == ("qr", city.studio)


def test_a_scanned_form_wants_a_place_from_its_rows(city, resident):
    page = resident.client.get("/s/S071/")
    answer = resident.client.post("/say/", hidden(page) | {"text": "桥断了"})
    assert answer.status_code == 422
    assert "请选是在哪里的事" in told(answer)
    wrong = resident.client.post("/say/", hidden(page) | {"text": "桥断了", "place": "999"})
    assert wrong.status_code == 422
    assert "没有这个地方" in told(wrong)


def test_a_place_that_does_not_exist_is_asked_again(city, resident):
    answer = resident.check(city, place="999999999999")
    assert "在哪里的事" in told(answer)
    assert "村口的桥栏杆断了" in hidden(answer)["text"]


def test_studios_are_not_places_for_a_matter(city, resident):
    assert "在哪里的事" in told(resident.check(city, place="S071"))


def test_nothing_written_is_refused_with_a_way_out(city, resident):
    answer = resident.check(city, text="  ")
    assert answer.status_code == 422
    assert "请写几句是什么事" in told(answer)
    assert 'href="#id_text"' in told(answer)


def test_too_long_a_text_is_refused_and_kept(city, resident):
    answer = resident.check(city, text="桥" * 2001)
    assert answer.status_code == 422
    assert "最多写 2000 字" in told(answer)
    assert "桥" * 2001 in told(answer)


def test_a_call_needs_a_number_and_nothing_else(city, resident):
    once = hidden(resident.client.get("/s/S071/"))
    bare = resident.client.post("/say/", once | {"wants_call": "on"})
    assert "请留一个电话号码" in told(bare)
    check = resident.client.post("/say/", once | {"wants_call": "on", "phone": "13800001111"})
    assert "看一遍再送" in told(check)
    resident.send(check)
    assert Original.objects.get().wants_call


def test_the_call_page(city, resident):
    page = resident.client.get("/call/")
    wrong = resident.client.post("/call/", hidden(page) | {"phone": "abc"})
    assert wrong.status_code == 422
    sent = resident.client.post("/call/", hidden(page) | {"phone": "0914-2312345", "place": "611024"})
    assert sent.status_code == 303
    concern = Concern.objects.get()
    assert concern.studio == city.studio
    assert concern.original.wants_call


def test_a_call_where_no_studio_takes_it_is_refused_in_words(city, resident):
    answer = resident.client.post("/call/", {"phone": "13800001111"})
    assert answer.status_code == 422
    assert "还没有接件的工作室" in told(answer)


def test_double_send_makes_one_concern(city, resident):
    check = resident.check(city, photos=SimpleUploadedFile("a.jpg", picture()))
    one, two = resident.send(check), resident.send(check)
    assert Concern.objects.count() == 1
    assert Photo.objects.count() == 1
    assert token_in(one) == token_in(two)
    assert resident.client.get(two.headers["Location"]).status_code == 200


def test_sending_again_with_other_words_says_so(city, resident):
    check = resident.check(city)
    resident.send(check)
    again = resident.send(check, text="改过的话")
    assert Concern.objects.count() == 1
    assert "先前已经送出" in told(resident.client.get(again.headers["Location"]))


def test_back_and_edit_keeps_everything(city, resident):
    check = resident.check(city, name="王大姐", photos=SimpleUploadedFile("a.jpg", picture()))
    edit = resident.client.post("/say/", hidden(check) | {"step": "edit"})
    assert "村口的桥栏杆断了。" in told(edit)
    assert 'value="王大姐"' in told(edit)
    assert "已经选好的第 1 张照片" in told(edit)
    again = resident.client.post(
        "/say/", hidden(edit) | {"text": "桥栏杆断了四米。", "name": "王大姐", "place": city.village.code}
    )
    assert "桥栏杆断了四米。" in told(again)
    token = token_in(resident.send(again))
    assert queries.by_token(token).photos.count() == 1


def test_photos_can_be_dropped(city, resident):
    check = resident.check(city, photos=SimpleUploadedFile("a.jpg", picture()))
    again = resident.client.post("/say/", hidden(check) | {"step": "check", "drop_photos": "on"})
    assert "<img" not in told(again)
    resident.send(again)
    assert Photo.objects.count() == 0


def test_a_photo_is_cleaned_sealed_and_only_for_the_receipt(city, resident, own_files):
    data = picture(exif=True)
    assert b"SECRET-PLACE" in data
    token = resident.said(city, photos=SimpleUploadedFile("a.jpg", data))
    assert not list((own_files / "drafts").iterdir())
    kept = [f.read_bytes() for f in own_files.rglob("*") if f.is_file()]
    assert kept
    assert not any(b"SECRET-PLACE" in one or one.startswith(b"\xff\xd8") for one in kept)
    photo = Photo.objects.get()
    answer = resident.client.get(f"/r/{token}/photos/{photo.pk}/")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"\xff\xd8")
    other = resident.said(city, text="另一件事")
    assert resident.client.get(f"/r/{other}/photos/{photo.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 nothing", "只收 JPEG、PNG、WebP"),
        (b"\xff\xd8\xff" + b"\0" * 11_000_000, "超过 10 MB"),
        (picture()[:2000], "打不开"),
    ],
)
def test_a_bad_photo_is_refused_in_words(city, resident, data, words):
    answer = resident.check(city, photos=SimpleUploadedFile("a.jpg", data))
    assert answer.status_code == 422
    assert "第 1 张照片" in told(answer)
    assert words in told(answer)
    assert "村口的桥栏杆断了" in told(answer)


def test_too_many_photos(city, resident):
    answer = resident.check(city, photos=[SimpleUploadedFile(f"{n}.jpg", picture(40, 40)) for n in range(4)])
    assert answer.status_code == 422
    assert "最多 3 张" in told(answer)


@pytest.mark.parametrize(
    "bad", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 77773*77783 }}", "'--"]
)
def test_what_is_written_is_shown_and_never_run(city, resident, bad):
    check = resident.check(city, text=bad, name=bad[:50], address=bad)
    assert bad in told(check)
    for page in (check, resident.client.get(f"/r/{token_in(resident.send(check))}/")):
        raw = page.content.decode()
        assert "<script>alert" not in raw
        assert "<img src=x" not in raw
        assert str(77773 * 77783) not in raw  # ten digits: no token and no number of the page holds them by chance


def test_a_browser_may_send_ten_an_hour_to_one_studio_and_the_village_goes_on(city, resident):
    for n in range(10):
        resident.said(city, text=f"第{n}件")
    stopped = resident.send(resident.check(city, text="第11件"))
    assert stopped.status_code == 429
    assert "急事不用等" in told(stopped)
    assert "第11件" in hidden(stopped)["text"]
    neighbour = type(resident)()
    neighbour.said(city, text="邻居的事")
    assert Concern.objects.count() == 11


def test_a_number_may_be_given_six_times_a_day(city, resident):
    for n in range(6):
        type(resident)().said(city, text=f"第{n}件", phone="13800001111")
    other = type(resident)()
    assert other.send(other.check(city, phone="13800001111")).status_code == 429


def test_no_concern_without_the_token_of_the_form(city):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/say/", {"step": "send", "text": "桥", "place": city.village.code})
    assert answer.status_code == 403
    assert "什么也没有送出" in told(answer)
    assert Concern.objects.count() == 0


def test_a_forged_once_key_is_replaced(city, resident):
    check = resident.check(city, once="../../etc")
    assert re.fullmatch(r"[\w-]{22}", hidden(check)["once"])
    resident.send(check)
    assert receipts.token_hash(receipts.token_of(hidden(check)["once"])) == Concern.objects.get().receipt.token_hash


def test_a_studio_that_takes_nothing_sends_the_reader_on(city, resident):
    type(city.studio).objects.filter(pk=city.studio.pk).update(takes_concerns=False)
    assert resident.client.get("/s/S071/").headers["Location"] == "/say/"
    assert resident.client.get("/s/NONE/").status_code == 404


def test_queries_of_the_form_do_not_grow_with_villages(city, resident, django_assert_max_num_queries):
    from lianxinqiao.organisation.models import Place

    town = city.village.parent
    for n in range(30):
        code = f"6110241003{n:02}"
        Place.objects.create(
            code=code, name=f"村{n}", kind="village", parent=town, path=f"{town.path}{code}/", office_code="611024"
        )
    with django_assert_max_num_queries(4):
        resident.client.get("/s/S071/")


@pytest.mark.parametrize("before", [0, 5])
def test_queries_of_sending_are_few_and_do_not_grow(
    city, resident, before, django_assert_num_queries, django_assert_max_num_queries
):
    for n in range(before):
        resident.said(city, text=f"第{n}件")
    form = hidden(resident.client.get("/s/S071/")) | {"text": "桥断了", "place": city.village.code}
    last = hidden(resident.client.post("/say/", form)) | {"step": "send"}
    with django_assert_max_num_queries(14), django_assert_num_queries(2, using="traces"):  # SAVEPOINT and RELEASE too
        assert resident.client.post("/say/", last).status_code == 303


def test_a_message_is_asked_for_where_there_is_a_way(city, resident, settings):
    told_to = {"phone": "13800001111", "wants_message": "on"}
    check = resident.check(city, **told_to)
    assert "有了答复就发" in told(check)
    token = token_in(resident.send(check))
    assert Original.objects.get().wants_message
    assert "有了答复，会发短信到您留的手机" in told(resident.client.get(f"/r/{token}/"))
    assert resident.check(city, wants_message="on").status_code == 422
    assert resident.check(city, wants_message="on", phone="09142312345").status_code == 422
    settings.DEMO = False
    assert "wants_message" not in told(resident.client.get("/say/"))
    assert resident.check(city, wants_message="on").status_code == 200
