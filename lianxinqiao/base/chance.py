"""The only place that draws random values which stand in records: a line's salt, a concern's number, a once key.

They come from the system's secrets. The demo city alone rehearses: there they come from a stream keyed by its seed, so
that the same seed writes the same ledger, to the last bit. Keys, nonces and tokens are never drawn here.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count

from django.conf import settings


class _Stream:
    """SHA-256 of key and counter, again and again."""

    def __init__(self, key: str) -> None:
        self._key = hashlib.sha256(key.encode()).digest()
        self._blocks = count()

    def block(self) -> bytes:
        """The next 32 bytes."""
        return hashlib.sha256(self._key + next(self._blocks).to_bytes(8, "big")).digest()


_rehearsal: ContextVar[_Stream | None] = ContextVar("rehearsal", default=None)


@contextmanager
def rehearsed(seed: int, *words: str) -> Iterator[None]:
    """Draw from the stream of `seed` and `words` inside, in this thread only; the same ones, the same values.

    Raises RuntimeError outside demo mode: a real salt that can be guessed would give its line away.
    """
    if not settings.DEMO:
        raise RuntimeError("only a demo city rehearses")
    token = _rehearsal.set(_Stream("|".join([str(seed), *words])))
    try:
        yield
    finally:
        _rehearsal.reset(token)


def rehearsing() -> bool:
    """Whether this thread rehearses: then nothing that a record keeps may come from the machine."""
    return _rehearsal.get() is not None


def token_hex(size: int) -> str:
    """`size` random bytes (at most 32) in hex."""
    stream = _rehearsal.get()
    return stream.block()[:size].hex() if stream else secrets.token_hex(size)


def below(n: int) -> int:
    """A random whole number from 0 to `n` - 1."""
    stream = _rehearsal.get()
    return int.from_bytes(stream.block(), "big") % n if stream else secrets.randbelow(n)
