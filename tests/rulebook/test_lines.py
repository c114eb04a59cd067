"""Where each key stands."""

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from lianxinqiao.rulebook.lines import Path, lines_of
from tests.rulebook.conftest import SHANGLUO

TRICKY = '''# top
title = "a # not a comment ] }"
"quoted.key" = 'x' # comment

[a.b]   # header
list = [
  "one",  # first
  { code = "two", deep = [1,
      2] },

  """three
  [not.a.table]
  """,
]
empty = []
day = 2021-06-24
c.d = {}

[[a.rows]]
x = 1
[[a.rows]]
x = 2
[a.rows.sub]
y = \'\'\'
]]
\'\'\'
z = true
'''


def test_every_key_of_a_tricky_text():
    tomllib.loads(TRICKY)
    lines = lines_of(TRICKY)
    assert lines[("title",)] == 2
    assert lines[("quoted.key",)] == 3
    assert lines[("a", "b")] == 5
    assert lines[("a", "b", "list", 0)] == 7
    assert lines[("a", "b", "list", 1, "code")] == 8
    assert lines[("a", "b", "list", 1, "deep", 1)] == 9
    assert lines[("a", "b", "list", 2)] == 11
    assert lines[("a", "b", "empty")] == 15
    assert lines[("a", "b", "c", "d")] == 17
    assert lines[("a", "rows", 1, "x")] == 22
    assert lines[("a", "rows", 1, "sub", "y")] == 24
    assert lines[("a", "rows", 1, "sub", "z")] == 27


def paths(found: object, path: Path = ()) -> set[Path]:
    """Every path of a parsed text."""
    if isinstance(found, dict):
        below: list[tuple[str | int, object]] = list(found.items())
    elif isinstance(found, list):
        below = list(enumerate(found))
    else:
        return {path}
    return {path}.union(*(paths(value, (*path, step)) for step, value in below)) - {()}


def test_no_key_of_the_rulebook_is_without_a_line():
    text = SHANGLUO.read_text(encoding="utf-8")
    lines = lines_of(text)
    rows = text.splitlines()
    for path in paths(tomllib.loads(text)):
        if path[:-1]:  # groups such as `concern` have no header of their own
            assert path in lines, path
            if isinstance(path[-1], str):
                assert path[-1] in rows[lines[path] - 1], path


WORDS = st.text(alphabet="ab#[]{}=,. \n中", max_size=8)
ITEMS = st.recursive(
    st.integers(0, 99) | WORDS | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("pqr"), inner, max_size=2),
    max_leaves=6,
)


def written(found: object) -> str:
    """A value as TOML, lists over several lines."""
    if isinstance(found, bool):
        return str(found).lower()
    if isinstance(found, int):
        return str(found)
    if isinstance(found, str):
        return f"'''\n{found}'''" if "\n" in found else f'"{found}"'
    if isinstance(found, dict):
        return "{" + ", ".join(f"{key} = {written(value)}" for key, value in found.items()) + "}"
    assert isinstance(found, list)
    return "[ # list [\n" + ",\n".join(map(written, found)) + "\n]"


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from("abc"), ITEMS, min_size=1, max_size=3))
def test_keys_of_any_text_stand_where_they_were_written(table: dict[str, object]):
    text, stands = "[t]\n", {}
    for key, value in table.items():
        stands[("t", key)] = text.count("\n") + 1
        text += f"{key} = {written(value)}\n"
    parsed = tomllib.loads(text)
    lines = lines_of(text)
    assert {path: lines[path] for path in stands} == stands
    assert paths(parsed) <= lines.keys()
