"""A photo as it may be kept: decoded within bounds, upright, re-encoded, without anything it knew about its maker.

The size in pixels is read from the header by ourselves, before any decoder runs (reliability F2):
a PNG of 21 KB can unfold to 169 million pixels. What is kept is a fresh JPEG without EXIF, ICC,
XMP or comments (F3); the original is never written anywhere.
"""

import contextlib
import struct
import threading
import warnings
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.errors import Refused

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000  # pixels
MAX_SCANS = 100  # of a progressive JPEG; each costs a pass over all pixels, cameras write about 10
LONG_SIDE = 2000  # pixels of the kept photo
QUALITY = 82

_AT_ONCE = threading.BoundedSemaphore(2)  # decoders at a time: bounds memory, about 300 MB each at worst
_HEIC = {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis", b"avif"}
_SOF = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_ALONE = {0x01, *range(0xD0, 0xD8)}  # JPEG markers without a length
_TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}  # EXIF orientation -> PIL.Image.Transpose


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A JPEG that may be sealed and stored; width and height in pixels."""

    jpeg: bytes
    width: int
    height: int


class _Broken(Exception):
    """The header makes no sense."""


def _png_size(data: bytes) -> tuple[int, int]:
    if data[12:16] != b"IHDR":
        raise _Broken
    return struct.unpack(">II", data[16:24])


def _webp_size(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise _Broken


def _jpeg_size(data: bytes) -> tuple[int, int]:
    if data.count(b"\xff\xda") > MAX_SCANS:
        raise _Broken
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            raise _Broken
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _ALONE:
            at += 2
        elif marker in _SOF:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise _Broken


def _kind(data: bytes) -> str:
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise Refused(_("这是 HEIC 格式的照片，暂时收不了。请在手机“设置—相机—格式”里选“兼容性最佳”，再拍一张。"))
    raise Refused(_("只收 JPEG、PNG、WebP 格式的照片。"))


_SIZES = {"JPEG": _jpeg_size, "PNG": _png_size, "WEBP": _webp_size}


def _unreadable() -> Refused:
    return Refused(_("这张照片打不开，可能没有传完或已损坏。请重新拍一张或换一张。"))


def _check_size(data: bytes, kind: str) -> None:
    try:
        width, height = _SIZES[kind](data)
    except (_Broken, struct.error, IndexError) as broken:
        raise _unreadable() from broken
    if not width or not height:
        raise _unreadable()
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise Refused(
            _("照片太大：宽 %(width)d、高 %(height)d 像素。最多 4000 万像素、每边 12000，请缩小后再传。")
            % {"width": width, "height": height}
        )


@lru_cache(maxsize=1)
def _pil() -> Any:
    """Pillow, imported on the first photo, with its own bomb check as a second belt."""
    from PIL import Image  # noqa: PLC0415 -- keeps django.setup() light

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
    return Image


def _turned(image: "Image") -> "Image":
    """The picture as it was seen; a broken EXIF block only costs the turn."""
    turn = None
    with contextlib.suppress(Exception, Warning):
        turn = _TURNS.get(int(image.getexif().get(0x0112, 1)))
    if turn is None:
        return image
    turned: Image = image.transpose(_pil().Transpose(turn))
    return turned


def _on_white(image: "Image") -> "Image":
    """A fresh RGB picture that carries no `info`: nothing of the source's metadata can follow."""
    fresh: Image = _pil().new("RGB", image.size, "white")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        fresh.paste(seen, mask=seen.getchannel("A"))
    else:
        fresh.paste(image.convert("RGB"))
    return fresh


def _recoded(data: bytes, kind: str) -> CleanPhoto:
    with _pil().open(BytesIO(data), formats=[kind]) as image:
        image.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a JPEG is decoded at a fraction of its size
        if image.mode not in {"L", "RGB", "RGBA", "CMYK"}:
            image.load()
            image = image.convert("RGBA" if "transparency" in image.info or image.mode in {"LA", "PA"} else "RGB")
        image.thumbnail((LONG_SIDE, LONG_SIDE))
        kept = _on_white(_turned(image))
    file = BytesIO()
    kept.save(file, format="JPEG", quality=QUALITY)
    return CleanPhoto(jpeg=file.getvalue(), width=kept.width, height=kept.height)


def clean(data: bytes) -> CleanPhoto:
    """Decode a JPEG, PNG or WebP and encode it anew as JPEG, at most 2000 pixels a side, without metadata.

    Raises Refused, with a sentence for the sender, on anything else, anything too large and anything broken.
    """
    if len(data) > MAX_BYTES:
        raise Refused(_("照片超过 10 MB。请换一张小一些的，或在相册里压缩后再传。"))
    kind = _kind(data)
    _check_size(data, kind)
    with _AT_ONCE:
        try:
            return _recoded(data, kind)
        except Exception as broken:
            raise _unreadable() from broken
