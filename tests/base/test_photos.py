"""A photo is kept without anything it knew, and a bomb is refused before it unfolds."""

import contextlib
import struct
import time
import tracemalloc
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from lianxinqiao.base import photos
from lianxinqiao.base.errors import Refused

PLACE = b"Manchuanguan 33.2N 110.0E"


def file(image, kind="JPEG", **told):
    out = BytesIO()
    image.save(out, format=kind, **told)
    return out.getvalue()


def picture(width=60, height=40, mode="RGB"):
    image = Image.new(mode, (width, height))
    for x in range(width // 2):
        for y in range(height // 2):
            image.putpixel((x, y), (250, 10, 10) if mode == "RGB" else (250, 10, 10, 255))
    return image


def with_exif(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = PLACE.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (33.0, 12.0, 3.5), 3: "E", 4: (110.0, 1.0, 2.5), 27: PLACE})
    return exif


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width, height):
    rows = zlib.compressobj(9)
    line = bytes(1 + width // 8 + 1)
    body = b"".join(rows.compress(line) for _ in range(height)) + rows.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_gps_xmp_profile_and_comment_are_gone():
    dirty = file(
        picture(), exif=with_exif(), icc_profile=PLACE * 3, comment=PLACE, xmp=b"<x:xmpmeta>" + PLACE + b"</x:xmpmeta>"
    )
    before = Image.open(BytesIO(dirty))
    assert before.getexif().get_ifd(0x8825)[2] == (33.0, 12.0, 3.5), "the GPS was really planted"
    assert dirty.count(PLACE) >= 4
    clean = photos.clean(dirty)
    after = Image.open(BytesIO(clean.jpeg))
    assert not dict(after.getexif())
    assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert PLACE not in clean.jpeg
    assert b"Exif" not in clean.jpeg


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_formats_become_clean_jpeg_too(kind):
    told = {"exif": with_exif()}
    if kind == "PNG":
        told["pnginfo"] = PngImagePlugin.PngInfo()
        told["pnginfo"].add_text("Comment", PLACE.decode())
    clean = photos.clean(file(picture(), kind, **told))
    assert clean.jpeg.startswith(b"\xff\xd8\xff")
    assert (clean.width, clean.height) == (60, 40)
    assert PLACE not in clean.jpeg


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, (5, 5)), (2, (55, 5)), (3, (55, 35)), (4, (5, 35)), (5, (5, 5)), (6, (35, 5)), (7, (35, 55)), (8, (5, 55))],
)
def test_a_photo_stands_upright_as_the_camera_meant(orientation, corner):
    clean = photos.clean(file(picture(), exif=with_exif(orientation), quality=95))
    seen = Image.open(BytesIO(clean.jpeg))
    assert seen.size == ((60, 40) if orientation < 5 else (40, 60))
    red, green, _blue = seen.getpixel(corner)
    assert red > 180
    assert green < 80


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_broken_exif_block_only_costs_the_turn():
    dirty = file(picture(), exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert photos.clean(dirty).width == 60


def test_a_large_photo_is_made_small():
    clean = photos.clean(file(Image.new("RGB", (4000, 3000), "green")))
    assert (clean.width, clean.height) == (2000, 1500)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_mode_of_pixels_is_taken(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert photos.clean(file(Image.new(mode, (30, 20)), kind)).height == 20


def test_what_is_see_through_becomes_white():
    clean = photos.clean(file(Image.new("RGBA", (30, 20), (0, 0, 0, 0)), "PNG"))
    assert min(Image.open(BytesIO(clean.jpeg)).getpixel((9, 9))) > 250


def test_a_bomb_of_169_megapixels_is_refused_quickly_and_undecoded():
    bomb = png_of(13_000, 13_000)
    assert len(bomb) < 60_000
    tracemalloc.start()
    before = time.monotonic()
    with pytest.raises(Refused, match="13000"):
        photos.clean(bomb)
    assert time.monotonic() - before < 0.2
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("size", [(12_001, 10), (10, 12_001), (8_000, 5_001)])
def test_sides_and_pixels_have_bounds(size):
    with pytest.raises(Refused, match="像素"):
        photos.clean(png_of(*size))


def test_a_header_that_lies_small_still_meets_the_second_belt():
    lying = bytearray(file(picture()))
    at = lying.index(b"\xff\xc0") + 5
    lying[at : at + 4] = struct.pack(">HH", 39_000, 1_000)
    with pytest.raises(Refused):
        photos.clean(bytes(lying))


def test_a_jpeg_of_endless_scans_is_refused():
    data = file(picture(), progressive=True)
    with pytest.raises(Refused):
        photos.clean(data[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * 200 + b"\xff\xd9")


def test_more_than_ten_megabytes_are_refused():
    with pytest.raises(Refused, match="10 MB"):
        photos.clean(b"\xff\xd8\xff" + bytes(photos.MAX_BYTES))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "格式"),
        (b"GIF89a" + bytes(50), "格式"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "格式"),
        (b"II*\0" + bytes(50), "格式"),
        (b"%PDF-1.4", "格式"),
        (b"\0\0\0\x18ftypheic" + bytes(50), "HEIC"),
        (b"\xff\xd8\xff", "打不开"),
        (b"\x89PNG\r\n\x1a\n", "打不开"),
        (b"RIFF\0\0\0\0WEBPVP8X", "打不开"),
        (b"RIFF\0\0\0\0WEBPnone" + bytes(40), "打不开"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(data, words):
    with pytest.raises(Refused, match=words):
        photos.clean(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_cut_and_altered_photos_are_refused_or_taken_but_never_a_fault(kind):
    data = file(picture(120, 90), kind)
    for step in range(0, len(data), max(1, len(data) // 60)):
        for broken in (data[:step], data[:step] + b"\xff" + data[step + 1 :]):
            with contextlib.suppress(Refused):
                photos.clean(broken)
