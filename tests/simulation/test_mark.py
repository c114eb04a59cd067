"""A demo clears and fills only the database that it began."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lianxinqiao.simulation import mark
from lianxinqiao.simulation.mark import Mark
from tests.factories.network import lay, member

pytestmark = pytest.mark.django_db


def test_an_empty_database_is_nobodys(tmp_path):
    found = Mark.read(tmp_path)
    assert (found.here, found.built, found.foreign()) == (False, False, False)


def test_begun_is_ours_and_finished_is_built(tmp_path):
    Mark.read(tmp_path).begin(seed=7)
    begun = Mark.read(tmp_path)
    assert (begun.here, begun.built) == (True, False)
    begun.finish(matters=3, days=9)
    assert Mark.read(tmp_path).built


def test_people_that_no_demo_entered_are_foreign(tmp_path):
    lay()
    member("611024-0001")
    assert Mark.read(tmp_path).foreign()
    Mark.read(tmp_path).begin(seed=7)
    assert not Mark.read(tmp_path).foreign()


def test_a_mark_of_another_database_does_not_cover_this_one(tmp_path, monkeypatch):
    lay()
    member("611024-0001")
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(mark, "database", lambda: "db:5432/other")
        Mark.read(tmp_path).begin(seed=7)
        Mark.read(tmp_path).finish(matters=3, days=9)
    found = Mark.read(tmp_path)
    assert (found.here, found.built, found.foreign()) == (False, False, True)


def test_the_command_refuses_foreign_data_and_clears_nothing(tmp_path, settings, monkeypatch):
    settings.DEMO, settings.HOME = True, tmp_path
    lay()
    member("611024-0001")
    cleared = []
    monkeypatch.setattr("lianxinqiao.simulation.management.commands.demo._clear", lambda: cleared.append(1))
    for words in ([], ["--fresh"]):
        with pytest.raises(CommandError) as refusal:
            call_command("demo", "--no-serve", *words)
        assert refusal.value.returncode == 2
    assert cleared == []


def test_a_broken_mark_is_no_mark(tmp_path):
    (tmp_path / mark.FILE).write_text("{", encoding="utf-8")
    assert not Mark.read(tmp_path).here
