"""Receipts: same form same receipt; the database alone leads to no token; typing is forgiven, guessing is not."""

import re
import secrets

import pytest

from lianxinqiao.base import receipts, vault
from lianxinqiao.base.receipts import NotACode

ONCE = "hK3mQ0c2T8mTz1sW9qPzVw"


def test_the_same_form_gets_the_same_receipt_and_another_another():
    token = receipts.token_of(ONCE)
    assert token == receipts.token_of(ONCE) != receipts.token_of(ONCE + "x")
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", token)
    assert receipts.code_of(token) == receipts.code_of(token)
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", receipts.code_of(token))
    assert token not in receipts.token_hash(token)


def test_without_a_once_key_there_is_no_receipt():
    for once in ("", "short"):
        with pytest.raises(ValueError, match="once key"):
            receipts.token_of(once)


def test_a_typed_code_leads_to_the_token_and_only_its_own():
    token = receipts.token_of(ONCE)
    index, key = receipts.code_keys(receipts.code_of(token))
    assert (len(index), len(key)) == (64, 32)
    assert key.hex() != index
    sealed = receipts.wrap(token, key)
    assert token.encode() not in sealed
    assert receipts.unwrap(sealed, key) == token
    other = receipts.code_keys(receipts.code_of(receipts.token_of(ONCE + "x")))
    assert other[0] != index
    with pytest.raises(vault.Unreadable):
        receipts.unwrap(sealed, other[1])


@pytest.mark.parametrize(
    "typed",
    [
        "0K1M 9QXT 2BVD H8WA",
        "okim-9qxt-2bvd-h8wa",
        "０Ｋ１Ｍ－９ＱＸＴ－２ＢＶＤ－Ｈ８ＷＡ",
        "OKLM9QXT2BVDH8WA",
        " 0k1m—9qxt—2bvd—h8wa。",
    ],
)
def test_ways_of_writing_are_forgiven(typed):
    assert receipts.normalise(typed) == "0K1M9QXT2BVDH8WA"


@pytest.mark.parametrize(
    "typed", ["", "0K1M9QXT2BVDH8W", "0K1M9QXT2BVDH8WAA", "0K1M9QXT2BVDH8WU", "山阳23060417abcdefg", "+" * 16]
)
def test_what_cannot_be_a_code_is_refused_before_hashing(typed, monkeypatch):
    monkeypatch.setattr(receipts, "_argon", lambda: pytest.fail("hashed"))
    with pytest.raises(NotACode) as refused:
        receipts.code_keys(typed)
    assert refused.value.field == "code"


def test_codes_use_all_of_their_eighty_bits():
    codes = [receipts.code_of(receipts.token_of(secrets.token_urlsafe(16))) for _n in range(400)]
    assert len(set(codes)) == 400
    for place in range(16):
        assert len({c.replace("-", "")[place] for c in codes}) == 32
