"""Requests that leave this server: only to addresses on the internet, unless whoever runs the machine named the host.

A host is resolved once, every address it has is judged, and the connection goes to the very address that was judged.
So a name cannot lead into the own network, neither at once nor by changing between the look and the step.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from allied.kernel.words import _

FILE: Final = "reachable-hosts.txt"
PORTS: Final = {"https": 443, "http": 80}
LONGEST: Final = 300
TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")


class NotReachable(Exception):
    """Nothing is sent there; the message says why and what to do."""


@dataclass(frozen=True)
class Reach:
    """Where a request goes: ``url`` names the judged address itself, ``headers`` and ``server_name`` the host."""

    url: str
    host: str
    server_name: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Host": self.host}


def reach(url: str) -> Reach:
    """Judge an address.

    Raises:
        NotReachable: it is none, is not https, cannot be found, or lies in a network that is not the internet.
    """
    parts = urlsplit(url[:LONGEST])
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise NotReachable(_("Write an address such as https://models.example.org/v1, without a name or key in it."))
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError:
        raise NotReachable(_("The port of this address is no number that a port can have.")) from None
    is_named = f"{parts.hostname}:{port}" in _named()
    if parts.scheme != "https" and not is_named:
        raise NotReachable(_("Only https is used, so that nobody on the way reads what is sent."))
    addresses = _addresses(parts.hostname, port)
    if not is_named and not all(map(_is_public, addresses)):
        raise NotReachable(
            _(
                "%(hostname)s lies inside a private network. Whoever runs this server allows it by "
                "the line %(hostname)s:%(port)s in the file %(file)s of its data folder.",
                hostname=parts.hostname,
                port=port,
                file=FILE,
            )
        )
    address = addresses[0]
    there = f"[{address}]" if ":" in address else address
    return Reach(f"{parts.scheme}://{there}:{port}{parts.path.rstrip('/')}", parts.netloc, parts.hostname)


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotReachable(_("%(host)s is not found. Check the address.", host=host)) from None
    return [str(each[4][0]) for each in found]


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    is_wrapped = isinstance(found, ipaddress.IPv6Address) and (
        found.ipv4_mapped or found.sixtofour or found.teredo or found in TRANSLATED
    )
    return found.is_global and not found.is_multicast and not is_wrapped  # wrapped: another address stands inside


def _named() -> set[str]:
    """The hosts inside the own network that the operator allows, as host:port, one a line."""
    try:
        lines = (Path(settings.HOME) / FILE).read_text().splitlines()
    except OSError:
        return set()
    return {line.strip().lower() for line in lines if line.strip()}
