from __future__ import annotations

import gzip
import ipaddress
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme

from closeup.errors import CloseupError, FetchRefused, InputError, NotFound, TooLarge, TooSlow
from closeup.review import Review, Unreadable
from closeup.sources import FetchPolicy, open_reviews
from closeup.sources.policy import is_public, resolve
from closeup.sources.url import Fetcher, checked, fetch

PAGE = (Path(__file__).parent / "pages" / "newspaper.html").read_bytes()


@cache
def certified() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a visitor trusts, and what the server shows; keys take a while to make."""
    authority = trustme.CA()
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("reel.example", "www.reel.example").configure_cert(shown)
    return trust, shown


class Site:
    """A server on this machine that plays a few hosts, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.robots: bytes | int = 404
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.trust, context = certified()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.headers["Host"].split(":")[0], self.path))
                site.agents.add(self.headers["User-Agent"])
                if self.path == "/robots.txt":
                    if isinstance(site.robots, int):
                        send(self, b"", status=site.robots)
                    else:
                        send(self, site.robots, kind="text/plain")
                elif self.path in site.answers:
                    site.answers[self.path](self)
                else:
                    send(self, b"no", status=404)

            def log_message(self, *args: Any) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *args: Any) -> None:
                pass

        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.server.socket = context.wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path: str, host: str = "reel.example") -> str:
        return f"https://{host}:{self.port}{path}"

    def policy(self, **changed: Any) -> FetchPolicy:
        known: dict[str, Any] = {
            "tls": self.trust,
            "may_connect": lambda address: address.is_loopback,
            "resolve": lambda host, port, seconds: ["127.0.0.1"],
            "pause": 0.0,
            "seconds": 20.0,
        }
        return FetchPolicy(**(known | changed))


def send(
    handler: BaseHTTPRequestHandler,
    data: bytes,
    *,
    status: int = 200,
    kind: str = "text/html; charset=utf-8",
    **headers: str,
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(data)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(data)


def page(data: bytes = PAGE, **headers: Any) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: send(handler, data, **headers)


def moved(to: str, status: int = 302) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: send(handler, b"", status=status, Location=to)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


def test_a_page_is_fetched_with_its_type_and_address(site: Site) -> None:
    site.answers["/detour?x=1"] = page()
    got = fetch(site.url("/detour?x=1#top"), site.policy())
    assert got.data == PAGE
    assert got.content_type == "text/html; charset=utf-8"
    assert got.final_url == site.url("/detour?x=1")


def test_the_fetch_says_who_it_is(site: Site) -> None:
    site.answers["/"] = page()
    fetch(site.url("/"), site.policy())
    (agent,) = site.agents
    assert agent.startswith("closeup/")


def test_a_packed_page_is_unpacked(site: Site) -> None:
    site.answers["/"] = page(gzip.compress(PAGE), Content_Encoding="gzip")
    assert fetch(site.url("/"), site.policy()).data == PAGE


@pytest.mark.parametrize(
    "url",
    [
        "http://reel.example/",
        "HTTP://reel.example/",
        "ftp://reel.example/",
        "https://",
        "https://ann:secret@reel.example/",
        "https://reel.example:port/",
        "https://[::1/",
        "https://reel example/",
        f"https://{'a' * 70}.example/",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_is_no_safe_page_is_refused(url: str) -> None:
    with pytest.raises(FetchRefused) as caught:
        fetch(url, FetchPolicy(resolve=lambda *_: pytest.fail("nothing may be looked up")))
    assert caught.value.where == url


def test_http_says_to_use_https() -> None:
    with pytest.raises(FetchRefused, match="https"):
        checked("http://reel.example/")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "192.0.0.8",
        "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1",
        "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "::7f00:1",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    ],
)  # fmt: skip
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_addresses_outside_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "127.1"]
)
def test_this_machine_is_refused_however_it_is_spelled(site: Site, host: str) -> None:
    with pytest.raises((FetchRefused, NotFound)):
        fetch(f"https://{host}:{site.port}/", site.policy(may_connect=is_public, resolve=resolve))
    assert site.asked == []


def test_one_address_inside_among_public_ones_is_refused(site: Site) -> None:
    with pytest.raises(FetchRefused, match=r"10\.0\.0\.1"):
        fetch(site.url("/"), site.policy(resolve=lambda *_: ["127.0.0.1", "10.0.0.1"]))


def test_the_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    answers = iter([["127.0.0.1"]])
    site.answers["/"] = page()
    # One look-up, one connection: a name that leads elsewhere the second time leads nowhere.
    got = fetch(site.url("/"), site.policy(robots=False, resolve=lambda *_: next(answers)))
    assert got.data == PAGE


def test_a_name_that_turns_inward_is_refused_at_the_next_request(site: Site) -> None:
    answers = iter([["127.0.0.1"], ["192.168.0.1"]])
    site.answers["/a"] = moved("/b")
    site.answers["/b"] = page()
    with pytest.raises(FetchRefused, match=r"192\.168\.0\.1"):
        fetch(site.url("/a"), site.policy(robots=False, resolve=lambda *_: next(answers)))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: Site, status: int) -> None:
    site.answers["/a"] = moved("b?c", status)
    site.answers["/b?c"] = page()
    assert fetch(site.url("/a"), site.policy()).final_url == site.url("/b?c")


@pytest.mark.parametrize(
    "to", ["http://reel.example/", "file:///etc/passwd", "//ann:pw@reel.example/", "https://"]
)
def test_a_redirect_is_checked_like_the_first_address(site: Site, to: str) -> None:
    site.answers["/a"] = moved(to)
    with pytest.raises(FetchRefused):
        fetch(site.url("/a"), site.policy())


def test_a_redirect_inside_is_refused(site: Site) -> None:
    site.answers["/a"] = moved("https://intranet.example/")
    inside = {"intranet.example": ["10.0.0.1"]}
    with pytest.raises(FetchRefused, match="not a public address"):
        fetch(site.url("/a"), site.policy(resolve=lambda host, *_: inside.get(host, ["127.0.0.1"])))


def test_five_redirects_are_followed_and_no_more(site: Site) -> None:
    for step in range(6):
        site.answers[f"/{step}"] = moved(f"/{step + 1}")
    site.answers["/6"] = page()
    assert fetch(site.url("/1"), site.policy()).data == PAGE
    with pytest.raises(FetchRefused, match="redirects"):
        fetch(site.url("/0"), site.policy())


def test_a_page_past_the_limit_is_too_large(site: Site) -> None:
    site.answers["/stated"] = page(b"x" * 2000)
    site.answers["/packed"] = page(gzip.compress(b"x" * 1_000_000), Content_Encoding="gzip")

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 1000)

    site.answers["/endless"] = endless
    for path in ("/stated", "/packed", "/endless"):
        with pytest.raises(TooLarge):
            fetch(site.url(path), site.policy(max_bytes=1500))


def test_a_server_that_drips_is_given_up_in_time(site: Site) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    def drip_headers(handler: BaseHTTPRequestHandler) -> None:
        for _ in range(200):
            handler.wfile.write(b"HTTP/1.1 200 OK"[:1])
            handler.wfile.flush()
            time.sleep(0.1)

    site.answers["/body"] = drip
    site.answers["/head"] = drip_headers
    for path in ("/body", "/head"):
        start = time.monotonic()
        with pytest.raises(TooSlow):
            fetch(site.url(path), site.policy(seconds=1.5, robots=False))
        assert time.monotonic() - start < 15


def test_a_resolver_that_does_not_answer_is_given_up(site: Site) -> None:
    def late(host: str, port: int, seconds: float) -> list[str]:
        raise TimeoutError

    with pytest.raises(TooSlow):
        fetch(site.url("/"), site.policy(resolve=late))


def test_a_host_that_does_not_exist_is_not_found() -> None:
    def none(host: str, port: int, seconds: float) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(NotFound, match=r"nowhere\.example"):
        fetch("https://nowhere.example/", FetchPolicy(resolve=none))


def test_a_certificate_that_does_not_hold_is_refused(site: Site) -> None:
    with pytest.raises(FetchRefused, match="certificate"):
        fetch(site.url("/", host="other.example"), site.policy(robots=False))
    with pytest.raises(FetchRefused, match="certificate"):
        fetch(site.url("/"), site.policy(robots=False, tls=None))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, NotFound),
        (410, NotFound),
        (401, FetchRefused),
        (403, FetchRefused),
        (429, FetchRefused),
        (500, FetchRefused),
    ],
)
def test_a_refusal_of_the_server_is_told(site: Site, status: int, kind: type[InputError]) -> None:
    site.answers["/"] = page(b"", status=status)
    with pytest.raises(kind) as caught:
        fetch(site.url("/"), site.policy())
    assert caught.value.code == kind.code


def test_a_server_that_talks_nonsense_is_refused(site: Site) -> None:
    site.answers["/"] = lambda handler: handler.wfile.write(b"\x00\x01 nonsense\r\n\r\n") and None
    with pytest.raises(FetchRefused):
        fetch(site.url("/"), site.policy(robots=False))


def test_robots_rules_are_honoured(site: Site) -> None:
    site.robots = b"User-agent: *\nDisallow: /private\n\nUser-agent: closeup\nDisallow: /reviews/*.html$\n"
    site.answers["/private"] = site.answers["/reviews/detour.html"] = page()
    fetcher = Fetcher(site.policy())
    with pytest.raises(FetchRefused, match=r"robots\.txt"):
        fetcher.fetch(site.url("/reviews/detour.html"))
    assert ("reel.example", "/reviews/detour.html") not in site.asked
    assert fetcher.fetch(site.url("/private")).data == PAGE


def test_robots_txt_is_asked_once_per_host(site: Site) -> None:
    site.answers["/a"] = site.answers["/b"] = page()
    fetcher = Fetcher(site.policy())
    for path in ("/a", "/b"):
        fetcher.fetch(site.url(path))
    fetcher.fetch(site.url("/a", host="www.reel.example"))
    assert [host for host, path in site.asked if path == "/robots.txt"] == [
        "reel.example",
        "www.reel.example",
    ]


def test_a_redirect_asks_the_next_hosts_robots(site: Site) -> None:
    site.robots = b"User-agent: *\nDisallow: /b\n"
    site.answers["/a"] = moved(site.url("/b", host="www.reel.example"))
    site.answers["/b"] = page()
    with pytest.raises(FetchRefused, match=r"robots\.txt"):
        fetch(site.url("/a"), site.policy())


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (500, False), (503, False), (429, False)]
)
def test_a_robots_txt_that_is_missing_allows_and_one_that_fails_forbids(
    site: Site, status: int, allowed: bool
) -> None:
    site.robots = status
    site.answers["/"] = page()
    if allowed:
        assert fetch(site.url("/"), site.policy()).data == PAGE
    else:
        with pytest.raises(FetchRefused, match=r"robots\.txt"):
            fetch(site.url("/"), site.policy())


def test_pages_of_one_host_are_fetched_with_a_pause(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answers["/a"] = site.answers["/b"] = page()
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    fetcher = Fetcher(site.policy(pause=3600.0))
    fetcher.fetch(site.url("/a"))
    assert slept == []
    fetcher.fetch(site.url("/b"))
    assert slept == [pytest.approx(3600, abs=300)]


def test_a_review_is_read_from_its_address(site: Site) -> None:
    site.answers["/detour"] = page()
    site.answers["/file"] = page(b"Detour is grim, quick and great.", kind="text/plain")
    urls = [site.url("/detour"), site.url("/none"), site.url("/file")]
    found = list(open_reviews(urls, fetch=site.policy()))
    assert [result.id for result in found] == urls
    first, missing, last = found
    assert isinstance(first, Review)
    assert first.critic == "Odile Fennimore"
    assert first.url == site.url("/film/2021/mar/02/detour-review")
    assert isinstance(missing, Unreadable)
    assert isinstance(missing.error, NotFound)
    assert missing.error.where == urls[1]
    assert isinstance(last, Review)
    assert (last.text, last.url) == ("Detour is grim, quick and great.", urls[2])


def test_nothing_that_a_page_names_is_fetched(site: Site) -> None:
    data = PAGE.replace(b"<figure>", b"<link rel=stylesheet href='/evil.css'><img src='/pixel.gif'><figure>")
    site.answers["/detour"] = page(data)
    list(open_reviews([site.url("/detour")], fetch=site.policy()))
    assert site.asked == [("reel.example", "/robots.txt"), ("reel.example", "/detour")]


def test_every_failure_is_one_of_ours(site: Site) -> None:
    site.server.shutdown()
    site.server.server_close()
    with pytest.raises(CloseupError):
        fetch(site.url("/"), site.policy(robots=False))
