"""QR codes: inline without style or script, and a PNG for saving."""

import re
from io import BytesIO

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
