"""Encrypted fields. Every resident record has its own key, wrapped by its office's key.

master key (var/keys/master) --HKDF(office)--> office key --AES-256-GCM wraps--> record key --AES-256-GCM seals--> field
Losing the wrapped key (erasure) makes the sealed fields unreadable for ever, also in old backups
of the fields. A blind index is an HMAC under an office's own key, so offices cannot join residents.
"""

import hashlib
import hmac
import os
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.errors import Refused

NONCE = 12  # bytes
TAG = 16  # bytes
COUNTRY = re.compile(r"^(?:00)?86(?=1\d{10}$)")


class Erased(Refused):
    """The record's key was discarded: its personal data no longer exists."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("这条记录的个人信息已经删除，无法再看到。"))


class Unreadable(Exception):
    """A sealed value does not open under its key: wrong master key, or altered bytes."""


@lru_cache(maxsize=1)
def _master_of(path: str) -> bytes:
    key = Path(path).read_bytes()
    if len(key) != 32:
        raise Unreadable(f"{path}: expected 32 bytes, found {len(key)}")
    return key


@lru_cache(maxsize=256)
def _derive(path: str, purpose: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=b"lianxinqiao", info=purpose.encode())
    return hkdf.derive(_master_of(path))


def derived_key(purpose: str) -> bytes:
    """32 bytes derived from the master key for one named purpose."""
    return _derive(str(settings.MASTER_KEY_FILE), purpose)


def seal_under(key: bytes, plain: bytes, name: str) -> bytes:
    """AES-256-GCM under a 32-byte key that the caller holds: nonce, ciphertext, tag (28 bytes more than `plain`)."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, name.encode())


def open_under(key: bytes, sealed: bytes, name: str) -> bytes:
    """Undo seal_under. Raises Unreadable under another key or name, and for altered or cut bytes."""
    sealed = bytes(sealed)  # PostgreSQL hands out a memoryview
    if len(sealed) < NONCE + TAG:
        raise Unreadable(name)
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], name.encode())
    except InvalidTag as wrong:
        raise Unreadable(name) from wrong


def new_record_key(office: str) -> bytes:
    """A fresh 256-bit record key, wrapped by the key of `office` (60 bytes: nonce, key, tag)."""
    return seal_under(derived_key(f"office:{office}"), os.urandom(32), office)


def _record_key(wrapped: bytes, office: str) -> bytes:
    if not wrapped:
        raise Erased
    return open_under(derived_key(f"office:{office}"), wrapped, office)


def seal(value: str | bytes, *, wrapped: bytes, office: str, name: str) -> bytes:
    """Encrypt one field of a record; `name` binds the bytes to that field. Empty stays empty."""
    plain = value.encode() if isinstance(value, str) else value
    return seal_under(_record_key(wrapped, office), plain, name) if plain else b""


def unseal_bytes(sealed: bytes, *, wrapped: bytes, office: str, name: str) -> bytes:
    """Decrypt one field. Raises Erased when the key was discarded, also for an empty field; Unreadable when altered."""
    if not wrapped:
        raise Erased
    return open_under(_record_key(wrapped, office), sealed, name) if sealed else b""


def unseal(sealed: bytes, *, wrapped: bytes, office: str, name: str) -> str:
    """Decrypt one text field; see unseal_bytes."""
    return unseal_bytes(sealed, wrapped=wrapped, office=office, name=name).decode()


def _contact(value: str) -> str:
    """A phone number or address of any writing as the same characters: full width, spaces, dashes, +86."""
    plain = "".join(ch for ch in unicodedata.normalize("NFKC", value).casefold() if ch.isalnum())
    return COUNTRY.sub("", plain)


def blind_index(value: str, *, office: str) -> str:
    """Equality index of a contact within one office (hex, 128 bit); other offices give other values."""
    plain = _contact(value)
    digest = hmac.new(derived_key(f"blind:{office}"), plain.encode(), hashlib.sha256)
    return digest.hexdigest()[:32] if plain else ""


def mac(purpose: str, value: bytes) -> bytes:
    """HMAC-SHA-256 of `value` under a key of its own for `purpose` (32 bytes)."""
    return hmac.new(derived_key(f"mac:{purpose}"), value, hashlib.sha256).digest()
