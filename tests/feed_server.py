"""A real server that plays a feed, with all that feeds and attackers do."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Asked:
    """One question: its path, its query, and what came with it."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    times: int
    """How often this path and query were asked for, this time included."""


@dataclass
class Reply:
    """What is sent back. `body` is JSON unless it is bytes already; `raw` writes whatever it likes instead."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: Callable[[BaseHTTPRequestHandler], None] | None = None


Play = Callable[[Asked], Reply | Any]


@dataclass
class Server:
    """A server that runs: its address, and what it was asked for."""

    address: str
    asked: list[Asked] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [asked.path + (f"?page={asked.query['page']}" if "page" in asked.query else "") for asked in self.asked]


@contextmanager
def serving(play: Play, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server on a free port. `play` answers with a Reply, or with a JSON value; None is not there (404)."""
    times: Counter[str] = Counter()
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            times[self.path] += 1
            parts = urlsplit(self.path)
            asked = Asked(parts.path, dict(parse_qsl(parts.query)), dict(self.headers), times[self.path])
            server.asked.append(asked)
            made = play(asked)
            reply = made if isinstance(made, Reply) else Reply(made) if made is not None else Reply({}, 404)
            try:
                if reply.raw:
                    self.close_connection = True
                    reply.raw(self)
                    return
                body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
                self.send_response(reply.status)
                for name, value in {"Content-Length": str(len(body)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:  # who asked has gone
                self.close_connection = True

        def log_message(self, *words: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass

    Quiet.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
    running = Quiet((host, 0), Handler)
    if tls:
        running.socket = tls.wrap_socket(running.socket, server_side=True, do_handshake_on_connect=False)
    port = running.server_address[1]
    server = Server(f"{'https' if tls else 'http'}://{host}:{port}")
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        over.set()
        running.shutdown()
        running.server_close()
        thread.join()


def thin(number: int) -> dict[str, Any]:
    """A service as thin lists have it."""
    return {"id": f"id-{number}", "name": f"Service {number}", "status": "active"}


def full(number: int) -> dict[str, Any]:
    """A service as its own page has it."""
    return thin(number) | {"contacts": [{"name": "Desk", "phones": [{"number": f"0117 496 {number:04}"}]}]}


def paged(
    entries: list[Any], *, size: int = 3, first: int = 1, old: bool = False, lies: dict[str, Any] | None = None
) -> Play:
    """A feed at `/api/services`, whose pages count from `first`, with a page for each service."""
    by_id = {entry["id"]: entry for entry in entries if isinstance(entry, dict)}

    def play(asked: Asked) -> Any:
        path = asked.path.rstrip("/")
        if path == "/api":
            return {"version": "HSDS-UK-3.0", "profile": "https://openreferraluk.example/3.0", "licence": "OGL-UK-3.0"}
        if path == "/api/services":
            at = int(asked.query.get("page", first)) - first
            shown = entries[at * size : (at + 1) * size] if at >= 0 else []
            return page_of(shown, at + first, -(-len(entries) // size), len(entries), old=old) | (lies or {})
        number = path.rpartition("/id-")[2]
        return full(int(number)) if f"id-{number}" in by_id else None

    return play


def page_of(entries: list[Any], number: int, pages: int, total: int, *, old: bool = False) -> dict[str, Any]:
    """A page as Open Referral UK 3.0 wraps it, or 1.0."""
    if old:
        return {
            "totalElements": total, "totalPages": pages, "number": number, "size": 3,
            "first": number == 1, "last": number >= pages, "empty": not entries, "content": entries,
        }  # fmt: skip
    return {
        "total_items": total, "total_pages": pages, "page_number": number, "size": 3,
        "first_page": number == 1, "last_page": number >= pages, "empty": not entries, "contents": entries,
    }  # fmt: skip


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """A body that is promised and comes a byte at a time, for ever."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        handler.wfile.write(b"[")
        handler.wfile.flush()
        time.sleep(0.02)


def dripping_headers(handler: BaseHTTPRequestHandler) -> None:
    """Headers that never end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X")
        handler.wfile.flush()
        time.sleep(0.02)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """A body without an end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[")
    while True:
        handler.wfile.write(b'{"id": 1, "name": "x"},' * 5000)


def silent(handler: BaseHTTPRequestHandler) -> None:
    """Nothing, for a while."""
    time.sleep(2)


def broken_off(body: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """A connection that is cut in the middle of an answer."""

    def raw(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (len(body) + 100))
        handler.wfile.write(body)

    return raw


def bomb() -> Reply:
    """40 million bytes in 40 thousand."""
    return Reply(gzip.compress(b"[" + b" " * 40_000_000 + b"]"), headers={"Content-Encoding": "gzip"})
