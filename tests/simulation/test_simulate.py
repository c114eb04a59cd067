"""`lxq simulate`: from nothing or from the city's present, never in a real installation."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lianxinqiao.base import clock
from lianxinqiao.ledger.models import DaySeal, Line
from lianxinqiao.simulation import build, founding, stepping
from lianxinqiao.simulation.city import Story
from lianxinqiao.simulation.management.commands.simulate import _Pace
from lianxinqiao.simulation.mark import Mark

SHARE = 0.02


def told(capsys, *words):
    call_command("simulate", *words, "--json")
    return json.loads(capsys.readouterr().out)


def test_a_city_goes_on_from_its_present(monday, settings, capsys):
    Mark.read(settings.HOME).finish(matters=1, days=1)
    found = told(capsys, "--to", "2023-06-07")
    assert found["days"] == 3
    assert 6 <= found["matters"] <= 12
    assert found["lines"] == Line.objects.count()
    assert found["root"] == DaySeal.objects.order_by("-number")[0].hash
    assert clock.now().replace(second=0, microsecond=0) == monday + timedelta(days=3)


@pytest.mark.parametrize(
    "words",
    [
        ("--to", "2023-06-04"),
        (),
        ("--from", "2023-06-05", "--to", "2023-06-06"),
        ("--to", "2023-06-06", "--seed", "1"),
        ("--to", "2023-06-06", "--speed", "-1"),
    ],
)
def test_what_does_not_fit_the_city_is_refused(monday, settings, words):
    Mark.read(settings.HOME).finish(matters=1, days=1)
    with pytest.raises(CommandError) as refusal:
        call_command("simulate", *words)
    assert refusal.value.returncode == 2
    assert clock.today() == date(2023, 6, 5)


def test_while_a_step_runs_it_waits(monday, settings):
    Mark.read(settings.HOME).finish(matters=1, days=1)
    stepping.ask(to="day")
    with pytest.raises(CommandError):
        call_command("simulate", "--to", "2023-06-06")


@pytest.mark.django_db(databases=["default", "traces"])
class TestFromNothing:
    @pytest.fixture
    def asked(self, settings, tmp_path, monkeypatch):
        settings.DEMO, settings.DEMO_NOW, settings.HOME = True, "2023-06-05T09:00:00+08:00", tmp_path
        seen = {}

        def whole_city(**told):
            seen.update(told)
            return Story(matters=0, days=0)

        monkeypatch.setattr(build, "whole_city", whole_city)
        monkeypatch.setattr(founding.snapshot, "take", lambda: seen.update(taken=clock.today()))
        return seen

    def test_the_drawn_years_then_day_by_day(self, asked, monkeypatch, capsys):
        lived = []
        monkeypatch.setattr(stepping.living, "live", lambda **told: lived.append((told["since"], told["until"])))
        assert told(capsys, "--to", "2023-06-10", "--seed", "9") == {"matters": 0, "days": 717, "lines": 0, "root": ""}
        assert (asked["since"], asked["until"], asked["seed"]) == (date(2021, 6, 24), date(2023, 6, 4), 9)
        assert asked["taken"] == date(2023, 6, 5)
        assert lived == [(clock.opening(date(2023, 6, 5)), clock.opening(date(2023, 6, 11)))]

    def test_a_shorter_past(self, asked, settings, capsys):
        assert told(capsys, "--from", "2023-01-01", "--to", "2023-01-31")["days"] == 31
        assert (asked["since"], asked["until"]) == (date(2023, 1, 1), date(2023, 1, 31))
        assert clock.today() == date(2023, 2, 1)
        assert Mark.read(settings.HOME).here

    @pytest.mark.parametrize("words", [("--from", "2023-06-05"), ("--from", "2023-01-02", "--to", "2023-01-01")])
    def test_days_out_of_order_are_refused(self, asked, words):
        with pytest.raises(CommandError):
            call_command("simulate", *words)

    def test_a_real_installation_refuses(self, settings):
        with pytest.raises(CommandError):
            call_command("simulate")


def test_not_faster_than_asked(monkeypatch):
    slept = []
    monkeypatch.setattr("time.sleep", slept.append)
    _Pace(0).wait(100)
    _Pace(2).wait(7)
    assert len(slept) == 1
    assert 3 < slept[0] <= 3.5
