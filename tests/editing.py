"""A server of `rolecall edit` for tests, and a browser without scripts that fills in its forms."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from conftest import ROOT
from rolecall.edit.app import app_of, serving
from rolecall.edit.desk import Desk
from rolecall.edit.guard import guard
from rolecall.ports import nearest_free, url_of
from rolecall.workspace import Workspace


@dataclass
class Answer:
    """What came back."""

    code: int
    headers: Mapping[str, str]
    text: str


@dataclass
class Visitor:
    """Somebody who asks the server. Cookies are kept, redirects are followed unless nobody wants that."""

    port: int
    token: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, path: str, data: Mapping[str, object] | bytes | None = None, *, method: str = "", follow: bool = True,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:  # fmt: skip
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Host": f"127.0.0.1:{self.port}", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = data if isinstance(data, bytes) or data is None else urlencode(data, doseq=True).encode()
        if data is not None:
            sent |= {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/x-www-form-urlencoded"}
        sent |= headers or {}
        connection.request(method or ("GET" if data is None else "POST"), path, body, sent)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        if follow and answer.status in (302, 303, 308):
            return self.ask(answer.headers["Location"])
        return Answer(answer.status, dict(answer.headers), text)

    def enter(self) -> Answer:
        """Open the address that the command printed."""
        return self.ask(f"/?token={self.token}")

    def send(self, path: str, changes: Mapping[str, object]) -> Answer:
        """Open a form, change some fields by their labels or names, and send all of it."""
        form = Fields(self.ask(path).text)
        return self.ask(path, {**form.values, **{form.named(name): value for name, value in changes.items()}})


def in_parts(values: Mapping[str, list[str]]) -> tuple[bytes, dict[str, str]]:
    """Fields as a browser sends those of a form that takes files too, and the header for them."""
    pairs = [(name, value) for name, some in values.items() for value in some]
    head = '--edge\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    body = "".join(head.format(name, value) for name, value in pairs) + "--edge--\r\n"
    return body.encode(), {"Content-Type": "multipart/form-data; boundary=edge"}


class Fields(HTMLParser):
    """The fields of the last form of a page, as a browser sends them, and what each is called."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.labels: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._for, self._label, self._area, self._select = "", "", "", ""
        self.feed(text)

    def named(self, label: str) -> str:
        """The name of the field that people know by a label."""
        return self._names[self.labels[label]] if label in self.labels else label

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "form":
            self.values = {}
        elif tag == "label":
            self._for, self._label = found.get("for", ""), ""
        elif tag == "input" and name:
            self._names[found.get("id", "")] = name
            kind = found.get("type", "text")
            if kind in ("checkbox", "radio"):
                self.values.setdefault(name, [])
                if "checked" in found:
                    self.values[name].append(found.get("value", "on"))
            elif kind != "file":
                self.values[name] = [found.get("value", "")]
        elif tag == "textarea":
            self._area, self._names[found.get("id", "")], self.values[name] = name, name, [""]
        elif tag == "select":
            self._select, self._names[found.get("id", "")], self.values[name] = name, name, []
        elif tag == "option" and "selected" in found:
            self.values[self._select] = [found.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] = [self.values[self._area][0] + data]
        elif self._for:
            self._label += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser drops the first line break of a box.
            self.values[self._area] = [self.values[self._area][0].removeprefix("\n")]
            self._area = ""
        elif tag == "label":
            self.labels.setdefault(re.sub(r"\s+\(needed\)$", "", " ".join(self._label.split())), self._for)
            self._for = ""


@contextmanager
def editing(root: Path, pcn: str) -> Iterator[tuple[Visitor, Desk]]:
    """A server for a PCN of a workspace, and somebody who has its token."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    port = nearest_free("127.0.0.1", 8300 + 100 * worker)  # others begin at the same moment
    let_in = guard("127.0.0.1", port)
    with TemporaryDirectory() as folder:
        desk = Desk(Workspace(root, ROOT), pcn, url_of("127.0.0.1", port), Path(folder), clock=lambda: "10:00")
        with serving(app_of(desk, let_in, port), "127.0.0.1", port) as server:
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            yield Visitor(port, let_in.token), desk
            server.shutdown()
            thread.join()
