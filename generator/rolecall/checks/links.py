"""Links within a site that lead nowhere. Links to other websites are not followed."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from rolecall.places import Place, Problem


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, int]] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in ("href", "src") and value is not None:
                self.links.append((value, self.getpos()[0]))


def broken_links(files: Mapping[str, bytes], *, base: str = "/", folder: str = "") -> list[Problem]:
    """Each link of a built site to a file or fragment that it does not have.

    `base` is its path on the server, `folder` what stands before its files in messages.
    """
    pages = {}
    for name, data in files.items():
        if name.endswith(".html"):
            pages[name] = _Links()
            pages[name].feed(data.decode())
    found = []
    for name, page in pages.items():
        for link, line in page.links:
            url = urlsplit(link)
            if url.scheme or url.netloc:
                continue
            target = _target(name, unquote(url.path), base)
            if target not in files:
                found.append(Problem(Place(folder + name, line), f'the link "{link}" leads nowhere'))
            elif url.fragment and target in pages and unquote(url.fragment) not in pages[target].ids:
                found.append(
                    Problem(
                        Place(folder + name, line), f'the link "{link}" leads to a place that the page does not have'
                    )
                )
    return sorted(found)


def _target(page: str, path: str, base: str) -> str:
    """The file that a link's path means in a page."""
    if not path:
        return page
    if path.startswith("/"):
        full = path.removeprefix(base) if path.startswith(base) else path.lstrip("/")
    else:
        full = posixpath.join(posixpath.dirname(page), path)
    folder = not full or full.endswith(("/", "/.", "/.."))
    full = posixpath.normpath(full) if full else "."
    return ("" if full == "." else full + "/") + "index.html" if folder or full == "." else full
