"""The build obeys the user's own package index, and names none itself."""

import os
import re

import pytest

from tests.house import tree
from tools import build

pytestmark = pytest.mark.tree
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-boot.lock"]


@pytest.fixture(autouse=True)
def no_settings_of_ours(monkeypatch):
    for name in [name for name in os.environ if name.startswith("UV_") or name in {"SSL_CERT_FILE", "ALL_PROXY"}]:
        monkeypatch.delenv(name)


def test_uv_is_told_what_pip_is_told():
    told = build.uv_environment(
        {
            "index-url": "https://mirror.example/simple",
            "extra-index-url": "https://one.example/simple\nhttps://two.example/simple",
            "find-links": "/srv/wheels /srv/more",
            "trusted-host": "mirror.example",
            "cert": "/etc/own.pem",
            "timeout": "60",
        }
    )
    assert told["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert told["UV_INDEX"] == "https://one.example/simple https://two.example/simple"
    assert told["UV_FIND_LINKS"] == "/srv/wheels,/srv/more"
    assert told["UV_INSECURE_HOST"] == "mirror.example"
    assert told["SSL_CERT_FILE"] == "/etc/own.pem"
    assert told["UV_HTTP_TIMEOUT"] == "60"


def test_without_settings_no_index_is_named():
    told = build.uv_environment({})
    assert not {"UV_DEFAULT_INDEX", "UV_INDEX", "UV_FIND_LINKS"} & set(told)


def test_what_the_user_told_uv_itself_wins(monkeypatch):
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://uv.example/simple")
    assert build.uv_environment({"index-url": "https://pip.example"})["UV_DEFAULT_INDEX"] == "https://uv.example/simple"


def test_no_index_is_a_flag():
    env = build.uv_environment({"no-index": "true"})
    assert build.no_index_flag(env) == ["--no-index"]
    assert "UV_NO_INDEX" not in env


def test_variables_come_before_the_install_section_before_the_global_one(monkeypatch):
    listed = "global.index-url='https://a.example'\ninstall.index-url='https://b.example'\nglobal.cert='/a.pem'\n"
    monkeypatch.setattr(build, "run", lambda *_c, **_k: listed)
    assert build.pip_settings("python") == {"index-url": "https://b.example", "cert": "/a.pem"}
    monkeypatch.setattr(build, "run", lambda *_c, **_k: listed + ":env:.index-url='https://c.example'\n")
    assert build.pip_settings("python")["index-url"] == "https://c.example"


@pytest.mark.parametrize("name", LOCKS)
def test_locks_pin_by_hash_and_name_no_place(name):
    text = (tree.ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(
        r"^[a-z0-9][\w.\-\[\],]*==[^\\\n]+\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", text, re.MULTILINE
    )
    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


def test_the_test_tools_change_no_version_that_runs():
    def pinned(name):
        return set(
            re.findall(r"^([a-z0-9][^ ;\\]*==[^ ;\\]+)", (tree.ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        )

    assert pinned("requirements.lock") - pinned("requirements-dev.lock") == set()


def test_every_dependency_is_in_the_lock_and_says_why_it_is_there():
    text = (tree.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lock = (tree.ROOT / "requirements-dev.lock").read_text(encoding="utf-8") + (
        tree.ROOT / "requirements-boot.lock"
    ).read_text(encoding="utf-8")
    told = re.findall(r'"([a-z0-9][a-z0-9-]*)(?:\[[^\]]*\])?[~<>=]=?[^"]*"\]?,? *(#.*)?$', text, re.MULTILINE)
    told = [(name, why) for name, why in told if name != "setuptools" or why]
    assert len(told) > 30
    assert [name for name, _why in told if f"\n{name}==" not in lock] == []
    assert [name for name, why in told if len(why) < len("# tests/")] == []
