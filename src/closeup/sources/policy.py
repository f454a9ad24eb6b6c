"""What may be fetched from the network, and how: public addresses only, within limits, politely."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from closeup.version import __version__

if TYPE_CHECKING:
    import ssl

AGENT = "closeup"
"""The name that robots.txt rules are looked up by."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_TRANSLATED = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
_NOT_PUBLIC = tuple(
    # Ranges that `ipaddress` of some Python releases takes for public (RFC 6890, RFC 8215, RFC 7526).
    ipaddress.ip_network(net)
    for net in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "fec0::/10", "100.64.0.0/10")
)


def is_public(address: Address) -> bool:
    """Whether an address is out on the internet.

    False for private, loopback, link-local, multicast, shared, reserved and documentation
    ranges, and for IPv6 addresses that lead to such an IPv4 address.
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and any(address in net for net in _TRANSLATED):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    if any(address.version == net.version and address in net for net in _NOT_PUBLIC):
        return False
    return address.is_global and not (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a host, in the order to try them.

    Raises
    ------
    OSError
        The name has no address.
    TimeoutError
        The resolver did not answer in `seconds`; it cannot be stopped, so it is left behind.
    """
    found: list[str] = []
    failed: list[OSError] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))
        except OSError as error:
            failed.append(error)
        except UnicodeError as error:
            failed.append(OSError(str(error)))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if asking.is_alive():
        raise TimeoutError
    if failed:
        raise failed[0]
    return found


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """What may be fetched, and how.

    Parameters
    ----------
    seconds : float
        Time limit for one page with its redirects, waiting for politeness not counted in.
    max_bytes : int
        Size limit of a page, unpacked.
    max_redirects : int
        How many redirects are followed; each is checked like the first address.
    pause : float
        Least time in seconds between two pages of one host (more where its robots.txt asks
        for a `Crawl-delay`, up to 30).
    robots : bool
        Whether robots.txt is asked first. Leave it on for pages that are not yours.
    user_agent : str
        What the fetch calls itself; rules of robots.txt for `closeup` apply whatever it says.
    may_connect : callable
        Whether an address may be connected to; by default `is_public`.
    resolve : callable
        ``(host, port, seconds)`` to a list of addresses; by default the system's resolver.
    tls : ssl.SSLContext, optional
        Trust other than the system's.
    """

    seconds: float = 30.0
    max_bytes: int = 20_000_000
    max_redirects: int = 5
    pause: float = 1.0
    robots: bool = True
    user_agent: str = f"{AGENT}/{__version__} (reads film reviews; honours robots.txt)"
    may_connect: Callable[[Address], bool] = is_public
    resolve: Callable[[str, int, float], list[str]] = resolve
    tls: ssl.SSLContext | None = field(default=None, repr=False)
