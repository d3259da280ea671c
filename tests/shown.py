"""The example sites as a browser meets them: served on loopback with the headers that a real server sends."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from gallery import gallery
from rolecall.build import made
from rolecall.headers import HEADERS, IN_FRAMES, KEPT_FOR
from rolecall.load import Workspace
from rolecall.opened import open_workspace

ROOT = Path(__file__).parents[1]
DAY = date(2026, 11, 22)


SEARCHED = "() => document.getElementById('results').ariaBusy === 'false'"
"""What is true on the search page once it shows what it found for the words in the box."""


@dataclass(frozen=True)
class Shown:
    """Built sites, each in a folder and on a server of its own."""

    folder: Path
    bases: dict[str, str]
    """The address of each site, without a slash at the end."""
    kinds: dict[str, str]
    """The address of a page of each kind of each site, by `site: kind`."""

    @property
    def fullest(self) -> dict[str, str]:
        """Of each kind, the page with the most in it: for what takes long to look at."""
        found: dict[str, tuple[str, str]] = {}
        for name, url in self.kinds.items():
            kind = name.rpartition(": ")[2]
            if kind not in found or self.size(url) > self.size(found[kind][1]):
                found[kind] = name, url
        return dict(found.values())

    def size(self, url: str) -> int:
        """The bytes of the page at an address."""
        return self.file(url).stat().st_size

    def url(self, page: str) -> str:
        """The address of `riverside/link-worker/`, its first part being the site."""
        site, _, path = page.partition("/")
        return f"{self.bases[site]}/{path}"

    @property
    def pages(self) -> dict[str, Path]:
        """Every HTML file of every site, by its address, but for those that lead to another page at once."""
        files = [
            path for path in sorted(self.folder.rglob("*.html")) if b'http-equiv="refresh"' not in path.read_bytes()
        ]
        return {self.url(path.relative_to(self.folder).as_posix()): path for path in files}

    def file(self, url: str) -> Path:
        """The file that is served at an address."""
        base = next(base for base in self.bases.values() if url.startswith(base + "/"))
        site = next(site for site, other in self.bases.items() if other == base)
        path = self.folder / site / url.removeprefix(base).lstrip("/").partition("?")[0]
        return path / "index.html" if path.is_dir() else path


@contextmanager
def show(folder: Path) -> Iterator[Shown]:
    """The 3 example sites and the gallery, built into a folder and served until the block ends."""
    kinds = write_sites(folder)
    with ExitStack() as servers:
        names = sorted(path.name for path in folder.iterdir())
        bases = {name: servers.enter_context(served(folder / name)) for name in names}
        shown = Shown(folder, bases, {})
        yield Shown(folder, bases, {kind: shown.url(page) for kind, page in kinds.items()})


def write_sites(folder: Path) -> dict[str, str]:
    """Write the 3 example sites and the gallery. Gives the first page of each kind of each site."""
    opened = open_workspace(Workspace(ROOT, ROOT), today=DAY)
    kinds = {}
    for pcn in opened.pcns:
        site = made(opened, pcn)
        write(folder / pcn, site.files)
        for part in site.plan.parts:
            if part.file.endswith(".html") and part.kind != "moved":
                kinds.setdefault(f"{pcn}: {part.kind.removesuffix('.html')}", f"{pcn}/{part.address}")
    write(folder / "gallery", gallery())
    return {**kinds, "gallery": "gallery/gallery/"}


def write(folder: Path, found: dict[str, bytes]) -> None:
    for name, data in found.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


class Plain(SimpleHTTPRequestHandler):
    """Another website: files without any of our headers."""

    def log_message(self, format: str, *args: object) -> None:
        pass


class Handler(Plain):
    def end_headers(self) -> None:
        for name, value in (IN_FRAMES if "/embed/" in self.path else HEADERS).items():
            self.send_header(name, value)
        if "/assets/" in self.path:
            self.send_header("Cache-Control", f"max-age={KEPT_FOR}")
        super().end_headers()


@contextmanager
def served(folder: Path, handler: type[Plain] = Handler) -> Iterator[str]:
    """The address at which a folder is served until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
