"""Wrong rule files: what, on which line, what was expected; all faults at once."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxinqiao.rulebook import RulebookFault, load
from lianxinqiao.rulebook.faults import Fault
from lianxinqiao.rulebook.values import Basis
from tests.rulebook.conftest import SHANGLUO, Spoil, line_of

TEXT = SHANGLUO.read_text(encoding="utf-8")
SCREEN = 'basis = "default"\nsource = "project"\nworking_days = 1\n'


def run(*words: str) -> tuple[int, str]:
    """The command's exit code and output."""
    out = StringIO()
    try:
        call_command("rulebook", *words, stdout=out, stderr=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def test_the_rulebook_in_force_and_its_calendar_are_good():
    code, out = run("check", "--json")
    told = json.loads(out)
    assert code == 0
    assert told[0]["name"] == "shangluo-2023"
    assert len(told[0]["sha256"]) == 64
    assert {one["year"] for one in told[1:]} >= set(range(2021, 2027))


def test_a_fault_tells_file_line_found_and_expected(spoiled: Spoil):
    (fault,) = spoiled((SCREEN, SCREEN.replace("= 1", '= "一天"')))
    assert fault.file.endswith("spoiled.toml")
    assert fault.line == line_of("[concern.screen]") + 4
    assert str(fault).endswith(f"第{fault.line}行，concern.screen.working_days：写的是“一天”，应为不小于1的整数。")


def test_all_faults_come_at_once_in_the_files_order(spoiled: Spoil):
    faults = spoiled(
        ('version = "2023.1"', "version = 7"),
        (SCREEN, SCREEN.replace("= 1", "= 0")),
        ('told = "92", met = "equal 92"', 'told = "92", met = "about 92"'),
    )
    assert [fault.key for fault in faults] == [
        "rulebook.version",
        "concern.screen.working_days",
        "figures.studios.figure.met",
    ]
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [
        (SCREEN, SCREEN.replace("default", "law"), "concern.screen.basis", "其中之一"),
        (SCREEN, SCREEN.replace("default", "rule"), "concern.screen.article", "整数"),
        (SCREEN, "article = 3\n" + SCREEN, "concern.screen.article", "只有 basis"),
        (SCREEN, SCREEN.replace('"project"', '"projekt"'), "concern.screen.source", "其中之一"),
        (SCREEN, SCREEN + "calendar_days = 1\n", "concern.screen", "恰好一项"),
        (SCREEN, SCREEN.replace("working_days = 1", "workingdays = 1"), "concern.screen.workingdays", "working_days"),
        (SCREEN, SCREEN.replace("working_days = 1", "working_days = true"), "concern.screen.working_days", "整数"),
        (SCREEN, SCREEN.replace('basis = "default"', 'basis = ["default"]'), "concern.screen.basis", "其中之一"),
        ("[concern.screen]", "[concern.screan]", "concern.screan", "concern.screen"),
        ("[concern.screen]", "[concern.screan]", "concern.screen", "每份规则都要有"),
        ("[concern.screen]", "[concern.screan]", "concern.screan", "是不是写错了"),
        ('zh = "求助", en = "Asking for help"', 'zh = "求助"', "concern.kinds.choices.1.en", "一行文字"),
        ('code = "suggestion"', 'code = "help"', "concern.kinds.choices.2.code", "没有用过"),
        ('code = "suggestion"', 'code = "Help Me"', "concern.kinds.choices.2.code", "小写"),
        ('{ code = "other", zh = "其它类型", en = "Other" },', "", "studio.types.choices", "程序认识"),
        ('reading = "study"', 'reading = "studies"', "activity.home_of.map.reading", "study"),
        ('reading = "study"\n', "", "activity.home_of.map", "activity.kinds"),
        ('pick = "walls.four"', 'pick = "walls.for"', "walls.in_force.pick", "walls.four"),
        ('month_day = "01-31"', 'month_day = "02-30"', "work.plan_by.month_day", "01-31"),
        ("until = 2023-06-04", "until = 2020-06-04", "figures.period.period.until", "不早于"),
        ("between 1001 1999", "between 1999 1001", "figures.members.figure.met", "先小后大"),
        ("[counting.solved]", "[own.solved]", "counting.solved", "怎样计数"),
        ('zh = "访问日志保存", en = "Access log" }\nbasis = "default"\nsource = "project"\nmonths = 12',
         'zh = "访问日志保存", en = "Access log" }\nbasis = "default"\nsource = "project"\nmonths = 3',
         "retention.access_log.months", "不少于6个月"),
        ("[rulebook]", "[rulebok]", "rulebok", "rulebook"),
        ("valid_from = 2021-06-24", 'valid_from = "2021-06-24"', "rulebook.valid_from", "不带引号"),
        ("label = { zh", "label = { cn", "studio.types.label.cn", "zh"),
    ],
)  # fmt: skip
def test_each_wrong_thing_is_named(spoiled: Spoil, old: str, new: str, key: str, expected: str):
    faults = {fault.key: str(fault.expected) for fault in spoiled((old, new))}
    assert expected in faults[key]


def test_a_rule_may_be_cited_by_article_where_its_text_is_given(tmp_path: Path):
    file = tmp_path / "own.toml"
    article = '[articles.12]\ntext = { zh = "一个工作日内受理。", en = "Accept within one working day." }\n\n'
    cited = SCREEN.replace('"default"', '"rule"\narticle = 12')
    file.write_text(TEXT.replace(SCREEN, cited).replace("[studio.types]", f"{article}[studio.types]"), encoding="utf-8")
    value = load(file).value("concern.screen")
    assert value.basis is Basis.RULE
    assert value.words() == "依据第12条"


def test_an_article_that_is_not_given_cannot_be_cited(spoiled: Spoil):
    (fault,) = spoiled((SCREEN, SCREEN.replace('"default"', '"rule"\narticle = 12')))
    assert fault.key == "concern.screen.article"
    assert "[articles]" in str(fault.expected)


def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path):
    file = tmp_path / "broken.toml"
    file.write_text("[rulebook]\nname = \n", encoding="utf-8")
    code, out = run("check", str(file))
    assert code == 1
    assert "第2行" in out
    file.write_bytes("[rulebook]\nname = '商洛'\n".encode("gb18030"))
    code, out = run("check", str(file))
    assert code == 1
    assert "第2行" in out
    assert "UTF-8" in out


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path):
    code, out = run("check", str(tmp_path / "none.toml"))
    assert code == 2
    assert "none.toml" in out


def test_files_from_windows_are_read(tmp_path: Path):
    file = tmp_path / "windows.toml"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert load(file).value("concern.complex").line == line_of("[concern.complex]")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_spoiled_file_crashes_the_reader(tmp_path: Path, data: st.DataObject):
    lines = TEXT.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    change = data.draw(st.sampled_from(["drop", "twice", "word", "number"]))
    spoilt = {"drop": [], "twice": [lines[at]] * 2, "word": ['x = "y"'], "number": [lines[at].replace("= ", "= 5 ", 1)]}
    file = tmp_path / "spoilt.toml"
    file.write_text("\n".join([*lines[:at], *spoilt[change], *lines[at + 1 :]]), encoding="utf-8")
    faults = faults_of(file)
    assert all(1 <= fault.line <= len(lines) + 1 for fault in faults)
    assert all(str(fault).endswith("。") for fault in faults)


def faults_of(file: Path) -> tuple[Fault, ...]:
    """The faults of a file; any other exception goes through."""
    try:
        load(file)
    except RulebookFault as wrong:
        return wrong.faults
    return ()
