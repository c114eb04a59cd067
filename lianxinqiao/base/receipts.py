"""What a resident holds: a token in an address (128 bit) and a code to type in (80 bit). See docs/adr/0007-receipts.md.

once key --HMAC--> token --HMAC--> code; the database keeps token_hash(token), the code's index and the
token sealed under the code's key, so that a typed code leads to the token and the database alone to neither.
"""

import base64
import unicodedata
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import vault
from lianxinqiao.base.errors import Refused

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
CODE_CHARS = 16  # 80 bit
MEMORY = 1024  # KiB of Argon2id; one pass, one lane: the code is random, it need not be slow
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


class NotACode(Refused):
    """What was typed cannot be a receipt code; nothing was looked up."""


def token_of(once: str) -> str:
    """The receipt token of a form's once key: the same form sent twice gets the same receipt.

    22 url-safe characters, 128 bit. Who knows the once key cannot compute it without the master key.
    """
    if len(once) < 16:
        raise ValueError("a receipt needs a once key of at least 16 characters")
    return base64.urlsafe_b64encode(vault.mac("receipt.token", once.encode())[:16]).rstrip(b"=").decode()


def code_of(token: str) -> str:
    """The code of a token as people read it: 16 Crockford characters, XXXX-XXXX-XXXX-XXXX."""
    return spelled(vault.mac("receipt.code", token.encode())[:10])


def spelled(secret: bytes) -> str:
    """Ten bytes (80 bit) as people read and type them: 16 Crockford characters, XXXX-XXXX-XXXX-XXXX."""
    number = int.from_bytes(secret, "big")
    return grouped("".join(ALPHABET[number >> (5 * i) & 31] for i in reversed(range(CODE_CHARS))))


def grouped(plain: str) -> str:
    """Characters in fours with dashes between."""
    return "-".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def token_hash(token: str) -> str:
    """What the database finds a token by (hex, 64 characters)."""
    return vault.mac("receipt.hash", token.encode()).hex()


def normalise(code: str) -> str:
    """A typed code as 16 plain characters. Raises NotACode, before any hashing, when it cannot be one."""
    plain = unicodedata.normalize("NFKC", code).upper().translate(_READ_AS)
    plain = "".join(ch for ch in plain if ch.isalnum())
    if len(plain) != CODE_CHARS or set(plain) - set(ALPHABET):
        raise NotACode(_("查询码是 16 个字母和数字，像 7K3M-9QXT-2BVD-H8WA。请对照回执再输一次。"), field="code")
    return plain


@lru_cache(maxsize=1)
def _argon() -> Any:
    from argon2 import low_level  # noqa: PLC0415 -- keeps django.setup() light

    return low_level


def code_keys(code: str) -> tuple[str, bytes]:
    """(index, key) of a code: 64 hex characters to find the row by, 32 bytes that unwrap its token.

    Both halves of one Argon2id over the peppered code with the system's salt; neither tells the other.
    """
    plain = normalise(code).encode()
    low = _argon()
    out: bytes = low.hash_secret_raw(
        secret=vault.mac("receipt.pepper", plain),
        salt=vault.derived_key("receipt.salt")[:16],
        time_cost=1,
        memory_cost=MEMORY,
        parallelism=1,
        hash_len=64,
        type=low.Type.ID,
    )
    return out[:32].hex(), out[32:]


def wrap(token: str, key: bytes) -> bytes:
    """The token sealed under a code's key (see code_keys): 50 bytes, stored beside the index."""
    return vault.seal_under(key, token.encode(), "receipt.token")


def unwrap(sealed: bytes, key: bytes) -> str:
    """The token that `wrap` sealed. Raises vault.Unreadable under another key."""
    return vault.open_under(key, sealed, "receipt.token").decode()
