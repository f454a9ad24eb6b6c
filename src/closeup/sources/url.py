"""Pages by address: https only, bounded in size and time, public addresses only, robots.txt honoured."""

from __future__ import annotations

import http.client
import io
import ipaddress
import socket
import ssl
import time
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from closeup.errors import FetchRefused, InputError, NotFound, TooLarge, TooSlow
from closeup.sources.policy import AGENT, FetchPolicy

if TYPE_CHECKING:
    from protego import Protego

_MOVED = frozenset({301, 302, 303, 307, 308})
_ROBOTS_BYTES = 512_000
"""RFC 9309 asks for at least 500 KiB of a robots.txt to be parsed."""
_LONGEST_PAUSE = 30.0
"""Seconds of `Crawl-delay` that are kept; what asks for more would hold up every other page."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: its bytes, the stated media type, the address after redirects."""

    data: bytes
    content_type: str | None
    final_url: str


def fetch(url: str, policy: FetchPolicy | None = None) -> Fetched:
    """Fetch one page; see `Fetcher.fetch`."""
    return Fetcher(policy or FetchPolicy()).fetch(url)


class Fetcher:
    """Fetches pages one by one, remembering each host's robots.txt and when it was last asked."""

    def __init__(self, policy: FetchPolicy | None = None) -> None:
        self.policy = policy or FetchPolicy()
        self._robots: dict[str, Protego | None] = {}
        self._asked: dict[str, float] = {}

    def fetch(self, url: str) -> Fetched:
        """Fetch a page.

        Raises
        ------
        FetchRefused
            Not https, an address that is not public, forbidden by robots.txt, no
            connection, a certificate that does not fit, or an answer that is not the page.
        NotFound
            No such host or page.
        TooLarge, TooSlow
            Past the policy's limits.
        """
        deadline = _Deadline(self.policy.seconds)
        try:
            return self._followed(url, deadline, polite=True)
        except InputError as error:
            if error.where is None:
                error.where = url
            raise

    def _followed(self, url: str, deadline: _Deadline, *, polite: bool, limit: int | None = None) -> Fetched:
        for _ in range(self.policy.max_redirects + 1):
            parts = checked(url)
            if polite:
                self._ask_leave(parts, deadline)
            answer = self._got(parts, deadline, limit)
            if answer.moved_to is None:
                if answer.status != 200:
                    raise _Refusal.of(answer.status)
                return Fetched(answer.data, answer.content_type, urlunsplit(parts))
            url = urljoin(urlunsplit(parts), answer.moved_to)
        raise FetchRefused(f"the page redirects more than {self.policy.max_redirects} times")

    def _ask_leave(self, parts: SplitResult, deadline: _Deadline) -> None:
        host = parts.netloc.lower()
        delay = self.policy.pause
        if self.policy.robots:
            if host not in self._robots:
                self._robots[host] = self._rules(parts, deadline)
            rules = self._robots[host]
            if rules is None:
                raise FetchRefused("the server's robots.txt cannot be had now, which means no; try later")
            if not rules.can_fetch(urlunsplit(parts), AGENT):
                raise FetchRefused(
                    "the site's robots.txt asks not to fetch this page; save it from a browser"
                )
            delay = max(delay, min(float(rules.crawl_delay(AGENT) or 0), _LONGEST_PAUSE))
        if host in self._asked and (wait := self._asked[host] + delay - time.monotonic()) > 0:
            time.sleep(wait)
            deadline.extend(wait)
        self._asked[host] = time.monotonic()

    def _rules(self, parts: SplitResult, deadline: _Deadline) -> Protego | None:
        """The host's rules: none where it has no robots.txt, None where it cannot be had (RFC 9309)."""
        from protego import Protego

        address = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
        try:
            found = self._followed(address, deadline, polite=False, limit=_ROBOTS_BYTES)
        except _Refusal as error:
            return Protego.parse("") if 400 <= error.status < 500 and error.status != 429 else None
        return Protego.parse(found.data.decode("utf-8", "replace"))

    def _got(self, parts: SplitResult, deadline: _Deadline, limit: int | None) -> _Answer:
        connection = _Connection(parts, self.policy, deadline)
        try:
            path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
            connection.request(
                "GET",
                quote(path, safe="/?:@!$&'()*+,;=-._~%[]"),
                headers={
                    "User-Agent": self.policy.user_agent,
                    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5",
                    "Accept-Encoding": "gzip, identity;q=0.5",
                    "Accept-Language": "en",
                    "Connection": "close",
                },
            )
            response = connection.getresponse()
            if response.status in _MOVED and (place := response.getheader("Location")):
                return _Answer(response.status, b"", None, place)
            if response.status != 200:
                return _Answer(response.status, b"", None, None)
            data = _body(response, limit or self.policy.max_bytes, cut=limit is not None)
            return _Answer(200, data, response.getheader("Content-Type"), None)
        except TimeoutError as error:
            raise TooSlow(
                f"fetching it took longer than {self.policy.seconds:g} seconds, the limit"
            ) from error
        except ssl.SSLCertVerificationError as error:
            raise FetchRefused(f"the server's certificate does not hold: {error.verify_message}") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise FetchRefused(
                f"the server did not answer as it should ({error or type(error).__name__})"
            ) from error
        finally:
            connection.hang_up()


def checked(url: str) -> SplitResult:
    """An address in parts, if it is one that may be fetched at all.

    Raises
    ------
    FetchRefused
        Another scheme than https, a user name or password, no host, a port that is no number.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise FetchRefused("this is no address of a page", where=url) from error
    if parts.scheme == "http":
        raise FetchRefused("http is not safe from tampering; use the https address", where=url)
    if parts.scheme != "https":
        raise FetchRefused(f"only https pages are fetched, not {parts.scheme or 'nothing'}:", where=url)
    if parts.username is not None or parts.password is not None:
        raise FetchRefused("an address with a user name or password is not fetched", where=url)
    if not host or any(ord(character) <= 32 for character in url.strip()):
        raise FetchRefused("this is no address of a page", where=url)
    try:
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise FetchRefused("the host's name is not one that can exist", where=url) from error
    place = f"[{name}]" if ":" in name else name
    # The fragment is the reader's business and never sent.
    return parts._replace(netloc=place if port in (None, 443) else f"{place}:{port}", fragment="")


class _Refusal(FetchRefused):
    """A status that is not the page."""

    status = 0

    @classmethod
    def of(cls, status: int) -> InputError:
        if status in (404, 410):
            return _missing(status)
        said = {
            401: "it asks for a login",
            403: "it forbids it",
            429: "it asks for fewer requests; try later",
        }
        error = cls(f"the server refused: {said.get(status, f'status {status}')}")
        error.status = status
        return error


class _Missing(NotFound, _Refusal):
    """No such page, which for a robots.txt means that everything is allowed."""

    code = NotFound.code


def _missing(status: int) -> _Missing:
    error = _Missing(f"the server has no such page (status {status})")
    error.status = status
    return error


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    data: bytes
    content_type: str | None
    moved_to: str | None


class _Deadline:
    """A moment that every wait on the network is measured against."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        self._end += seconds

    def left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Connection(http.client.HTTPSConnection):
    """A connection to the very address that was checked, each wait on it under the deadline."""

    def __init__(self, parts: SplitResult, policy: FetchPolicy, deadline: _Deadline) -> None:
        context = policy.tls or ssl.create_default_context()
        super().__init__(str(parts.hostname), parts.port or 443, context=context)
        self._tls = context
        self._policy = policy
        self._deadline = deadline
        self._secure: ssl.SSLSocket | None = None

    def connect(self) -> None:
        addresses = self._addresses()
        failure: OSError | None = None
        for address in addresses:
            try:
                plain = socket.create_connection((address, self.port), timeout=self._deadline.left())
            except TimeoutError:
                raise
            except OSError as error:
                failure = error
                continue
            try:
                plain.settimeout(self._deadline.left())
                secure = self._tls.wrap_socket(plain, server_hostname=self.host)
            except BaseException:
                plain.close()
                raise
            self._secure = secure
            self.sock = _TimedSocket(secure, self._deadline)
            return
        raise failure or OSError("no address")

    def hang_up(self) -> None:
        """Close the connection for good."""
        self.close()
        if self._secure is not None:
            self._secure.close()

    def _addresses(self) -> list[str]:
        try:
            found = self._policy.resolve(self.host, self.port, self._deadline.left())
        except TimeoutError:
            raise
        except OSError as error:
            raise NotFound(f"there is no host {self.host}") from error
        # One inner address among several is how names are made to lead inside; the name is not trusted.
        for text in found:
            if not self._policy.may_connect(ipaddress.ip_address(text)):
                raise FetchRefused(f"{self.host} leads to {text}, which is not a public address")
        return found


class _TimedSocket:
    """As much of a socket as `http.client` uses, each wait no longer than what the deadline leaves."""

    def __init__(self, sock: ssl.SSLSocket, deadline: _Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(self._deadline.left())
        self._sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._sock, self._deadline))

    def close(self) -> None:
        # `http.client` lets go of a socket as soon as the headers are in, while the body is still read.
        pass


class _TimedReader(io.RawIOBase):
    def __init__(self, sock: ssl.SSLSocket, deadline: _Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        self._sock.settimeout(self._deadline.left())
        return self._sock.recv_into(buffer)  # type: ignore[arg-type]


def _body(response: http.client.HTTPResponse, limit: int, *, cut: bool) -> bytes:
    """The body, unpacked; past the limit cut off there, or refused."""
    stated = response.getheader("Content-Length") or ""
    if stated.isdigit() and int(stated) > limit and not cut:
        raise TooLarge(f"the page has {int(stated):,} bytes; the limit is {limit:,}")
    coding = (response.getheader("Content-Encoding") or "identity").lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise FetchRefused(f"the server sent the page packed as {coding[:20]!r}, which was not asked for")
    unpack = zlib.decompressobj(31) if coding != "identity" else None
    data = bytearray()
    while chunk := response.read1(65_536):
        try:
            data += unpack.decompress(chunk, limit + 1 - len(data)) if unpack else chunk
        except zlib.error as error:
            raise FetchRefused("the page came damaged") from error
        if len(data) > limit:
            if cut:
                break
            raise TooLarge(f"the page is larger than {limit:,} bytes, the limit")
    return bytes(data[:limit])
