"""Chinese text: normalise, tokenise, compare, classify, mask. Pure functions."""

from lianxinqiao.language.masking import masked
from lianxinqiao.language.script import normalise
from lianxinqiao.language.tokens import search_phrases, search_tokens

__all__ = ["masked", "normalise", "search_phrases", "search_tokens"]
