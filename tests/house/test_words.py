"""Every word of a page exists in every language; the English has no Chinese in it except names."""

import ast
import re

import pytest

from tests.house import tree
from tools import translate

pytestmark = pytest.mark.tree


def test_catalogues_are_complete_and_have_nothing_unused():
    found = translate.faults(tree.ROOT)
    assert not found, "make translate\n" + "\n".join(found)


def test_english_has_no_chinese_outside_names():
    names = tree.reviewed("names.txt")
    strays = []
    for message in translate.entries(translate.read("en", tree.ROOT)):
        for text in translate.texts(message.string):
            plain = text
            for name in names:
                plain = plain.replace(name, "")
            if tree.HAN.search(plain):
                strays.append(text)
    assert strays == []


SIMPLIFIED_ONLY = set("国们这个为会发时区县议题实见诉办员协务众镇给请单选择务应进还没让话说错误页码录")


def test_traditional_is_traditional():
    """A draft that was never converted shows itself by characters that traditional writing does not have."""
    strays = [
        text
        for message in translate.entries(translate.read("zh_Hant", tree.ROOT))
        for text in translate.texts(message.string)
        if SIMPLIFIED_ONLY & set(text)
    ]
    assert strays == []


def test_no_word_hides_in_an_f_string():
    """The collector reads an f-string as one string before Python 3.12 and does not see the `_()` in it."""
    strays = [
        f"{tree.inside(path)}:{call.lineno}"
        for path in tree.python_files()
        for joined in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in translate.KEYWORDS
    ]
    assert strays == []


def test_templates_have_no_bare_chinese():
    """Chinese in a page goes through gettext; what stands bare would stay Chinese in English."""
    spoken = re.compile(r"{#.*?#}|<!--.*?-->|{%-?\s*trans\b.*?endtrans\s*-?%}|{{.*?}}|{%.*?%}", re.DOTALL)
    strays = [
        f"{path.relative_to(tree.ROOT)}: {line.strip()[:40]}"
        for path in tree.templates()
        if "print" not in path.parts
        for line in spoken.sub("", path.read_text(encoding="utf-8")).splitlines()
        if tree.HAN.search(line)
    ]
    assert strays == []
