"""The city's time: real outside the demo; in it the file's, ticking until the offices shut."""

from datetime import datetime, timedelta

import pytest
import time_machine

from lianxinqiao.base import clock

MORNING = datetime(2023, 6, 5, 9, 0, tzinfo=clock.ZONE)


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO, settings.DEMO_NOW, settings.HOME = True, MORNING.isoformat(), tmp_path


def test_a_real_installation_has_the_machines_time(settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / clock.FILE).write_text('{"now": "2023-06-05T09:00:00+08:00", "set_at": "2023-06-05T09:00:00+08:00"}')
    assert abs(clock.now() - clock.real_now()) < timedelta(minutes=1)
    with pytest.raises(RuntimeError):
        clock.set_city(MORNING)


def test_without_the_file_the_demo_stands_still(demo):
    assert clock.now() == clock.now() == MORNING


@pytest.mark.parametrize("year", [2024, 2031])
@pytest.mark.parametrize(
    ("gone", "hour"), [(timedelta(minutes=25), "09:25"), (timedelta(hours=20), "17:30"), (timedelta(days=400), "17:30")]
)
def test_minutes_pass_until_the_offices_shut(demo, year, gone, hour):
    with time_machine.travel(datetime(year, 3, 5, 22, 0, tzinfo=clock.ZONE), tick=False) as machine:
        clock.set_city(MORNING)
        machine.shift(gone)
        assert clock.now().strftime("%Y-%m-%d %H:%M") == f"2023-06-05 {hour}"


def test_a_machine_set_back_and_an_evening_change_nothing(demo):
    with time_machine.travel(datetime(2026, 3, 5, tzinfo=clock.ZONE), tick=False) as machine:
        clock.set_city(MORNING)
        machine.shift(timedelta(days=-1))
        assert clock.now() == MORNING
        clock.set_city(MORNING.replace(hour=20))
        machine.shift(timedelta(hours=5))
        assert clock.now() == MORNING.replace(hour=20)


def test_set_again_and_forgotten(demo, tmp_path):
    clock.set_city(MORNING + timedelta(days=7))
    assert clock.today() == (MORNING + timedelta(days=7)).date()
    assert [file.name for file in tmp_path.iterdir()] == [clock.FILE]
    clock.forget_city()
    assert clock.now() == MORNING
