"""Catalogues: complete or named, stable, drafted for proof-reading."""

import pytest

from tools import translate

pytestmark = pytest.mark.tree


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A small house with one program and one page."""
    (tmp_path / "lianxinqiao/web").mkdir(parents=True)
    (tmp_path / "templates/public").mkdir(parents=True)
    (tmp_path / "lianxinqiao/web/some.py").write_text(
        'a = _("软件里的%(name)s")\nb = ngettext("%(n)s件", "%(n)s件", n)\n', encoding="utf-8"
    )
    (tmp_path / "templates/public/page.html").write_text(
        '<p>{{ _("说一件事") }}</p>\n<p>{% trans n=1 %}还有{{ n }}天{% endtrans %}</p>\n', encoding="utf-8"
    )
    monkeypatch.setattr(translate, "ROOT", tmp_path)
    monkeypatch.setattr(translate.collect, "__defaults__", (tmp_path,))
    for function in (translate.path_of, translate.read, translate.compile_all, translate.faults):
        monkeypatch.setattr(function, "__defaults__", (tmp_path,))
    monkeypatch.setattr(translate.write, "__defaults__", (tmp_path,))
    return tmp_path


def fill(locale, **words):
    catalogue = translate.read(locale)
    for message in translate.entries(catalogue):
        forms = len(translate.texts(message.string))
        said = words.get(translate.texts(message.id)[0], translate.texts(message.id)[0])
        message.string = said if isinstance(message.id, str) else (said,) * forms
        message.flags.discard("fuzzy")
    translate.write(locale, catalogue)


def test_programs_and_pages_are_both_read(house):
    found = {translate.texts(message.id)[0] for message in translate.entries(translate.collect())}
    assert found == {"软件里的%(name)s", "%(n)s件", "说一件事", "还有%(n)s天"}


def test_a_new_catalogue_is_drafted_and_not_yet_accepted(house):
    translate.update()
    drafts = {translate.texts(m.id)[0]: m for m in translate.entries(translate.read("zh_Hant"))}
    assert drafts["说一件事"].string == "説一件事"
    assert drafts["说一件事"].fuzzy
    faults = translate.faults()
    assert "en: missing: 说一件事" in faults
    assert "zh_Hant: not proof-read: 说一件事" in faults
    translate.accept("zh_Hant")
    fill("en")
    assert translate.faults() == []


def test_a_second_run_changes_nothing_and_moved_lines_neither(house):
    translate.update()
    before = translate.path_of("zh_Hant").read_bytes()
    program = house / "lianxinqiao/web/some.py"
    program.write_text("\n\n\n" + program.read_text(encoding="utf-8"), encoding="utf-8")
    translate.update()
    assert translate.path_of("zh_Hant").read_bytes() == before


def test_words_that_are_gone_and_lost_placeholders_are_found(house):
    translate.update()
    translate.accept("zh_Hant")
    fill("en", **{"软件里的%(name)s": "the %(nmae)s in the program"})
    assert translate.faults() == ["en: other placeholders: 软件里的%(name)s / the %(nmae)s in the program"]
    fill("en")
    (house / "templates/public/page.html").write_text("", encoding="utf-8")
    assert "en: unused: 说一件事" in translate.faults()


def test_what_runs_is_compiled(house):
    translate.update()
    translate.compile_all()
    assert translate.path_of("en").with_suffix(".mo").exists()
