"""The addresses that a PCN has given out. Texts and printed sheets carry them, so none is lost without a word.

They stand in `links.lock` beside `pcn.yml`, one a line. A build adds new ones; only a person takes one out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from rolecall.folders import MARK
from rolecall.load import Workspace, YamlFile
from rolecall.model import FIXED_ADDRESSES
from rolecall.places import Place, Problem
from rolecall.plan import Page, base_path, moves
from rolecall.site import Site
from rolecall.writing import write_all

NAME = "links.lock"

_HEAD = """\
# Addresses of this site that texts, printed sheets and other websites may carry. Each of them has to keep working.
# `rolecall build` adds new ones. Keep this file with your others, and take no line out.
"""


def lock_of(root: Path, pcn: str) -> Path:
    """Where the addresses of a PCN are written down."""
    return root / "content/pcns" / pcn / NAME


def lasting(pages: Sequence[Page]) -> tuple[str, ...]:
    """The addresses among these that are promised, in their order."""
    return tuple(page.address for page in pages if page.title and page.lasts)


def redirects(site: Site, server: str) -> str:
    """What leads on from pages that moved and from short addresses, as a server's own rules. Empty without any."""
    form = {
        "netlify": "{0} {1} 301",
        "nginx": "location = {0} {{ return 301 {1}; }}",
        "apache": "RedirectMatch 301 ^{0}$ {1}",
    }[server]
    base = base_path(site)
    return "".join(form.format(base + old, base + new) + "\n" for old, new in moves(site))


def problems_of(site: Site, pages: Sequence[Page], file: YamlFile, workspace: Workspace) -> list[Problem]:
    """What would be lost, leads nowhere or is claimed twice, if these pages of the site were published now.

    `file` is the PCN's `pcn.yml`. Reads the lock and writes nothing.
    """
    wrong = clashes(site, pages, file, workspace)
    text, unread = _lock_text(lock_of(workspace.root, site.id), workspace)
    return [*wrong, *unread, *_lost(text, site, pages, file)]


# Two claims on one address. Of the page kinds that a person can give another address, the first is asked to change.
_OF_A_ROLE = ("easy-read", "staff-role", "poster", "embed.html", "role")
_MOVABLE = ("moved", "markdown", "surgery", "service", "outcome", "choose", "need", *_OF_A_ROLE)
_FIXES = {
    "markdown": "Rename the file.",
    "surgery": "Give this surgery a slug: the end of its web address.",
    "service": "Rename the file.",
    "outcome": "Give either of them another id.",
    "choose": "Give either of them another id.",
    "need": "Give it another id.",
    **dict.fromkeys(_OF_A_ROLE, "Rename the file."),
}


def clashes(site: Site, pages: Sequence[Page], file: YamlFile, workspace: Workspace) -> list[Problem]:
    """Addresses that 2 pages claim, or that lead to a page that is not there."""
    return [*_claimed_twice(site, pages, file, workspace), *_moved_nowhere(site, pages, file)]


def _claimed_twice(site: Site, pages: Sequence[Page], file: YamlFile, workspace: Workspace) -> Iterator[Problem]:
    """Each address that 2 pages have, and each that every site has or may have one day."""
    claims: dict[str, list[Page]] = {}
    for page in pages:
        claims.setdefault(page.address, []).append(page)
    for address, claimants in claims.items():
        ranked = sorted(claimants, key=lambda page: _rank(page.template))
        page, others = ranked[0], ranked[1:]
        if others or _is_reserved(page, site):
            what = _called(others[0], site, workspace) if others else "a page that every site has"
            first = address.partition("/")[0]
            sentence = f"/{address} is also the address of {what}"
            if not others and address not in (f"{first}/", "services/for/"):
                sentence = f"/{address} lies below /{first}/, where every site has pages of its own"
            if "index" in address.split("/"):
                sentence = (
                    f"index cannot be part of an address, as in /{address}: web servers use this name for folders"
                )
            place, fix = _home(page, site, file, workspace), _FIXES.get(page.template, "")
            if page.template == "moved":
                is_short = (address, page.shows["to"]) not in site.pcn.moved.items()
                fix = "Choose another short word." if is_short else "Take this line out."
            yield Problem(place, sentence, fix, kind="address")


MADE = ("assets/lunr.js", "_headers", "_redirects", MARK)
"""Files of each site that are neither pages nor published as they are."""


def file_clashes(
    site: Site, pages: Sequence[Page], file: YamlFile, workspace: Workspace, published: Mapping[str, bytes]
) -> list[Problem]:
    """Files to publish as they are, and the PCN's pictures, that would take the place of another file of the site."""
    found = []
    made = {name.casefold() for name in (*MADE, *(page.file for page in pages))}
    for name in published:
        above = [parent.as_posix() for parent in PurePosixPath(name).parents]
        for taken_name in [part for part in (name, *above) if part.casefold() in made]:
            path = next((p for f in ("content/pages", "theme/shell") if (p := workspace.find(f"{f}/{name}"))), None)
            place = Place(workspace.shown(path) if path else name)
            sentence = f"Rolecall makes a file /{taken_name} for each site"
            found.append(Problem(place, sentence, "Rename it.", kind="address"))
    taken = {name.casefold() for name in (*MADE, *published)}
    pictures = [
        (("logo",), site.pcn.logo),
        *((("people", n, "photo"), person.photo) for n, person in enumerate(site.pcn.people)),
    ]
    for at, picture in pictures:
        if picture and f"assets/{picture}".casefold() in taken:
            sentence = f"each site has a file assets/{picture} already"
            found.append(Problem(file.at(*at), sentence, "Rename the picture.", kind="address"))
    return found


def _rank(template: str) -> int:
    return _MOVABLE.index(template) if template in _MOVABLE else len(_MOVABLE)


def _is_reserved(page: Page, site: Site) -> bool:
    """Whether a page has an address that every site uses, or may use one day."""
    first = page.address.partition("/")[0]
    is_short = page.template == "moved" and page.address not in site.pcn.moved
    named = is_short or page.template in ("markdown", "role")
    return page.address == "services/for/" or "index" in page.address.split("/") or (named and first in FIXED_ADDRESSES)


def _called(page: Page, site: Site, workspace: Workspace) -> str:
    """What another page is, in words."""
    if page.template in ("markdown", "service", "role"):
        return f"the page from {_file_of(page, site, workspace)}"
    if page.template in _OF_A_ROLE:
        return f"a page about the role of {_file_of(page, site, workspace)}"
    if page.template in ("surgery", "outcome", "choose"):
        return f'the page "{page.title}"'
    return "a page that moved, or a short address" if page.template == "moved" else "a page that every site has"


def _file_of(page: Page, site: Site, workspace: Workspace) -> str:
    """The file that a page is made from."""
    name = page.address.rstrip("/")
    path = {
        "markdown": f"content/pages/{name}.md",
        "service": f"content/pcns/{site.id}/{name}.yml",
        "choose": "content/choose.yml",
        "outcome": "content/choose.yml",
        "need": "content/needs.yml",
        **{kind: f"roles/{_role_of(page)}.yml" for kind in _OF_A_ROLE},
    }[page.template]
    found = workspace.find(path)
    return workspace.shown(found) if found else path


def _role_of(page: Page) -> str:
    """The id of the role that a page is about. Empty where it is about none."""
    shown = page.shows.get("role") or getattr(page.shows.get("card"), "role", None)
    return str(getattr(shown, "id", ""))


def _home(page: Page, site: Site, file: YamlFile, workspace: Workspace) -> Place:
    """Where a person can give a page another address."""
    if page.template == "moved":
        short = page.address.rstrip("/")
        is_moved = page.address in site.pcn.moved
        return _key(file, "moved", page.address) if is_moved else file.key("short_links", short)
    if page.template == "surgery":
        names = [practice.name for practice in site.pcn.practices]
        return file.at("practices", names.index(page.title), "name")
    return Place(_file_of(page, site, workspace)) if page.template in _MOVABLE else Place(file.file)


def _moved_nowhere(site: Site, pages: Sequence[Page], file: YamlFile) -> Iterator[Problem]:
    addresses = {page.address for page in pages if page.template != "moved"}
    for old, new in site.pcn.moved.items():
        if old not in addresses and new not in addresses:
            near = get_close_matches(new, sorted(addresses), n=1, cutoff=0.6)
            fix = f'did you mean "{near[0]}"?' if near else "Open the page in the browser, and copy its address."
            yield Problem(_at(file, "moved", old), f"there is no page /{new}", fix, kind="address")


def _lock_text(lock: Path, workspace: Workspace) -> tuple[str, list[Problem]]:
    if lock.is_dir():
        sentence = "this is a folder, and a file is expected here"
        return "", [Problem(Place(workspace.shown(lock)), sentence, "Move it away.", kind="misplaced")]
    try:
        return (lock.read_text(encoding="utf-8-sig") if lock.exists() else ""), []
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        fix = "Take back the file as it was, or save it with the encoding UTF-8."
        return "", [Problem(Place(workspace.shown(lock), line), "this character is not UTF-8", fix, kind="unreadable")]


def _lost(text: str, site: Site, pages: Sequence[Page], file: YamlFile) -> Iterator[Problem]:
    there = {page.address for page in pages}
    name = f"{Path(file.file).parent.as_posix()}/{NAME}"
    for at, line in enumerate(text.splitlines(), 1):
        address = line.strip().lstrip("/")
        if not line.strip() or line.startswith("#"):
            continue
        if not re.fullmatch(r"([a-z0-9-]+/)*", address):
            fix = "Take out what does not belong here."
            yield Problem(Place(name, at), f'"{line}" is not an address', fix, kind="wrong")
        elif address not in there:
            yield Problem(
                file.lacking("moved", address) if "moved" in file.node.entries else file.lacking("moved"),
                f"/{address} was published, and this site has no such page any more ({name}, line {at})",
                f"Bring the page back, or say where it is now: moved: {{{address}: {_above(address, there)}}}",
                kind="address",
            )


def _above(address: str, there: set[str]) -> str:
    """The nearest page above an address that is gone: services/old/ gives services/."""
    parts = address.rstrip("/").split("/")[:-1]
    nearest_first = ("/".join(parts[:length]) + "/" for length in range(len(parts), 0, -1))
    return next((address for address in nearest_first if address in there), "roles/")


def _key(file: YamlFile, *path: str) -> Place:
    """The place of an address as the file writes it, with or without a slash at its end."""
    return file.key(*path[:-1], _as_written(file, *path))


def _at(file: YamlFile, *path: str) -> Place:
    return file.at(*path[:-1], _as_written(file, *path))


def _as_written(file: YamlFile, field: str, address: str) -> str:
    entries: Mapping[str, object] = getattr(file.node.entries.get(field), "entries", {})
    return next((key for key in entries if key.strip().strip("/") == address.rstrip("/")), address)


def keep(lock: Path, addresses: Sequence[str]) -> int:
    """Write addresses that are new at the end of the lock. Gives how many."""
    text = lock.read_text(encoding="utf-8-sig") if lock.exists() else ""
    known = {line.strip().lstrip("/") for line in text.splitlines() if not line.startswith("#")}
    new = [address for address in dict.fromkeys(addresses) if address and address not in known]
    if new:
        start = text if not text or text.endswith("\n") else text + "\n"
        whole = (start or _HEAD) + "".join(f"/{address}\n" for address in new)
        write_all({lock: whole.encode()})
    return len(new)
