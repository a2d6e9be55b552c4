"""Runs real nodes of OpenSearch on this machine, made of their published jars. Needs Java 17 or 21, and Maven.

    .venv/bin/python -m tests.opensearch.nodes     # three nodes, until Ctrl-C; prints OPENSEARCH_URL

On Debian: apt install default-jre-headless maven. OpenSearch does not run as root, so root starts it as ``nobody``.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

_HERE = Path(__file__).parent
_VERSION = re.search(r"<opensearch>([\d.]+)<", (_HERE / "pom.xml").read_text("utf-8"))[1]  # type: ignore[index]
_NOBODY = 65534
_HEAP = "512m"
_PATIENCE = 120  # seconds until nodes have found each other
_MODULE = "transport-netty4"  # the module through which nodes talk; OpenSearch loads it from a folder of its own
_MODULE_JARS = ("netty-*.jar", "transport-netty4-client-*.jar")
_DESCRIPTOR = f"""\
name={_MODULE}
description=The network of a node
version={_VERSION}
opensearch.version={_VERSION}
java.version=11
classname=org.opensearch.transport.Netty4Plugin
has.native.controller=false
"""
_LOGGING = """\
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %p %c{1.}: %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""


class Missing(Exception):
    """What this machine lacks to run nodes, in one sentence."""


class Node:
    """One node, with folders and ports of its own."""

    def __init__(self, name: str, folder: Path, http: int, transport: int) -> None:
        self.name, self.http, self.transport = name, http, transport
        self._folder = folder / name
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http}"

    def start(self, home: Path, peers: list[Node]) -> None:
        config = self._folder / "config"
        config.mkdir(parents=True, exist_ok=True)
        seeds = ", ".join(f'"127.0.0.1:{peer.transport}"' for peer in peers)
        (config / "log4j2.properties").write_text(_LOGGING)
        (config / "opensearch.yml").write_text(
            f"cluster.name: archive-tests\n"
            f"node.name: {self.name}\n"
            f"path.data: {self._folder / 'data'}\n"
            f"path.logs: {self._folder / 'logs'}\n"
            f"http.port: {self.http}\n"
            f"transport.port: {self.transport}\n"
            f"discovery.seed_hosts: [{seeds}]\n"
            f"cluster.initial_cluster_manager_nodes: [{', '.join(peer.name for peer in peers)}]\n"
            # A disk of a test machine can be fuller than a cluster likes.
            "cluster.routing.allocation.disk.threshold_enabled: false\n"
        )
        if os.geteuid() == 0:
            for path in (self._folder, *self._folder.rglob("*")):
                os.chown(path, _NOBODY, _NOBODY)
        command = [
            *("java", f"-Xms{_HEAP}", f"-Xmx{_HEAP}", "-XX:+UseSerialGC", "-Djava.security.manager=allow"),
            *(f"-Dopensearch.path.home={home}", f"-Dopensearch.path.conf={config}"),
            *("-Dopensearch.distribution.type=tar", "-Dopensearch.bundled_jdk=false", "-Dlog4j2.disable.jmx=true"),
            *(f"-Djava.io.tmpdir={self._folder}", f"-Djna.tmpdir={self._folder}", "-Djna.nosys=true"),
            *("-cp", f"{home / 'lib'}/*", "org.opensearch.bootstrap.OpenSearch"),
        ]
        user = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        with (self._folder / "output").open("ab") as output:
            self._process = subprocess.Popen(command, stdout=output, stderr=output, cwd=self._folder, **user)  # type: ignore[call-overload]

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def kill(self) -> None:
        """Stop the node as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(60)
            self._process = None

    def died(self) -> str:
        """What a node has said that has ended by itself; "" if it runs."""
        if self._process is None or self._process.poll() is None:
            return ""
        return "\n".join((self._folder / "output").read_text("utf-8", "replace").splitlines()[:40])


class Nodes:
    """A cluster on this machine."""

    def __init__(self, home: Path, nodes: list[Node]) -> None:
        self._home, self.nodes = home, nodes

    @property
    def urls(self) -> list[str]:
        return [node.url for node in self.nodes]

    def start(self, *nodes: Node) -> None:
        """Start these nodes, and wait until the cluster has all of its nodes."""
        for node in nodes:
            node.start(self._home, self.nodes)
        self.wait_for(len(self.nodes))

    def wait_for(self, number: int, status: str = "yellow") -> None:
        until = time.monotonic() + _PATIENCE
        asked = f"{self.urls[0]}/_cluster/health?wait_for_nodes=%3E%3D{number}&wait_for_status={status}&timeout=5s"
        while True:
            for node in self.nodes:
                if said := node.died():
                    raise RuntimeError(f"A node of OpenSearch has ended: {said}")
            try:
                with urlopen(asked, timeout=10) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def stop(self) -> None:
        for node in self.nodes:
            node.kill()


@contextmanager
def nodes(number: int = 3) -> Iterator[Nodes]:
    """A cluster that runs while the block does. Raises Missing."""
    folder = Path(tempfile.mkdtemp(prefix="opensearch-"))
    folder.chmod(0o755)  # the nodes read it as another user
    home = folder / "home"
    ports = _free_ports(2 * number)
    made = Nodes(home, [Node(f"node{n}", folder, ports[2 * n], ports[2 * n + 1]) for n in range(number)])
    try:
        _lay_out(home)
        made.start(*made.nodes)
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _lay_out(home: Path) -> None:
    """The folders of a distribution: the jars, and the module of the network."""
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            raise Missing(f"needs {program} (on Debian: apt install default-jre-headless maven)")
    libraries, module = home / "lib", home / "modules" / _MODULE
    command = ["mvn", "--quiet", "--batch-mode", "--file", str(_HERE / "pom.xml"), "dependency:copy-dependencies"]
    done = subprocess.run(
        [*command, "-DincludeScope=runtime", f"-DoutputDirectory={libraries}"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        raise Missing(f"Maven finds no jars of OpenSearch: {done.stdout.strip().splitlines()[:1]}")
    module.mkdir(parents=True)
    for name in ("bin", "extensions", "plugins"):  # a node would make them, but it may not write here
        (home / name).mkdir()
    for pattern in _MODULE_JARS:
        for jar in libraries.glob(pattern):
            jar.rename(module / jar.name)
    (module / "plugin-descriptor.properties").write_text(_DESCRIPTOR)
    shutil.copy(_HERE / "plugin-security.policy", module)


def _free_ports(number: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does
    with suppress(KeyboardInterrupt), nodes() as running:
        print(f"OPENSEARCH_URL={','.join(running.urls)}", flush=True)
        signal.pause()
