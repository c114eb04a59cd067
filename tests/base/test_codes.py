"""QR codes: inline without style or script, and a PNG for saving."""

import re
from io import BytesIO

import segno
from PIL import Image

from lianxinqiao.base import codes

ADDRESS = "https://lxq.example.cn/r/AbCdEfGhIjKlMnOpQrStUv/"


def test_svg_is_inline_without_style_script_or_size():
    svg = codes.qr_svg(ADDRESS, title='扫码"看"进度<')
    assert svg.startswith("<svg")
    assert not re.search(r"style=|<script|<style| width=| height=", svg.split(">")[0] + svg)
    assert "viewBox" in svg
    assert '<title>扫码"看"进度&lt;</title>' in svg


def test_png_is_large_enough_to_print_and_has_its_quiet_zone():
    image = Image.open(BytesIO(codes.qr_png(ADDRESS))).convert("L")
    assert image.width == image.height >= 330
    assert image.crop((0, 0, image.width, 40)).getextrema() == (255, 255)


def test_the_same_text_gives_the_same_code():
    assert codes.qr_svg(ADDRESS) == codes.qr_svg(ADDRESS) != codes.qr_svg(ADDRESS + "x")


def modules(text: str) -> list[list[bool]]:
    """The dark modules of a code drawn in half blocks, without the white around it."""
    halves = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
    rows = [
        [bool(halves[mark][half]) for mark in line[codes.QUIET : -codes.QUIET]]
        for line in text.splitlines()
        for half in (0, 1)
    ]
    width = len(rows[0])
    return rows[codes.QUIET : codes.QUIET + width]


def test_the_code_of_a_terminal_is_the_code_itself():
    drawn = modules(codes.qr_text("http://192.168.3.7:8000/"))
    asked = segno.make("http://192.168.3.7:8000/", error="m", micro=False).matrix
    assert drawn == [[bool(dark) for dark in row] for row in asked]
