from io import BytesIO

import pytest
from PIL import Image

from lianxinqiao.base import files, photos
from lianxinqiao.base.errors import NotYours
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.enums import RevealWhat
from lianxinqiao.concerns.models import Photo
from tests.concerns.conftest import AT, City, later


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 48), "red").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def photo(city: City) -> Photo:
    """One that the desk has looked at and lets out."""
    concern = city.concern(photos=[photos.clean(picture())])
    city.accept(concern, photos=list(concern.photos.all()))
    return Photo.objects.select_related("concern__studio__place").get()


def test_it_lies_sealed_on_disk_and_opens_for_studio_county_and_resident(city: City, photo: Photo):
    assert (photo.width, photo.height) == (64, 48)
    assert not files.load(photo.file).startswith(b"\xff\xd8")
    for actor in (city.clerk, city.member, city.county_staff, queries.resident_of(photo.concern)):
        assert queries.photo_bytes(actor, photo, AT).startswith(b"\xff\xd8")


def test_city_staff_give_a_reason_first_and_have_a_day(city: City, photo: Photo):
    with pytest.raises(NotYours):
        queries.photo_bytes(city.city_staff, photo, AT)
    actions.reveal(concern=photo.concern, what="photos", reason="抽查", by=city.city_staff, at=AT)
    assert queries.photo_bytes(city.city_staff, photo, AT)
    with pytest.raises(NotYours):
        queries.photo_bytes(city.city_staff, photo, later(hours=25))


@pytest.mark.parametrize(
    "role",
    ["other_clerk", "other_member", "other_county_staff", "leader", "auditor", "handler", "custodian", "administrator"],
)
def test_nobody_else_ever(city: City, photo: Photo, role: str):
    with pytest.raises(NotYours):
        queries.photo_bytes(city.actors[role], photo, AT)


def test_one_that_the_desk_keeps_in_leaves_the_room_by_no_way(city: City):
    """RL9: until the desk has looked for faces and plates, and said so, nobody outside sees it, reason or not."""
    two = [photos.clean(picture()), photos.clean(picture())]
    concern = city.concern(photos=two)
    (let_out, kept_in) = Photo.objects.select_related("concern__studio__place").order_by("pk")
    for outside in (city.county_staff, city.city_staff):
        with pytest.raises(NotYours):
            queries.photo_bytes(outside, let_out, AT)
        assert not queries.case(outside, concern, AT).photos
        assert RevealWhat.PHOTOS not in queries.case(outside, concern, AT).can_reveal
    city.accept(concern, photos=[let_out])
    assert queries.case(city.county_staff, concern, AT).photos == [let_out]
    made = actions.reveal(concern=concern, what="photos", reason="抽查", by=city.city_staff, at=AT)
    assert queries.photos_opened(made, city.city_staff) == [let_out]
    for outside in (city.county_staff, city.city_staff):
        with pytest.raises(NotYours):
            queries.photo_bytes(outside, kept_in, AT)
    for inside in (city.clerk, city.member, queries.resident_of(concern)):
        assert queries.photo_bytes(inside, kept_in, AT)
    assert len(queries.case(city.member, concern, AT).photos or []) == 2


def test_another_matters_photo_is_not_let_out_with_this_one(city: City):
    other = city.concern(photos=[photos.clean(picture())])
    city.accept(city.concern(), photos=list(other.photos.all()))
    assert not Photo.objects.get().passed_on
