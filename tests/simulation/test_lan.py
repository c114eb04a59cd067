"""`lxq demo --lan`: for this run the city answers on the machine's own network address and calls itself by it."""

import os
from html import unescape
from io import StringIO

import pytest
from django.core.management import CommandError, call_command, load_command_class
from django.test import Client

from lianxinqiao.base import codes, network
from lianxinqiao.base.errors import Refused
from lianxinqiao.simulation.management.commands import demo
from tests.concerns.conftest import build
from tests.config.test_lxq import lxq

OWN = "192.168.3.7"


@pytest.fixture
def opened(monkeypatch):
    """The environment is put back after the test."""
    for name in ("LXQ_HOSTS", "LXQ_ADDRESS"):
        monkeypatch.setenv(name, "")
    command = demo.Command(stdout=StringIO())
    hosts = command._open_to_network(OWN, 8123)
    return hosts, command.stdout.getvalue()


def test_it_answers_there_and_here_and_prints_address_and_code(opened, settings):
    hosts, told = opened
    assert hosts == [OWN, "127.0.0.1"]
    assert set(os.environ["LXQ_HOSTS"].split(",")) == {*settings.ALLOWED_HOSTS, OWN}
    assert f"http://{OWN}:8123/" in told
    assert codes.qr_text(f"http://{OWN}:8123/") in told
    assert "公网" not in told


@pytest.mark.django_db(databases=["default", "traces"])
def test_the_codes_of_the_city_point_there(opened, settings):
    settings.DEMO, settings.DEMO_NOW, settings.ADDRESS = True, "2023-06-05T09:00:00+08:00", os.environ["LXQ_ADDRESS"]
    build()
    page = unescape(Client().get("/studios/S071/").content.decode())
    assert codes.qr_svg(f"http://{OWN}:8123/s/S071/") in page


def test_without_a_network_the_demo_does_not_start(monkeypatch):
    def nowhere():
        raise Refused("没有网络。")

    monkeypatch.setattr(network, "own_address", nowhere)
    with pytest.raises(CommandError, match="没有网络") as told:
        demo._own_address()
    assert told.value.returncode == 2
    assert os.environ.get("LXQ_ADDRESS", "") == ""


def test_no_real_installation_has_such_a_switch(tmp_path):
    serve = load_command_class("lianxinqiao.upkeep", "serve").create_parser("lxq", "serve")
    assert "--lan" not in serve.format_help()
    with pytest.raises(CommandError):
        call_command("demo", lan=True)  # the tests' home is no demo
    (tmp_path / "settings.toml").write_text('hosts = "lxq.example.cn"', encoding="utf-8")
    done = lxq(tmp_path, "demo", "--lan", LXQ_DEMO="true")
    assert (done.returncode, "█" in done.stdout) == (2, False)
