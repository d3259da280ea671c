"""Websites of every kind, on this computer alone. A proxy answers for them by their names."""

from __future__ import annotations

import json
import ssl
import subprocess
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

PAGE = b"<!doctype html><title>A page</title><h2 id='groups'>Groups</h2>Here it is."


@dataclass(frozen=True)
class Asked:
    """A request for a page, and the moment."""

    url: str
    agent: str
    cookie: str | None
    at: float


@dataclass
class Websites:
    """Websites, and what they were asked for. A path says what becomes of it: `/404`, `/301?to=/there`, `/slow`."""

    port: int
    asked: list[Asked] = field(default_factory=list)
    is_down: bool = False

    @property
    def env(self) -> dict[str, str]:
        """What a program is told so that it comes here."""
        proxy = f"http://127.0.0.1:{self.port}"
        names = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
        return {**dict.fromkeys(names, proxy), "no_proxy": "nowhere.invalid", "NO_PROXY": "nowhere.invalid"}

    def urls(self) -> list[str]:
        """What was asked for, in order, but for what robots may do."""
        return [asked.url for asked in self.asked if not asked.url.endswith("/robots.txt")]


@contextmanager
def websites(folder: Path) -> Iterator[Websites]:
    """Websites on a free port. Those with https:// have a certificate that was made in a folder, and nobody trusts."""
    made = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=example.org -keyout key.pem -out certificate.pem"
    )
    subprocess.run(made.split(), cwd=folder, check=True, capture_output=True)
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(folder / "certificate.pem", folder / "key.pem")

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            self.send_response(200)
            self.end_headers()
            with suppress(OSError), secure.wrap_socket(self.connection, server_side=True) as connection:
                connection.recv(1)
            self.close_connection = True

        def do_GET(self) -> None:
            cookie = self.headers["Cookie"]
            sites.asked.append(Asked(self.path, self.headers["User-Agent"], cookie, time.monotonic()))
            path = urlsplit(self.path).path
            with suppress(BrokenPipeError):
                if sites.is_down:
                    self.close_connection = True
                elif path == "/robots.txt":
                    self.robots()
                else:
                    self.page(path.strip("/").split("/")[0], urlsplit(self.path).query)

        def robots(self) -> None:
            if "private" not in self.path:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            self.wfile.write(b"User-agent: *\nDisallow: /\n")

        def page(self, kind: str, query: str) -> None:
            times = sites.urls().count(self.path)
            if kind == "slow":
                time.sleep(2.5)
            if kind == "circle":
                kind, query = "301", "to=/circle"
            if kind == "nothing":
                self.close_connection = True
                return
            status = int(kind) if kind.isdigit() else 200
            status = 200 if kind == "503" and query == "once" and times > 1 else status
            self.send_response(status)
            if status == 429:
                self.send_header("Retry-After", "1")
            if 300 < status < 400:
                self.send_header("Location", query.removeprefix("to="))
            self.send_header("Set-Cookie", "who=1")
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE)

        def log_message(self, *words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        sites = Websites(server.server_port)
        Thread(target=server.serve_forever, daemon=True).start()
        yield sites
        server.shutdown()


def known_to_work(root: Path, addresses: Collection[str], day: str) -> None:
    """Write down that these links worked on a day, so that they are not opened."""
    entries: Mapping[str, object] = {address: {"verdict": "works", "day": day} for address in addresses}
    (root / ".rolecall").mkdir(exist_ok=True)
    (root / ".rolecall/links.json").write_text(json.dumps(entries))
