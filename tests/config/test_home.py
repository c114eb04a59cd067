"""A test can never touch the installation of whoever runs it."""

import os
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests import early


def test_the_home_is_a_throw_away_folder_of_this_worker():
    assert Path(os.environ["LXQ_TEST_HOME"]) in settings.HOME.parents
    assert settings.HOME.name == os.environ.get("PYTEST_XDIST_WORKER", "alone")
    assert not (settings.BASE_DIR / "var" / "keys").is_relative_to(settings.HOME)


def test_the_database_is_the_one_that_the_run_names(db):
    assert connection.vendor == ("postgresql" if early.on_postgres() else "sqlite")
    assert "test_" in Path(str(connection.settings_dict["NAME"])).name
