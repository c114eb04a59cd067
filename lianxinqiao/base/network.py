"""Where this machine stands in its own network."""

import socket
from ipaddress import ip_address

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.errors import Refused

SOMEWHERE = ("192.0.2.1", 9)  # an address of documentation (RFC 5737): nobody's


def own_address() -> str:
    """The machine's IPv4 address on the network of its default route. Sends nothing.

    Raises Refused where there is no such network. With several networks the default route's is taken.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE)  # a datagram socket only looks up the route
            found = str(probe.getsockname()[0])
        except OSError as away:
            raise Refused(_NO_NETWORK) from away
    if ip_address(found).is_loopback or ip_address(found).is_unspecified:
        raise Refused(_NO_NETWORK)
    return found


def must_be_free(host: str, port: int) -> None:
    """Raise Refused where another program already answers on this port."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as taken:
            told = {"host": host, "port": port}
            raise Refused(_("%(host)s:%(port)d 已被占用。请换一个端口，例如 PORT=8001。") % told) from taken


_NO_NETWORK = _("这台机器现在没有连着网络，手机打不开它。请先连上和手机同一个网络，或去掉 LAN=1。")
