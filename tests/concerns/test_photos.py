from io import BytesIO

import pytest
from PIL import Image

from lianxinqiao.base import files, photos
from lianxinqiao.base.errors import NotYours
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.models import Photo
from tests.concerns.conftest import AT, City, later


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 48), "red").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def photo(city: City) -> Photo:
    city.concern("accepted", photos=[photos.clean(picture())])
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
