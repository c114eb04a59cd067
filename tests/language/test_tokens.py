"""Tokens for search: pairs of Han characters of every block, words for the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxinqiao.language import normalise, search_phrases, search_tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        ("，。 !", []),
        ("水", ["水"]),
        ("漫川关", ["漫川", "川关", "关"]),
        ("修路2023年", ["修路", "路", "2023", "年"]),
        ("Hello，世界_ok", ["hello", "世界", "界", "ok"]),
        ("𠅤䶮㛃𬎆", ["𠅤䶮", "䶮㛃", "㛃𬎆", "𬎆"]),
        ("ＡＢ１２", ["ab12"]),
        ("二〇二三々", ["二〇", "〇二", "二三", "三々", "々"]),
    ],
)
def test_search_tokens(text, tokens):
    assert search_tokens(text) == tokens


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        ("", []),
        ("路灯", [["路灯"]]),
        ("前店子村 灯", [["前店", "店子", "子村"], ["灯*"]]),
        ("K2路", [["k2"], ["路*"]]),
        ("𬎆", [["𬎆*"]]),
    ],
)
def test_search_phrases(query, phrases):
    assert search_phrases(query) == phrases


def test_traditional_is_folded_where_opencc_is_installed():
    pytest.importorskip("opencc")
    assert normalise("飲水問題ＡＢ") == "饮水问题AB"
    assert search_tokens("飲水") == search_tokens("饮水")


def test_without_opencc_text_stays_as_written(monkeypatch):
    import sys

    from lianxinqiao.language import script

    monkeypatch.setitem(sys.modules, "opencc", None)
    script._simplify.cache_clear()
    assert normalise("飲水") == "飲水"
    script._simplify.cache_clear()


@given(st.text(alphabet=st.sampled_from("修路灯𠅤𬎆 ab1，"), min_size=1, max_size=30), st.data())
def test_the_tokens_of_any_stretch_stand_in_the_text_side_by_side(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    stretch = text[start:end]
    if any(ch.isascii() for ch in stretch):
        return
    tokens = search_tokens(text)
    for phrase in search_phrases(stretch):
        wanted = [t.removesuffix("*") for t in phrase]
        starts = [tokens[i : i + len(wanted)] for i in range(len(tokens))]
        assert any(
            len(s) == len(wanted) and all(a.startswith(b) for a, b in zip(s, wanted, strict=True)) for s in starts
        )


@given(st.text(max_size=60))
def test_no_text_breaks_the_tokeniser(text):
    assert all(token and len(token) <= 64 for token in search_tokens(text))
    search_phrases(text)
