"""One form for the same text: NFKC, and traditional folded into simplified where OpenCC is installed."""

import unicodedata
from collections.abc import Callable
from functools import lru_cache

# Han characters as a regex class: the basic block, extension A, compatibility, planes 2 and 3
# (extensions B and on, with 𠅤 and 𬎆), the repetition mark and the round zero.
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


@lru_cache(maxsize=1)
def _simplify() -> Callable[[str], str]:
    try:
        import opencc  # noqa: PLC0415 -- an extra (zh); absent, text stays as written
    except ImportError:
        return str
    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def normalise(text: str) -> str:
    """The text in NFKC and simplified characters, for comparing; what people read stays as written."""
    return _simplify()(unicodedata.normalize("NFKC", text))
