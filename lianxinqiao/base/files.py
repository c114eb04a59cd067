"""Sealed files on disk under settings.FILES: random names, two levels of folders, readable by the server alone.

What comes in is already encrypted (vault.seal), so a copy of the folder tells nothing. A name is 128
random bits in hex; nothing a person typed ever becomes part of a path (reliability F5).
"""

import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.errors import Refused

NAME = re.compile(r"[0-9a-f]{32}")


class Gone(Refused):
    """No file of this name is kept here (any more)."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("这个文件已经不在了。"))


def _path(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise Gone
    return Path(settings.FILES) / name[:2] / name[2:4] / name


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make(folder: Path) -> None:
    """Make the two levels of folders, each synced into its parent so that a power cut cannot lose them."""
    for level in (folder.parent.parent, folder.parent, folder):
        if not level.is_dir():
            level.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync(level.parent)


def store(sealed: bytes) -> str:
    """Write sealed bytes to disk (fsynced, mode 0600) and return the random name.

    Call it before the transaction that keeps the name; a file whose name was never kept is found by `names`.
    """
    name = secrets.token_hex(16)
    put_back(name, sealed)
    return name


def put_back(name: str, sealed: bytes) -> None:
    """Write the sealed bytes of a name that was kept elsewhere, as `store` does. Raises FileExistsError."""
    path = _path(name)
    _make(path.parent)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    _sync(path.parent)


def load(name: str) -> bytes:
    """The sealed bytes of `name`. Raises Gone for a name that is not kept here."""
    path = _path(name)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as missing:
        raise Gone from missing
    with os.fdopen(handle, "rb") as file:
        return file.read()


def discard(name: str) -> None:
    """Remove the file; removing twice is no fault."""
    _path(name).unlink(missing_ok=True)


def names() -> Iterator[str]:
    """Every name on disk, for the doctor who compares them with the names that rows keep."""
    yield from (p.name for p in Path(settings.FILES).glob("??/??/*") if NAME.fullmatch(p.name))
