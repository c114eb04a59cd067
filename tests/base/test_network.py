"""The machine's own address: looked up, never by sending, refused in a sentence."""

import socket

import pytest

from lianxinqiao.base import network
from lianxinqiao.base.errors import Refused


class Probe(socket.socket):
    """A socket of a machine that knows a route, or none."""

    found: object = ("192.168.3.7", 40000)

    def connect(self, _address):
        if isinstance(self.found, OSError):
            raise self.found

    def getsockname(self):
        return self.found

    def send(self, *_words):
        raise AssertionError("nothing is sent")

    sendto = sendall = send


@pytest.fixture
def probe(monkeypatch):
    monkeypatch.setattr(network.socket, "socket", Probe)
    yield Probe
    Probe.found = ("192.168.3.7", 40000)


def test_the_address_on_the_default_routes_network(probe):
    assert network.own_address() == "192.168.3.7"


@pytest.mark.parametrize("found", [OSError(101, "unreachable"), ("127.0.0.1", 1), ("0.0.0.0", 1)])
def test_without_a_network_it_says_so(probe, found):
    probe.found = found
    with pytest.raises(Refused, match="网络"):
        network.own_address()


def test_a_port_that_is_taken_is_named():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Refused, match=f"127.0.0.1:{port} 已被占用"):
            network.must_be_free("127.0.0.1", port)
    network.must_be_free("127.0.0.1", port)
