"""Links within a site that lead nowhere. Links to other websites are not followed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rolecall.places import Place, Problem

_TAG = re.compile(r"<[a-zA-Z](?:[^\">]|\"[^\"]*\")*>")
_ATTRIBUTE = re.compile(r"\s(href|src|id)=\"([^\"]*)\"")
"""Of HTML as templates write it: attributes in small letters and double quotes. A parser takes 5 times as long."""


@dataclass(frozen=True, slots=True)
class _Page:
    links: Mapping[str, int]
    """Each link, and where in the page it first stands."""
    ids: frozenset[str]


def broken_links(
    files: Mapping[str, bytes],
    *,
    base: str = "/",
    folder: str = "",
    sources: Mapping[str, tuple[str, Path]] | None = None,
) -> list[Problem]:
    """Each link of a built site to a file or fragment that it does not have.

    `base` is its path on the server, `folder` what stands before its files in messages. `sources` has the Markdown
    file of each page that has one, under the name that messages give it: there a person can correct the link.
    """
    texts = {name: data.decode(errors="replace") for name, data in files.items() if name.endswith(".html")}
    pages = {name: _read(text) for name, text in texts.items()}
    found = []
    for name, page in pages.items():
        for link, at in page.links.items():
            if why := _why_broken(name, link, base, files, pages):
                place = Place(folder + name, texts[name].count("\n", 0, at) + 1)
                if sources and (source := sources.get(name)):
                    place = _in_source(*source, link) or place
                found.append(Problem(place, f'the link "{link}" {why}', "Correct it, or take it out.", kind="address"))
    return sorted(found)


def _read(html: str) -> _Page:
    links: dict[str, int] = {}
    ids = set()
    for tag in _TAG.finditer(html):
        for name, value in _ATTRIBUTE.findall(tag[0]):
            text = unescape(value) if "&" in value else value
            if name == "id":
                ids.add(text)
            else:
                links.setdefault(text, tag.start())
    return _Page(links, frozenset(ids))


def _why_broken(page: str, link: str, base: str, files: Mapping[str, bytes], pages: Mapping[str, _Page]) -> str:
    try:
        url = urlsplit(link)
    except ValueError:
        return "cannot be read as an address"
    if url.scheme or url.netloc:
        return ""
    target = _target(page, unquote(url.path), base)
    if target not in files:
        return "leads nowhere"
    if url.fragment and target in pages and unquote(url.fragment) not in pages[target].ids:
        return "leads to a part that the page does not have"
    return ""


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


def _in_source(shown: str, file: Path, link: str) -> Place | None:
    """Where a Markdown file writes a link, by the last part of its address. None where it cannot be found."""
    wanted = link.rstrip("/").rpartition("/")[2].partition("#")[2] or link.rstrip("/").rpartition("/")[2]
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    for at, line in enumerate(lines, 1):
        if "](" in line and wanted and wanted in line.partition("](")[2]:
            return Place(shown, at, line.index("](") + 3)
    return None
