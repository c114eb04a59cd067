"""Shangluo's rulebook: what the article says, and nothing that only looks like its rules."""

from datetime import date

import pytest
from django.utils import translation

from lianxinqiao import rulebook
from lianxinqiao.rulebook.values import Basis, Condition

FIGURES = {
    "studios": ("92", 92, 92),
    "studios_sector": ("36", 36, 36),
    "studios_area": ("42", 42, 42),
    "studios_personal": ("7", 7, 7),
    "studios_other": ("7", 7, 7),
    "members": ("千余", 1001, 1999),
    "micro_activities": ("280", 280, 280),
    "heart_activities": ("230", 230, 230),
    "suggestions": ("190多", 191, 199),
    "solved": ("150多", 151, 159),
}


def zh(key: str) -> list[str]:
    return [choice.zh for choice in rulebook.current().choices(key)]


def test_the_figures_are_the_articles():
    told = {f.name: (f.words.zh, f.met.least, f.met.most) for f in rulebook.current().article_figures()}
    assert told == FIGURES
    assert rulebook.current().figure_period() == (date(2021, 6, 24), date(2023, 6, 4))


def test_every_figure_says_how_it_is_counted():
    for figure in rulebook.current().article_figures():
        assert figure.value.basis is Basis.REPORTED
        assert figure.counting.basis is Basis.DEFAULT
        assert figure.counting.value.zh
        assert figure.counting.value.en


def test_a_figure_knows_when_ours_agrees():
    members = next(f for f in rulebook.current().article_figures() if f.name == "members")
    assert [n for n in (1000, 1001, 1999, 2000) if members.met_by(n)] == [1001, 1999]
    assert str(members.met) == "between 1001 1999"
    assert str(Condition(92, 92)) == "equal 92"


def test_the_parts_of_the_figures():
    parts = {f.name: [part.zh for part in f.parts] for f in rulebook.current().article_figures() if f.parts}
    assert parts["heart_activities"] == ["安民心", "听民意", "解民忧"]
    assert parts["micro_activities"] == ["微调研", "微视察", "微协商"]
    assert len(parts["solved"]) == 2


def test_the_lists_of_the_article():
    assert zh("studio.types") == ["界别型", "区域型", "个人型", "其它类型"]
    assert zh("studio.unified") == ["统一标识", "统一规范", "统一要求", "统一名称"]
    assert zh("walls.four") == ["工作职责", "规章制度", "服务流程", "委员信息"]
    assert zh("walls.five") == ["统一标识", "人员信息", "工作职责", "工作流程", "规章制度"]
    assert zh("walls.in_force") == zh("walls.four")
    assert zh("haves.in_force") == ["有场所", "有设施", "有人员", "有保障", "有规范"]
    assert zh("work.steps") == ["年初有计划", "活动有方案", "实施有步骤", "年终有总结"]
    assert zh("topic.sources") == ["党政点题", "政协交题", "社会选题", "群众荐题", "委员议题"]
    assert zh("activity.homes") == ["学习之家", "履职之家", "协商之家", "服务之家"]
    assert zh("activity.platforms") == ["一线协商", "服务界别群众", "委员在身边"]
    assert len(zh("network.goals")) == len(zh("activity.purposes")) == 5
    assert len(zh("duty.tasks")) == 6


def test_nothing_pretends_to_be_the_rules_text():
    book = rulebook.current()
    assert book.by_basis()["rule"] == 0
    assert not book.articles
    assert all(value.article is None for value in book.values.values())


def test_our_deadlines_are_defaults():
    days = {k: v for k, v in rulebook.current().values.items() if v.kind in {"working_days", "calendar_days"}}
    assert days
    assert {value.basis for value in days.values()} == {Basis.DEFAULT}
    assert {value.words() for value in days.values()} == {"本单位设定（待确认）"}


@pytest.mark.parametrize(
    ("key", "days"),
    [("screen", 1), ("contact", 2), ("simple", 7), ("complex", 15), ("rework", 7), ("rating_open", 15)],
)
def test_deadlines_of_concerns(key: str, days: int):
    book = rulebook.current()
    assert book.days(f"concern.{key}") == days
    assert book.counts_working_days(f"concern.{key}") is (key != "rating_open")


def test_doors_say_where_to_turn():
    doors = {door.code: door for door in rulebook.current().choices("concern.doors")}
    assert doors["emergency"].phone == "110 / 119 / 120"
    assert all(door.door.zh and door.door.en and door.note.zh and door.note.en for door in doors.values())
    assert rulebook.current().choice("concern.doors", "court").zh == "已在诉讼、仲裁、行政复议中"
    with pytest.raises(KeyError):
        rulebook.current().choice("concern.doors", "nowhere")


def test_every_activity_has_a_home_and_heart_and_micro_do_not_overlap():
    book = rulebook.current()
    assert set(book.map("activity.home_of")) == {kind.code for kind in book.choices("activity.kinds")}
    assert not set(book.map("activity.micro_of")) & set(book.map("activity.heart_of"))


def test_labels_follow_the_readers_language():
    choice = rulebook.current().choice("concern.kinds", "help")
    assert str(choice) == "求助"
    with translation.override("en"):
        assert str(choice) == "Asking for help"
    with translation.override("zh-hant"):
        assert str(choice) == "求助"


def test_no_english_label_holds_a_chinese_character():
    for value in rulebook.current().values.values():
        words = [value.label.en, value.note.en, value.source.title.en]
        if value.kind == "choices":
            words += [text for choice in value.value for text in (choice.en, choice.door.en, choice.note.en)]
        assert not [word for word in words if any("\u4e00" <= letter <= "\u9fff" for letter in word)]


def test_asking_for_the_wrong_kind_is_an_error():
    with pytest.raises(TypeError, match=r"concern\.kinds is choices"):
        rulebook.current().days("concern.kinds")
