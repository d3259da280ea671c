"""The addresses that a PCN has given out. Texts and printed sheets carry them, so none is lost without a word.

They stand in `links.lock` beside `pcn.yml`, one a line. A build adds new ones; only a person takes one out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from rolecall.load import YamlFile
from rolecall.nearest import Site
from rolecall.places import Place, Problem
from rolecall.plan import Page, base_path, moves, plan
from rolecall.validate.shapes import did_you_mean

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


def problems_of(site: Site, file: YamlFile, lock: Path) -> list[Problem]:
    """What would be lost or is claimed twice, if this site were published now. Reads the lock and writes nothing."""
    text = lock.read_text(encoding="utf-8") if lock.exists() else ""
    if not (text or site.pcn.moved or site.pcn.short_links):
        return []
    pages = plan(site)
    name = f"{Path(file.file).parent.as_posix()}/{NAME}"
    return [*_clashes(site, pages, file), *_lost(text, name, pages, file)]


def _clashes(site: Site, pages: Sequence[Page], file: YamlFile) -> Iterator[Problem]:
    own = {page.address for page in pages if page.template != "moved"}
    for old, new in site.pcn.moved.items():
        if old in own:
            yield Problem(_key(file, "moved", old), f"/{old} is the address of a page", "Take this line out.")
        elif new not in own:
            yield Problem(_at(file, "moved", old), f"there is no page /{new}", did_you_mean(new, sorted(own)))
    for short in site.pcn.short_links:
        if f"{short}/" in own or f"{short}/" in site.pcn.moved:
            fix = "Choose another short word."
            yield Problem(file.key("short_links", short), f"/{short}/ is the address of another page", fix)


def _lost(text: str, name: str, pages: Sequence[Page], file: YamlFile) -> Iterator[Problem]:
    there = {page.address for page in pages}
    for at, line in enumerate(text.splitlines(), 1):
        address = line.strip().lstrip("/")
        if not line.strip() or line.startswith("#"):
            continue
        if not re.fullmatch(r"([a-z0-9-]+/)*", address):
            yield Problem(Place(name, at), f'"{line}" is not an address', "Take out what does not belong here.")
        elif address not in there:
            place = file.key("moved") if "moved" in file.node.entries else Place(file.file)
            yield Problem(
                place,
                f"/{address} was published, and this site has no such page any more ({name}, line {at})",
                f"Bring the page back, or say where it is now: moved: {{{address}: {_above(address, there)}}}",
            )


def _above(address: str, there: set[str]) -> str:
    """The nearest page above an address that is gone: services/old/ gives services/."""
    parts = address.rstrip("/").split("/")[:-1]
    return next((one for n in range(len(parts), 0, -1) if (one := "/".join(parts[:n]) + "/") in there), "roles/")


def _key(file: YamlFile, *path: str) -> Place:
    """The place of an address as the file writes it, with or without a slash at its end."""
    return file.key(*path[:-1], _as_written(file, *path))


def _at(file: YamlFile, *path: str) -> Place:
    return file.at(*path[:-1], _as_written(file, *path))


def _as_written(file: YamlFile, field: str, address: str) -> str:
    entries = getattr(file.node.entries.get(field), "entries", {})
    return next((key for key in entries if key.strip().strip("/") == address.rstrip("/")), address)


def keep(lock: Path, addresses: Sequence[str]) -> int:
    """Write addresses that are new at the end of the lock. Gives how many."""
    text = lock.read_text(encoding="utf-8") if lock.exists() else ""
    known = {line.strip().lstrip("/") for line in text.splitlines() if not line.startswith("#")}
    new = [address for address in dict.fromkeys(addresses) if address and address not in known]
    if new:
        start = text if not text or text.endswith("\n") else text + "\n"
        whole = (start or _HEAD) + "".join(f"/{address}\n" for address in new)
        beside = lock.with_name(f".{NAME}.new")
        beside.write_text(whole, encoding="utf-8")
        beside.replace(lock)
    return len(new)
