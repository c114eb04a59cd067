"""Two rulebooks side by side."""

import json
from pathlib import Path

from tests.rulebook.conftest import SHANGLUO
from tests.rulebook.test_check import run

TEXT = SHANGLUO.read_text(encoding="utf-8")
FLAG = """[own.flag]
label = { zh = "旗", en = "Flag" }
basis = "default"
source = "project"
number = 3

"""


def other(folder: Path, *pairs: tuple[str, str]) -> str:
    """A rulebook that differs."""
    text = TEXT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    file = folder / "other.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_equal_rulebooks_do_not_differ(tmp_path: Path):
    code, out = run("diff", str(SHANGLUO), other(tmp_path, ("# ------", "# another comment\n# ------")))
    assert (code, out.strip()) == (0, "两份规则没有不同。")


def test_changed_added_and_dropped_are_told(tmp_path: Path):
    file = other(
        tmp_path,
        ("working_days = 15", "working_days = 20"),
        ('    { code = "praise", zh = "表扬", en = "Praise" },\n', ""),
        ("[retention.backups]", f"{FLAG}[retention.backups]"),
    )
    code, out = run("diff", str(SHANGLUO), file, "--json")
    told = {one["key"]: (one["was"], one["now"]) for one in json.loads(out)}
    assert code == 1
    assert told["concern.complex.working_days"] == ("15", "20")
    assert told["concern.kinds.praise"] == ("表扬 / Praise", None)
    assert told["own.flag.number"] == (None, "3")
    assert not [key for key in told if key.startswith("concern.simple")]
    code, out = run("diff", str(SHANGLUO), file)
    assert "改动 concern.complex.working_days：15 → 20" in out
    assert "删去 concern.kinds.praise" in out
    assert "新增 own.flag.number：3" in out


def test_a_faulty_rulebook_cannot_be_compared(tmp_path: Path):
    code, out = run("diff", str(SHANGLUO), other(tmp_path, ("working_days = 15", "working_days = -1")))
    assert code == 2
    assert "concern.complex" in out
