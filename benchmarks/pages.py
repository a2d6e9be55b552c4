"""Measures how many pages a second servers give, side by side: new ones, kept ones, and answers without content (304).

    python -m benchmarks.pages new=http://127.0.0.1:8000 old=http://127.0.0.1:8001 --connections 32 --seconds 10

Each server should have the same archive. The addresses are those of its sitemap, and its front page, so they are many;
``--addresses`` limits them. It needs the program ``wrk`` on the same machine, which takes a part of the processors.

new      with a cookie that keeps the answers from being kept; for each server in turn, so that all have the same noise
kept     after each address has been asked once
304      with the ETag of the first address

A peer is datasette with the same rows. It makes each page anew, so only ``new`` is measured. Its pages are the clauses
of each resolution, from the SQLite file that the archive exports:

    manage.py export_data --help                                       # how to export archive.sqlite
    datasette archive.sqlite --port 8002                               # pip install datasette==0.65.5, elsewhere
    python -m benchmarks.pages new=http://127.0.0.1:8000 --datasette http://127.0.0.1:8002
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3

_http = urllib3.PoolManager(timeout=60)
_BROWSER = {"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip"}
_SCRIPT = """
local paths, headers = {%s}, {%s}
local at = 0
request = function()
  at = at + 1
  return wrk.format("GET", paths[at %% #paths + 1], headers)
end
done = function(summary, latency, requests)
  io.write(string.format("%%d %%d %%d %%d %%.1f %%.1f\\n", summary.requests, summary.duration, summary.errors.status,
    summary.errors.timeout + summary.errors.connect + summary.errors.read, latency:percentile(50) / 1000,
    latency:percentile(95) / 1000))
end
"""


def addresses(server: str, most: int) -> list[str]:
    """The paths of a server's pages, in a random order that is always the same."""
    index = _http.request("GET", f"{server}/sitemap.xml").data.decode()
    found = ["/"]
    for part in re.findall(r"<loc>(.*?)</loc>", index):
        page = _http.request("GET", server + urlsplit(part).path).data.decode()
        found += [urlsplit(each).path for each in re.findall(r"<loc>(.*?)</loc>", page)]
    found = sorted(set(found))
    random.Random(17).shuffle(found)  # noqa: S311
    return found[:most]


def addresses_of_datasette(server: str, most: int) -> list[str]:
    """The paths of the clauses of each resolution in the database that datasette serves."""
    database = next(each["name"] for each in _json(f"{server}/-/databases.json") if each["path"])
    found: list[str] = []
    following = f"{server}/{database}/resolutions.json?_shape=objects&_size=max&_col=symbol"
    while following:
        page = _json(following)
        found += [f"/{database}/clauses?{urlencode({'symbol': row['symbol'], '_size': 'max'})}" for row in page["rows"]]
        following = page.get("next_url") or ""
    random.Random(17).shuffle(found)  # noqa: S311
    return found[:most]


def _json(address: str) -> Any:
    return json.loads(_http.request("GET", address).data)


def measure(server: str, paths: Sequence[str], headers: dict[str, str], connections: int, seconds: int) -> str:
    """Pages a second, milliseconds of the median and of 95 %, and what went wrong."""
    quoted = ", ".join(f'"{path}"' for path in paths)
    listed = ", ".join(f'["{name}"] = "{_escaped(value)}"' for name, value in headers.items())
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "asked.lua")
        script.write_text(_SCRIPT % (quoted, listed))
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(script), server]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    asked, took, failed, broken, median, most = said.strip().splitlines()[-1].split()
    wrong = f", {failed} with an error, {broken} without an answer" if int(failed) + int(broken) else ""
    return f"{int(asked) / int(took) * 1e6:7.1f}/s  median {median} ms  95 % {most} ms{wrong}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def visit(server: str, paths: Iterable[str], times: int) -> str:
    """Asks for each page so often that each process of the server keeps it. Returns the ETag of the first."""
    tag = ""
    for path in paths:
        for _time in range(times):
            answer = _http.request("GET", server + path, headers=_BROWSER)
            tag = tag or answer.headers.get("ETag", "")
    return tag


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("servers", nargs="+", metavar="NAME=ADDRESS")
    parser.add_argument("--datasette", metavar="ADDRESS", help="a datasette with the same rows")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--addresses", type=int, default=200)
    options = parser.parse_args()
    servers = dict(each.split("=", 1) for each in options.servers)
    paths = addresses(next(iter(servers.values())), options.addresses)
    print(f"{len(paths)} addresses, {options.connections} connections, {options.seconds} s each")
    loads = (options.connections, options.seconds)
    for name, server in servers.items():
        print(f"new   {name:8}", measure(server, paths, {**_BROWSER, "Cookie": "messages=none"}, *loads), flush=True)
    if server := options.datasette:
        of_datasette = addresses_of_datasette(server, options.addresses)
        print("new   datasette", measure(server, of_datasette, _BROWSER, *loads), flush=True)
    tags = {name: visit(server, paths, times=6) for name, server in servers.items()}
    for name, server in servers.items():
        print(f"kept  {name:8}", measure(server, paths, _BROWSER, *loads), flush=True)
    for name, server in servers.items():
        headers = {**_BROWSER, "If-None-Match": tags[name]}
        print(f"304   {name:8}", measure(server, paths[:1], headers, *loads), flush=True)


if __name__ == "__main__":
    main()
