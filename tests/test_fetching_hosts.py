"""Tests that a client connects to its fixed hosts only: redirects, names that resolve inside, proxies, TLS."""

from __future__ import annotations

import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from archive.fetching.client import Client
from archive.fetching.hosts import FetchError, Hosts, is_public
from tests.stand_in_server import Answer, StandIn

UN = Hosts(frozenset({"documents.un.org"}))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as server:
        yield server


def resolve(monkeypatch: pytest.MonkeyPatch, *ips: str) -> None:
    """Lets every host name resolve to these addresses."""

    def answer(host: str, port: int, *_: object, **options: object) -> list[Any]:
        family = {4: socket.AF_INET, 6: socket.AF_INET6}
        return [(family[ip_address(ip).version], socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ips]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


def refusal(hosts: Hosts, address: str, into: Path) -> str:
    with pytest.raises(FetchError) as caught:
        Client(hosts, sleep=lambda seconds: None).fetch(address, into, most=1000)
    return caught.value.message.code


@pytest.mark.parametrize(
    "address",
    [
        "http://documents.un.org/a",
        "https://documents.un.org:8443/a",
        "https://documents.un.org:0/a",
        "https://documents.un.org.example/a",
        "https://documents.un.org@example.org/a",
        "https://user:word@documents.un.org/a",
        "https://example.org/documents.un.org",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://0x7f.1/a",
        "https://2130706433/a",
        "https://0177.0.0.1/a",
        "https://[::ffff:127.0.0.1]/a",
        "https://127.0.0.1#@documents.un.org/a",
        "https://127.0.0.1?@documents.un.org/a",
        "https://documents.un.org./a",
        "ftp://documents.un.org/a",
        "file:///etc/passwd",
        "//documents.un.org/a",
        "gopher://documents.un.org/a",
        "",
    ],
)
def test_other_addresses_are_refused(address: str, tmp_path: Path) -> None:
    assert refusal(UN, address, tmp_path / "a") == "fetching.not_allowed"


def test_an_address_with_no_port_in_its_place_is_refused(tmp_path: Path) -> None:
    assert refusal(UN, "https://documents.un.org:port/", tmp_path / "a") == "fetching.no_address"


@pytest.mark.parametrize(
    "location",
    ["https://example.org/", "http://169.254.169.254/latest/meta-data", "//localhost:1/", "file:///etc/passwd",
     "http://127.0.0.1:1/", "https://documents.un.org:22/"],
)  # fmt: skip
def test_no_redirect_leaves_the_hosts(server: StandIn, tmp_path: Path, location: str) -> None:
    server.answers["/a"] = [Answer(status=302, headers={"Location": location})]
    hosts = Hosts(UN.names, server.origin)
    assert refusal(hosts, f"{server.origin}/a", tmp_path / "a") == "fetching.not_allowed"


def test_a_redirect_within_the_hosts_is_followed(server: StandIn, tmp_path: Path) -> None:
    server.answers["/a"] = [Answer(status=301, headers={"Location": "/b"})]
    server.answers["/b"] = [Answer(b"text")]
    fetched = Client(Hosts(frozenset(), server.origin)).fetch(f"{server.origin}/a", tmp_path / "a", most=1000)
    assert fetched is not None
    assert fetched.address == f"{server.origin}/b"


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("140.82.121.3", True),
        ("2606:50c0:8000::153", True),
        ("::ffff:140.82.121.3", True),
        ("64:ff9b::8c52:7903", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("::127.0.0.1", False),
    ],
)
def test_which_ip_addresses_are_public(ip: str, public: bool) -> None:
    assert is_public(ip) == public


@pytest.mark.parametrize("ips", [["127.0.0.1"], ["::1"], ["140.82.121.3", "10.0.0.1"], ["::ffff:169.254.169.254"]])
def test_a_name_that_resolves_inside_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ips: list[str]
) -> None:
    resolve(monkeypatch, *ips)
    assert refusal(UN, "https://documents.un.org/a", tmp_path / "a") == "fetching.private_address"


def test_no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fails(*arguments: object, **options: object) -> None:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    assert refusal(UN, "https://documents.un.org/a", tmp_path / "a") == "fetching.no_such_host"


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{free.getsockname()[1]}"
    assert refusal(Hosts(frozenset(), origin), f"{origin}/a", tmp_path / "a") == "fetching.no_connection"


@pytest.mark.parametrize("stand_in", ["http://example.org", "http://10.0.0.1", "ftp://127.0.0.1"])
def test_plain_http_is_for_this_machine_only(stand_in: str, tmp_path: Path) -> None:
    assert refusal(Hosts(frozenset(), stand_in), f"{stand_in}/a", tmp_path / "a") == "fetching.not_allowed"


@pytest.mark.parametrize(
    ("proxy", "code"),
    [("{origin}", "fetching.proxy_fails"), ("socks5://127.0.0.1:1080", "fetching.proxy_of_other_kind"),
     ("http://127.0.0.1:1", "fetching.proxy_fails")],
)  # fmt: skip
def test_the_proxy_of_the_environment_is_used(
    monkeypatch: pytest.MonkeyPatch, server: StandIn, tmp_path: Path, proxy: str, code: str
) -> None:
    """The stand-in is no proxy: it refuses the method CONNECT."""
    monkeypatch.setenv("HTTPS_PROXY", proxy.format(origin=server.origin))
    resolve(monkeypatch, "127.0.0.1")
    assert refusal(UN, "https://documents.un.org/a", tmp_path / "a") == code


class Proxy(ThreadingHTTPServer):
    """A proxy that connects to one server, whatever host it is asked for. ``asked`` has (host, its login)."""

    daemon_threads = True

    def __init__(self, target: StandIn) -> None:
        super().__init__(("127.0.0.1", 0), _Tunnel)
        self.target, self.asked = target, list[tuple[str, str]]()

    def __enter__(self) -> Proxy:
        Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self


class _Tunnel(BaseHTTPRequestHandler):
    server: Proxy

    def do_CONNECT(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Proxy-Authorization", "")))
        host, port = self.server.target.server_address[:2]
        with socket.create_connection((str(host), port)) as other:
            self.send_response(200)
            self.end_headers()
            back = Thread(target=_copy, args=(other, self.connection), daemon=True)
            back.start()
            _copy(self.connection, other)
            back.join(5)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Prints nothing."""


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while content := source.recv(65536):
            target.sendall(content)
        target.shutdown(socket.SHUT_WR)


def test_a_file_comes_through_a_proxy_with_a_login(
    monkeypatch: pytest.MonkeyPatch, server: StandIn, tmp_path: Path
) -> None:
    pem, private = certificate(tmp_path, "documents.un.org")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, private)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.answers["/a"] = [Answer(b"text")]
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with Proxy(server) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://reader:w%40rd@127.0.0.1:{proxy.server_address[1]}")
        assert Client(UN).fetch("https://documents.un.org/a", tmp_path / "a", most=1000) is not None
        proxy.shutdown()
    assert proxy.asked == [("documents.un.org:443", f"Basic {b64encode(b'reader:w@rd').decode()}")]
    assert (tmp_path / "a").read_bytes() == b"text"


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for a host name that it signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, private = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )  # fmt: skip
    return pem, private


@pytest.mark.parametrize(
    ("name", "trusted", "code"),
    [("mirror.example", True, ""), ("mirror.example", False, "fetching.certificate"),
     ("other.example", True, "fetching.certificate")],
)  # fmt: skip
def test_the_certificate_is_checked_for_the_name_of_the_host(
    monkeypatch: pytest.MonkeyPatch, server: StandIn, tmp_path: Path, name: str, trusted: bool, code: str
) -> None:
    pem, private = certificate(tmp_path, name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, private)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.answers["/a"] = [Answer(b"text")]
    resolve(monkeypatch, "127.0.0.1")
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    origin = f"https://mirror.example:{server.server_address[1]}"
    hosts, into = Hosts(frozenset(), origin), tmp_path / "a"
    if code:
        assert refusal(hosts, f"{origin}/a", into) == code
    else:
        assert Client(hosts).fetch(f"{origin}/a", into, most=1000) is not None
        assert server.asked[0].headers["host"] == origin.removeprefix("https://")
