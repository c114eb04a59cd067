"""Templates and static files: none unused, nothing from elsewhere, nothing that the content policy would block."""

import fnmatch
import re

import pytest

from tests.house import tree

pytestmark = pytest.mark.tree

BY_NAME = {"400.html", "403.html", "404.html", "500.html", "robots.txt"}
"""What Django asks for by itself."""
BY_OTHERS = ("account/", "mfa/", "allauth/")
"""Pages that allauth's views ask for."""
MENTION = re.compile(r"""{%-?\s*(?:extends|include|import|from)\s+([^%]*?)%}""")
QUOTED = re.compile(r"""["']([^"']+\.(?:html|txt))["']""")
ADDRESS = re.compile(r"""(?:https?:)?//(?!www\.w3\.org/)[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+""")
LOADING = re.compile(r"""(?:src|href|action|poster|srcset|data|url\(|@import|from)\s*[=(]?\s*["']?\s*(?:https?:)?//""")
INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)(?![^>]*\stype=.application/json)|<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)
COMMENT = re.compile(r"{#.*?#}|<!--.*?-->", re.DOTALL)


def pages():
    return {path.relative_to(tree.ROOT / "templates").as_posix(): path for path in tree.templates()}


def mentioned():
    """Names of templates in programs (an f-string's holes as `*`) and in other templates."""
    for path in tree.python_files():
        for _line, text in tree.strings(path):
            if text.endswith((".html", ".txt")):
                yield text
    for path in tree.templates():
        for told in MENTION.findall(path.read_text(encoding="utf-8")):
            names = QUOTED.findall(told)
            yield from names
            if "~" in told:
                yield re.sub(r"""["']?\s*~\s*[\w.]+\s*(~\s*)?["']?""", "*", told.strip().strip("\"'"))


def test_no_template_is_unused():
    asked = set(mentioned())
    unused = [
        name
        for name in pages()
        if name not in BY_NAME
        and not name.startswith(BY_OTHERS)
        and not any(fnmatch.fnmatchcase(name, pattern) for pattern in asked)
    ]
    assert unused == []


def test_every_template_that_is_asked_for_exists():
    plain = {name for name in mentioned() if "*" not in name and name.count("/") >= 1 and " " not in name}
    missing = {name for name in plain if name.startswith(("public/", "desk/", "office/", "unit/", "parts/"))} - set(
        pages()
    )
    assert missing == set()


def our_files():
    """Templates and our own static files; vendored ones keep their authors' comments."""
    yield from tree.templates()
    for path in sorted((tree.ROOT / "static").rglob("*")):
        if path.suffix in {".css", ".js", ".svg", ".json", ".webmanifest"} and "vendor" not in path.parts:
            yield path


def test_nothing_points_to_another_host():
    strays = [
        f"{path.relative_to(tree.ROOT)}: {found}"
        for path in our_files()
        for found in ADDRESS.findall(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]
    assert strays == []


def test_vendored_files_load_nothing():
    strays = [
        f"{path.relative_to(tree.ROOT)}"
        for path in sorted((tree.ROOT / "static").rglob("*"))
        if path.suffix == ".css" and "vendor" in path.parts and LOADING.search(path.read_text(encoding="utf-8"))
    ]
    assert strays == []


def test_no_inline_script_or_style():
    """The content policy has no `unsafe-inline`."""
    strays = [
        f"{path.relative_to(tree.ROOT)}: {found.strip()}"
        for path in tree.templates()
        if path.suffix == ".html"
        for found in INLINE.findall(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]
    assert strays == []
