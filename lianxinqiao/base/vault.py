"""Encrypted fields. Every resident record has its own key, wrapped by its office's key.

master key (var/keys/master) --HKDF(office)--> office key --AES-256-GCM wraps--> record key --AES-256-GCM seals--> field
Losing the wrapped key (erasure) makes the sealed fields unreadable for ever, also in old backups
of the fields. A blind index is an HMAC under an office's own key, so offices cannot join residents.
"""

import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.errors import Refused

NONCE = 12


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


def _seal(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def _open(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to)
    except InvalidTag as wrong:
        raise Unreadable(bound_to.decode(errors="replace")) from wrong


def new_record_key(office: str) -> bytes:
    """A fresh 256-bit record key, wrapped by the key of `office` (60 bytes: nonce, key, tag)."""
    return _seal(derived_key(f"office:{office}"), os.urandom(32), office.encode())


def _record_key(wrapped: bytes, office: str) -> bytes:
    if not wrapped:
        raise Erased
    return _open(derived_key(f"office:{office}"), bytes(wrapped), office.encode())


def seal(value: str | bytes, *, wrapped: bytes, office: str, name: str) -> bytes:
    """Encrypt one field of a record; `name` binds the bytes to that field. Empty stays empty."""
    plain = value.encode() if isinstance(value, str) else value
    return _seal(_record_key(wrapped, office), plain, name.encode()) if plain else b""


def unseal_bytes(sealed: bytes, *, wrapped: bytes, office: str, name: str) -> bytes:
    """Decrypt one field. Raises Erased when the key was discarded, Unreadable when altered."""
    return _open(_record_key(wrapped, office), bytes(sealed), name.encode()) if sealed else b""


def unseal(sealed: bytes, *, wrapped: bytes, office: str, name: str) -> str:
    """Decrypt one text field; see unseal_bytes."""
    return unseal_bytes(sealed, wrapped=wrapped, office=office, name=name).decode()


def blind_index(value: str, *, office: str) -> str:
    """Equality index of a contact within one office (hex, 128 bit); other offices give other values."""
    digits = "".join(ch for ch in value if ch.isalnum())
    mac = hmac.new(derived_key(f"blind:{office}"), digits.encode(), hashlib.sha256)
    return mac.hexdigest()[:32] if digits else ""


def mac(purpose: str, value: bytes) -> bytes:
    """HMAC-SHA-256 of `value` under the key derived for `purpose` (32 bytes)."""
    return hmac.new(derived_key(purpose), value, hashlib.sha256).digest()
