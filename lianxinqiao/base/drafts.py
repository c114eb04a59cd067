"""Photos between writing and sending, workbooks between looking and confirming: sealed under the form's own key.

They are gone after a day. Nobody can open them but the browser that holds the form's `once` key, for it
never rests here: the folder's name and the cipher key are both derived from it. They lie apart from
`base.files`, whose every file belongs to a row.
"""

import shutil
import struct
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

from django.conf import settings

from lianxinqiao.base import vault
from lianxinqiao.base.photos import CleanPhoto

KEEP_SECONDS = 24 * 3600
THUMB = 320  # pixels of the longer side
HEAD = struct.Struct(">II")


def _root() -> Path:
    return Path(settings.FILES) / "drafts"


def _folder(once: str) -> Path:
    return _root() / vault.mac("draft.folder", once.encode()).hex()[:32]


def _key(once: str) -> bytes:
    return vault.mac("draft.key", once.encode())


def keep(once: str, photos: Sequence[CleanPhoto]) -> None:
    """Keep these photos for the form with this key, in place of any kept before."""
    drop(once)
    folder = _folder(once)
    folder.mkdir(parents=True, mode=0o700)
    for at, photo in enumerate(photos):
        sealed = vault.seal_under(_key(once), HEAD.pack(photo.width, photo.height) + photo.jpeg, f"draft.{at}")
        (folder / str(at)).write_bytes(sealed)


def load(once: str, *, at: datetime) -> list[CleanPhoto]:
    """The photos kept for this form; empty when there are none, or when their day is over at `at` (machine time)."""
    folder = _folder(once)
    try:
        files = sorted(folder.iterdir(), key=lambda f: int(f.name))
        fresh = at.timestamp() - folder.stat().st_mtime < KEEP_SECONDS
        sealed = [f.read_bytes() for f in files] if fresh else []
    except FileNotFoundError:
        return []
    plain = [vault.open_under(_key(once), one, f"draft.{at}") for at, one in enumerate(sealed)]
    return [CleanPhoto(one[HEAD.size :], *HEAD.unpack_from(one)) for one in plain]


def keep_file(once: str, data: bytes) -> None:
    """Keep one file for the form with this key, in place of any kept before."""
    drop(once)
    folder = _folder(once)
    folder.mkdir(parents=True, mode=0o700)
    (folder / "0").write_bytes(vault.seal_under(_key(once), data, "draft.file"))


def load_file(once: str, *, at: datetime) -> bytes | None:
    """The file kept for this form; None when there is none, or when its day is over at `at` (machine time)."""
    folder = _folder(once)
    try:
        fresh = at.timestamp() - folder.stat().st_mtime < KEEP_SECONDS
        return vault.open_under(_key(once), (folder / "0").read_bytes(), "draft.file") if fresh else None
    except FileNotFoundError:
        return None


def drop(once: str) -> None:
    """Forget what was kept for this form."""
    shutil.rmtree(_folder(once), ignore_errors=True)


def sweep(at: datetime) -> int:
    """Remove what is older than a day at `at` (machine time); returns how many forms' things went."""
    if not _root().is_dir():
        return 0
    old = [f for f in _root().iterdir() if at.timestamp() - f.stat().st_mtime >= KEEP_SECONDS]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def thumb(photo: CleanPhoto) -> str:
    """A small picture as a data: address, so that looking at one's own draft leaves no address in any log."""
    from PIL import Image  # noqa: PLC0415 -- keeps django.setup() light

    with Image.open(BytesIO(photo.jpeg), formats=["JPEG"]) as image:
        image.draft("RGB", (THUMB, THUMB))
        image.thumbnail((THUMB, THUMB))
        file = BytesIO()
        image.save(file, format="JPEG", quality=70)
    return "data:image/jpeg;base64," + b64encode(file.getvalue()).decode()
