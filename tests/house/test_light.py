"""Starting up loads no heavy library: each costs every command and every worker time and memory."""

import json
import os
import subprocess
import sys

import pytest

from tests.house import tree

pytestmark = pytest.mark.tree

HEAVY = {
    *("numpy", "scipy", "sklearn", "pandas", "openpyxl", "highspy", "typst", "opencc", "babel"),
    *("xlsxwriter", "python_calamine", "docx", "PIL", "matplotlib", "rjieba", "pypinyin"),
}
ASK = """
import sys, json
import lianxinqiao.config.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""


def test_no_heavy_library_is_loaded_by_the_server_before_it_is_needed(tmp_path):
    env = {**os.environ, "LXQ_HOME": str(tmp_path), "LXQ_DATABASE": ""}
    migrate = [sys.executable, "-m", "lianxinqiao", "migrate", "--verbosity", "0"]  # else the server does not start
    subprocess.run(migrate, cwd=tree.ROOT, env=env, capture_output=True, check=True)
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=tree.ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout.splitlines()[-1])) & HEAVY == set()
