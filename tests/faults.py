"""What may be wrong with a built site, whatever it says: a fault a line, none where all is well."""

from __future__ import annotations

import json
import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree import ElementTree

from lxml import html

import hsds_rules

NEVER_EMPTY = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "title", "caption", "figcaption", "summary", "label"),
    *("a", "button", "option", "li", "dt", "dd"),
}
"""Elements that say nothing to anybody when they are empty."""

REFERRING = ("for", "aria-labelledby", "aria-describedby", "aria-controls")

NOT_REACHED = "noindex"
"""What the pages say that nobody reaches by links: those for staff, frames, and old addresses that lead on."""


@dataclass
class Parsed:
    """One page, as far as the rules look."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    """The links that people follow."""
    is_found: bool = True
    leads_on: bool = False
    """Whether a browser goes on from it at once, as from a page that moved."""
    faults: list[str] = field(default_factory=list)


def parsed(data: bytes) -> Parsed:
    """A page with what is wrong in itself."""
    root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    page = Parsed()
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        own = element.attrib
        if "id" in own:
            if own["id"] in page.ids:
                page.faults.append(f"the id {own['id']!r} stands twice")
            if not own["id"] or re.search(r"\s", own["id"]):
                page.faults.append(f"{own['id']!r} cannot be an id")
            page.ids.add(own["id"])
        page.links += [own[name] for name in ("href", "src") if name in own]
        if element.tag == "a" and "href" in own:
            page.leads.append(own["href"])
        if element.tag in NEVER_EMPTY and not shows(element) and "hidden" not in own and element.get("id") != "results":
            page.faults.append(f"an empty {element.tag}: {html.tostring(element, with_tail=False).decode()[:80]}")
        if element.tag == "meta" and own.get("name") == "robots":
            page.is_found = NOT_REACHED not in own.get("content", "")
        if element.tag == "meta" and own.get("http-equiv") == "refresh":
            page.links.append(own["content"].partition("url=")[2])
            page.leads_on = True
    for element in root.iter():
        for name in REFERRING if isinstance(element.tag, str) else ():
            for id in element.get(name, "").split():
                if id not in page.ids:
                    page.faults.append(f"{name} names {id!r}, which is not on the page")
    if len(root.findall(".//h1")) != 1:
        page.faults.append(f"{len(root.findall('.//h1'))} headings h1")
    return page


def shows(element: html.HtmlElement) -> bool:
    """Whether there is anything to see or hear in it."""
    if element.tag == "a" and "href" not in element.attrib:
        return True
    if any(image.get("alt") for image in element.iter("img")) or element.get("aria-label"):
        return True
    return visible("".join(element.itertext()))


def visible(text: str) -> bool:
    """Whether a text has a letter, a number or any other sign that shows."""
    return any(unicodedata.category(sign)[0] in "LNPS" for sign in text)


def faults_of(
    files: Mapping[str, bytes],
    *,
    base: str = "/",
    site_url: str = "",
    in_folder: bool = False,
    given: Collection[str] = (),
) -> list[str]:
    """What is wrong with a site: links, ids, headings, ways to each page, addresses. `given` files are people's own."""
    pages = {name: parsed(data) for name, data in files.items() if name.endswith(".html") and name not in given}
    found = [f"{name}: {fault}" for name, page in pages.items() for fault in page.faults]
    for name, page in pages.items():
        found += [f"{name}: {fault}" for link in page.links if (fault := dead(link, name, files, pages, base))]
    found += _unreached(pages)
    found += _paths(files)
    found += _in_data(files, pages, base=base, site_url=site_url)
    if in_folder:
        inside = [(name, link) for name, page in pages.items() for link in page.links if not urlsplit(link).scheme]
        found += [f"{name}: {link} names no file" for name, link in inside if _is_folder(link)]
    return found


def _is_folder(link: str) -> bool:
    path = urlsplit(link).path
    return path.endswith("/") or path in (".", "..")


def target_of(link: str, page: str, base: str) -> str:
    """The file that a browser asks for when it follows a link in a page."""
    path = unquote(urlsplit(link).path)
    if not path:
        return page
    if path.startswith("/"):
        full = path.removeprefix(unquote(base)) if path.startswith(unquote(base)) else "/outside" + path
    else:
        full = posixpath.join(posixpath.dirname(page), path)
    folder = not full or full.endswith(("/", "/.", "/..")) or full in (".", "..")
    full = posixpath.normpath(full) if full else "."
    return posixpath.join("" if full == "." else full, "index.html") if folder else full


def dead(link: str, name: str, files: Mapping[str, bytes], pages: Mapping[str, Parsed], base: str) -> str:
    """Why a link leads nowhere, or nothing."""
    try:
        url = urlsplit(link)
    except ValueError:
        return f"{link!r} cannot be a link"
    if url.scheme in ("tel", "mailto"):
        more = {name for name, _ in parse_qsl(url.query, keep_blank_values=True)} - {"subject", "body"}
        return f"{link!r} writes to others too" if more else "" if url.path else f"{link!r} is empty"
    if url.scheme or url.netloc:
        return ""
    target = target_of(link, name, base)
    if target not in files:
        return f"{link!r} leads nowhere"
    if url.fragment and target in pages and unquote(url.fragment) not in pages[target].ids:
        return f"{link!r} leads to a place that is not there"
    return ""


def _unreached(pages: Mapping[str, Parsed]) -> Iterator[str]:
    """Pages that nobody gets to: patients from the home page, staff from theirs."""
    for start, expected in (
        ("index.html", [name for name, page in pages.items() if page.is_found and name != "404.html"]),
        ("staff/index.html", [name for name, page in pages.items() if name.startswith("staff/") and not page.leads_on]),
    ):
        seen, left = {start}, [start]
        while left:
            name = left.pop()
            for link in pages[name].leads if name in pages else ():
                try:
                    url = urlsplit(link)
                except ValueError:
                    continue
                target = "" if url.scheme or url.netloc else target_of(link, name, "/")
                if target in pages and target not in seen:
                    seen.add(target)
                    left.append(target)
        yield from (f"{name}: no links lead here from {start}" for name in expected if name not in seen)
        if start == "index.html":
            for_staff = [name for name in seen if name.startswith(("staff/", "embed/"))]
            yield from (f"{name}: links lead here from the pages for patients" for name in for_staff)


def _paths(files: Mapping[str, bytes]) -> Iterator[str]:
    """Addresses that cannot be, or that are the same on some disks."""
    folders = {str(parent) for name in files for parent in _parents(name)}
    for name in files:
        if name in folders:
            yield f"{name}: a file where a folder is"
        if name.startswith("/") or ".." in name.split("/") or "\\" in name or "//" in name:
            yield f"{name}: outside of the site"
        if name.endswith("/index.html") and not re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*/)+index\.html", name):
            yield f"{name}: no address that can be typed"
    for name, times in Counter(name.casefold() for name in files).items():
        if times > 1:
            yield f"{name}: {times} files by this name"


def _parents(name: str) -> Iterator[str]:
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name


def _in_data(files: Mapping[str, bytes], pages: Mapping[str, Parsed], *, base: str, site_url: str) -> Iterator[str]:
    """Addresses in the files that programs read: the search, the data, the map of the site, the redirects."""
    index = files["search/index.js"].decode()
    entries = json.loads(index[index.index("[\n[") : index.rindex("]") + 1].replace(",\n]", "\n]"))
    for entry in entries:
        if fault := dead(entry[0], "search/index.html", files, pages, base):
            yield f"search/index.js: {fault}"
    addresses = []
    for name in ("data/roles.json", "data/services.json"):
        data = json.loads(files[name])
        addresses += [(name, data["about"])]
        addresses += [(name, one["address"]) for one in data.get("roles", data.get("services", ()))]
    yield from _in_hsds(files, addresses)
    tree = ElementTree.fromstring(files["sitemap.xml"]).iter() if "sitemap.xml" in files else ()
    locs = [loc.text or "" for loc in tree if loc.tag.endswith("loc")]
    yield from (f"sitemap.xml: {loc} stands twice" for loc, times in Counter(locs).items() if times > 1)
    addresses += [("sitemap.xml", loc) for loc in locs]
    for name, address in addresses:
        if fault := dead(address.removeprefix(site_url), "index.html", files, pages, base):
            yield f"{name}: {fault}"
    for line in files.get("_redirects", b"").decode().splitlines():
        parts = line.split(" ")
        if len(parts) != 3 or dead(parts[1], "index.html", files, pages, base):
            yield f"_redirects: {line!r} leads nowhere"


def _in_hsds(files: Mapping[str, bytes], addresses: list[tuple[str, str]]) -> Iterator[str]:
    """What is wrong with the services for other directories. The pages that they name join `addresses`."""
    data = {name: json.loads(text) for name, text in files.items() if name.startswith("data/hsds/")}
    whole = {name: record for name, record in data.items() if name.startswith("data/hsds/services/")}
    listed = [record["id"] for name, page in data.items() if name not in whole for record in page["contents"]]
    if sorted(whole) != sorted(f"data/hsds/services/{id}.json" for id in listed):
        yield "data/hsds: the list does not name each service once"
    for name, value in data.items():
        kind = "service" if name in whole else "page"
        yield from (f"{name}: {fault}" for fault in hsds_rules.faults(value, kind))
    for name, record in whole.items():
        terms = [attribute["taxonomy_term"] for attribute in record["attributes"]]
        addresses += [(name, term["term_uri"]) for term in terms if "term_uri" in term]
