"""Links within a site that lead nowhere. Links to other websites are not followed."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from rolecall.places import Place, Problem

_TAG_BEGUN = r'<[a-zA-Z][^">]*+(?:"[^"]*+"[^">]*+)*+'
_TAG = re.compile(f"{_TAG_BEGUN}>")
_TAG_ENDS = re.compile(f"{_TAG_BEGUN}(>?)")
_ATTRIBUTE = re.compile(r"\s(href|src|id)=\"([^\"]*)\"")
"""Of HTML as templates write it: attributes in small letters and double quotes. A parser takes 5 times as long."""

_ELSEWHERE = re.compile(r"tel:[+0-9]|mailto:\w|https?://[a-zA-Z0-9.-]+(?:[/?#]|\Z)")
"""How nearly all links to somewhere else begin. The others are taken apart to know."""


class _Read(NamedTuple):
    """What a page or a line of one has."""

    links: frozenset[str]
    """But for those to somewhere else."""
    ids: frozenset[str]


def broken_links(
    files: Mapping[str, bytes],
    *,
    base: str = "/",
    folder: str = "",
    sources: Mapping[str, tuple[str, Path]] | None = None,
    only: Collection[str] | None = None,
) -> list[Problem]:
    """Each link of a built site to a file or fragment that it does not have.

    `base` is its path on the server, `folder` what stands before its files in messages. `sources` has the Markdown
    file of each page that has one, under the name that messages give it: there a person can correct the link. `only`
    names the files whose links are looked at, if those of the others are known to be good.
    """
    bare: set[bytes] = set()
    read = cache(lambda name: _page(files[name], bare))
    good: dict[str | None, set[str]] = defaultdict(set)
    found = []
    for name in files if only is None else only:
        if not name.endswith(".html"):
            continue
        known = good[_above(name)]
        for link in read(name).links - known:
            if why := _why_broken(name, link, base, files, read):
                place = Place(folder + name, _line_of(link, files[name].decode(errors="replace")))
                if sources and (source := sources.get(name)):
                    place = _in_source(*source, link) or place
                found.append(Problem(place, f'the link "{link}" {why}', "Correct it, or take it out.", kind="address"))
            elif link.startswith("../"):
                known.add(link)  # It means the same in each folder beside this one.
    return sorted(found)


def _above(name: str) -> str | None:
    """The folder in which the folder of a file lies. None for a file at the top."""
    folder = posixpath.dirname(name)
    return posixpath.dirname(folder) if folder else None


def ids_of(html: bytes) -> frozenset[str]:
    """The ids of a page, to which links may lead."""
    return _page(html, set()).ids


def _page(html: bytes, bare: set[bytes]) -> _Read:
    """What a page has. Pages share most of their lines: a line is read once, and those with nothing go into `bare`."""
    parts = []
    for line in html.split(b"\n"):
        if line not in bare:
            part = _read_line(line)
            if part is None:
                return _read(html.decode(errors="replace"))
            if part.links or part.ids:
                parts.append(part)
            else:
                bare.add(line)
    links, ids = zip(*parts, strict=True) if parts else ((), ())
    return _Read(frozenset().union(*links), frozenset().union(*ids))


@lru_cache(maxsize=8192)
def _read_line(line: bytes) -> _Read | None:
    """What a line has. None where a tag goes on in the next."""
    html = line.decode(errors="replace")
    return None if "" in _TAG_ENDS.findall(html) else _read(html)


def _read(html: str) -> _Read:
    links: set[str] = set()
    ids: set[str] = set()
    for name, value, _ in _attributes(html):
        if name == "id":
            ids.add(value)
        elif not _ELSEWHERE.match(value):
            links.add(value)
    return _Read(frozenset(links), frozenset(ids))


def _attributes(html: str) -> Iterator[tuple[str, str, int]]:
    """Each link and id: the name of its attribute, its value, and where in the text its tag begins."""
    for tag in _TAG.finditer(html):
        for name, value in _ATTRIBUTE.findall(tag[0]):
            yield name, unescape(value), tag.start()


def _line_of(link: str, html: str) -> int:
    """The line in which a link first stands."""
    return next(html.count("\n", 0, at) + 1 for name, value, at in _attributes(html) if name != "id" and value == link)


def _why_broken(page: str, link: str, base: str, files: Mapping[str, bytes], read: Callable[[str], _Read]) -> str:
    try:
        path, fragment, is_within = _taken_apart(link)
    except ValueError:
        return "cannot be read as an address"
    if not is_within:
        return ""
    target = _target(page, path, unquote(base))
    if target not in files:
        return "leads nowhere"
    if fragment and target.endswith(".html") and fragment not in read(target).ids:
        return "leads to a part that the page does not have"
    return ""


@lru_cache(maxsize=4096)
def _taken_apart(link: str) -> tuple[str, str, bool]:
    """The path and the fragment of a link, and whether it stays within the site. Raises ValueError where it cannot."""
    url = urlsplit(link)
    return unquote(url.path), unquote(url.fragment), not (url.scheme or url.netloc)


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
