"""Addresses that 2 pages or files of a site claim, and moved pages that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import PurePosixPath

from rolecall import addresses as at
from rolecall.folders import MARK
from rolecall.load import Workspace, YamlFile
from rolecall.pages import File, Page, Plan
from rolecall.places import Place, Problem
from rolecall.site import Site

# Two claims on one address. Of the page kinds that a person can give another address, the first is asked to change.
_OF_A_ROLE = ("easy-read", "handout", "poster", "embed.html", "role")
_OF_A_SURGERY = ("surgery", "staff")
_MOVABLE = ("moved", "markdown", *_OF_A_SURGERY, "service", "outcome", "choose", "need", *_OF_A_ROLE)
_FIXES = {
    "markdown": "Rename the file.",
    **dict.fromkeys(_OF_A_SURGERY, "Give this surgery a slug: the end of its web address."),
    "service": "Rename the file.",
    "outcome": "Give one of the two another id.",
    "choose": "Give one of the two another id.",
    "need": "Give it another id.",
    **dict.fromkeys(_OF_A_ROLE, "Rename the file."),
}


def clashes(site: Site, plan: Plan, file: YamlFile, workspace: Workspace) -> list[Problem]:
    """Addresses that 2 pages claim, or that lead to a page that is not there. `file` is the PCN's `pcn.yml`."""
    return [*_claimed_twice(site, plan, file, workspace), *_moved_nowhere(site, plan, file)]


def _claimed_twice(site: Site, plan: Plan, file: YamlFile, workspace: Workspace) -> Iterator[Problem]:
    """Each address that 2 pages have, and each that every site has or may have one day."""
    claims: dict[str, list[Page | File]] = {}
    for part in plan.parts:
        claims.setdefault(part.address, []).append(part)
    for address, claimants in claims.items():
        page, *others = sorted(claimants, key=_rank)
        if others or _is_reserved(page, site):
            what = _called(others[0], workspace) if others else "a page that every site has"
            first = address.partition("/")[0]
            sentence = f"/{address} is also the address of {what}"
            if not others and address not in (f"{first}/", at.SERVICES_FOR):
                sentence = f"/{address} lies below /{first}/, where every site has pages of its own"
            if _is_index(page):
                sentence = (
                    f"index cannot be part of an address, as in /{address}: web servers use this name for folders"
                )
            fix = _FIXES.get(page.kind, "")
            if page.kind == "moved":
                fix = "Choose another short word." if _is_short(page, site) else "Take this line out."
            yield Problem(_home(page, site, file, workspace), sentence, fix, kind="address")


MADE = ("_headers", "_redirects", MARK)
"""Files of each site that are neither pages nor published as they are."""


def file_clashes(
    site: Site, plan: Plan, file: YamlFile, workspace: Workspace, published: Mapping[str, bytes]
) -> list[Problem]:
    """Files to publish as they are, and the PCN's pictures, that would take the place of another file of the site."""
    found = []
    made = {name.casefold() for name in (*MADE, *(part.file for part in plan.parts))}
    for name in published:
        above = [parent.as_posix() for parent in PurePosixPath(name).parents]
        for taken in (part for part in (name, *above) if part.casefold() in made):
            source = next((p for f in ("content/pages", "theme/shell") if (p := workspace.find(f"{f}/{name}"))), None)
            place = Place(workspace.shown(source) if source else name)
            found.append(Problem(place, f"Rolecall makes a file /{taken} for each site", "Rename it.", kind="address"))
    names = {name.casefold() for name in (*MADE, *published)}
    pictures = [
        (("logo",), site.pcn.logo),
        *((("people", n, "photo"), person.photo) for n, person in enumerate(site.pcn.people)),
    ]
    for path, picture in pictures:
        if picture and at.asset(picture).casefold() in names:
            sentence = f"each site has a file {at.asset(picture)} already"
            found.append(Problem(file.at(*path), sentence, "Rename the picture.", kind="address"))
    return found


def _rank(page: Page | File) -> int:
    return _MOVABLE.index(page.kind) if page.kind in _MOVABLE else len(_MOVABLE)


def _is_short(page: Page | File, site: Site) -> bool:
    """Whether a page that leads on is a short way in, and none that moved."""
    is_short = page.kind == "moved" and page.address.rstrip("/") in site.pcn.short_links
    return is_short and (page.address, getattr(page, "leads_to", "")) not in site.pcn.moved.items()


def _is_reserved(page: Page | File, site: Site) -> bool:
    """Whether a page has an address that every site uses, or may use one day."""
    first = page.address.partition("/")[0]
    is_short = page.address not in site.pcn.moved and _is_short(page, site)
    named = is_short or page.kind in ("markdown", "role")
    is_of_filters = page.address == at.SERVICES_FOR and page.kind in _MOVABLE
    return is_of_filters or _is_index(page) or (named and first in at.RESERVED)


def _is_index(page: Page | File) -> bool:
    """Whether its address ends with what web servers use themselves. Of a surgery, its first page is enough."""
    return page.address.rstrip("/").rpartition("/")[2] == "index" and page.kind != "staff"


def _called(page: Page | File, workspace: Workspace) -> str:
    """What another page is, in words."""
    if page.kind in ("markdown", "service", "role"):
        return f"the page from {_file_of(page, workspace)}"
    if page.kind in _OF_A_ROLE:
        return f"a page about the role of {_file_of(page, workspace)}"
    if isinstance(page, Page) and page.kind in ("surgery", "outcome", "choose"):
        return f'the page "{page.title}"'
    return "a page that moved, or a short address" if page.kind == "moved" else "a page that every site has"


def _file_of(page: Page | File, workspace: Workspace) -> str:
    """The file that a page is made from."""
    found = workspace.find(page.made_from)
    if not found and page.kind == "service":
        found = workspace.find(f"content/services/{page.made_from.rpartition('/')[2]}")  # of several PCNs
    return workspace.shown(found) if found else page.made_from


def _home(page: Page | File, site: Site, file: YamlFile, workspace: Workspace) -> Place:
    """Where a person can give a page another address."""
    if page.kind == "moved":
        is_moved = page.address in site.pcn.moved
        return _key(file, "moved", page.address) if is_moved else file.key("short_links", page.address.rstrip("/"))
    if page.kind in _OF_A_SURGERY:
        address = at.surgery if page.kind == "surgery" else at.staff
        parts = [address(practice.address_part) for practice in site.pcn.practices]
        if page.address in parts:
            return file.at("practices", parts.index(page.address), "name")
    return Place(_file_of(page, workspace)) if page.kind in _MOVABLE else Place(file.file)


def _moved_nowhere(site: Site, plan: Plan, file: YamlFile) -> Iterator[Problem]:
    pages = {part.address for part in plan.parts if part.kind != "moved"}
    for old, new in site.pcn.moved.items():
        if old not in pages and new not in pages and not at.is_elsewhere(new):
            near = get_close_matches(new, sorted(pages), n=1, cutoff=0.6)
            fix = f'did you mean "{near[0]}"?' if near else "Open the page in the browser, and copy its address."
            yield Problem(_at(file, "moved", old), f"there is no page /{new}", fix, kind="address")


def _key(file: YamlFile, *path: str) -> Place:
    """The place of an address as the file writes it, with or without a slash at its end."""
    return file.key(*path[:-1], _as_written(file, *path))


def _at(file: YamlFile, *path: str) -> Place:
    return file.at(*path[:-1], _as_written(file, *path))


def _as_written(file: YamlFile, field: str, address: str) -> str:
    entries: Mapping[str, object] = getattr(file.node.entries.get(field), "entries", {})
    return next((key for key in entries if key.strip().strip("/") == address.rstrip("/")), address)
