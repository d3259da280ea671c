"""Every address of a site, below the site's own, and how a page links to it. Nothing else puts an address together.

Texts, sheets and other websites carry addresses, so a form that was once used stays. In templates this module is `at`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, urlsplit

HOME = ""
ROLES = "roles/"
JOB_TITLES = "job-titles/"
PEOPLE = "people/"
COMPARE = "compare/"
SURGERIES = "surgeries/"
CHOOSE = "choose/"
NEEDS = "help-with/"
SERVICES = "services/"
SERVICES_FOR = "services/for/"
SERVICES_FILTERS = "services/filters.js"
THIS_WEEK = "services/this-week/"
TODAY = f"{THIS_WEEK}#today"
YOURS = "services/yours/"
"""For who runs a service: how to be listed, to correct an entry, and to leave."""
MY_LIST = "my-list/"
SEARCH = "search/"
URGENT_HELP = "urgent-help/"
ABOUT = "about/"
ACCESSIBILITY = "accessibility/"
ANOTHER_WAY = f"{ACCESSIBILITY}#another_way"
"""How to ask for all this another way, which our frame has on each page."""
PRIVACY = "privacy/"
STAFF = "staff/"
SERVICE_SHEET = "staff/print/services/"
TRY_IT = "staff/print/try-it/"
DATA = "data/"
EMBED = "embed/"
CODES = "qr/"
CODE_OF_THIS_WEEK = "this-week"
ASSETS = "assets/"

NOT_FOUND = "404.html"
SEARCH_INDEX = "search/index.js"
DANGER_PATTERNS = "search/danger.js"
LIST_FACTS = "my-list/facts.js"
STAFF_FINDER = "staff/finder.js"
SHEET_FACTS = "staff/print/services/facts.js"
ROLES_DATA = "data/roles.json"
SERVICES_DATA = "data/services.json"
HSDS = "data/hsds/"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"

ELSEWHERE = "https://www.bbc.co.uk/weather"
"""A page of another website, for people who have to leave a page fast. Nobody minds it."""

RESERVED = (
    "roles", "compare", "surgeries", "urgent-help", "about", "accessibility", "privacy", "assets",
    "choose", "help-with", "job-titles", "services", "search", "people", "staff", "embed", "data", "qr", "print",
    "my-list",
)  # fmt: skip
"""First parts of addresses that every site uses or will use, so that no role or page may."""


def role(id: str) -> str:
    """The page of a core role."""
    return f"{id}/"


def how_to_reach(id: str) -> str:
    """The part of a core role's page that says how to reach somebody."""
    return f"{id}/#reach"


def wider_role(id: str) -> str:
    """The entry of a role of the wider team."""
    return f"{ROLES}#{id}"


def easy_read(id: str, surgery: str = "") -> str:
    """A role in easy read: in the PCN, or the sheet that a surgery hands out."""
    return f"{poster(id, surgery)}easy-read/" if surgery else f"{id}/easy-read/"


def pair(first: str, second: str) -> str:
    """The comparison of 2 core roles, in the order of all comparisons."""
    return f"{COMPARE}{first}-or-{second}/"


def surgery(slug: str) -> str:
    return f"{SURGERIES}{slug}/"


def question(id: str, start: str) -> str:
    """A question of Help me choose. The first one is where it starts."""
    return CHOOSE if id == start else f"{CHOOSE}{id}/"


def outcome(id: str) -> str:
    return f"{CHOOSE}{id}/"


def need(id: str) -> str:
    return f"{NEEDS}{id}/"


def service(id: str) -> str:
    return f"{SERVICES}{id}/"


def calendar(service: str) -> str:
    """The times of a service, for the calendar of a phone or computer."""
    return f"{SERVICES}{service}/calendar.ics"


def service_on_list(id: str) -> str:
    """The part of My list that is a service."""
    return f"s-{id}"


def role_on_list(id: str) -> str:
    """The part of My list that is a role."""
    return f"r-{id}"


def services_for(filter: str) -> str:
    """The services that a filter leaves, for example `need-money`."""
    return f"{SERVICES_FOR}{filter}/"


def staff(surgery: str = "") -> str:
    """The page for the staff of a surgery, or of the whole PCN."""
    return f"{STAFF}{surgery}/" if surgery else STAFF


def staff_role(id: str, surgery: str = "") -> str:
    """The part of it that is a role."""
    return f"{staff(surgery)}#role_{id}"


def to_copy(role: str, what: str) -> str:
    """The part of the page for staff that holds words about a role to copy."""
    return f"{role}_{what}"


def who_to_refer_to(surgery: str = "") -> str:
    """The table of whom to refer to."""
    return f"{staff(surgery)}who-to-refer-to/"


def posters(surgery: str = "") -> str:
    """The poster about everybody."""
    return f"{staff(surgery)}print/"


def poster(id: str, surgery: str = "") -> str:
    """The poster of a role."""
    return f"{posters(surgery)}{id}/"


def handout(id: str, surgery: str = "") -> str:
    """The sheet about a role to take home."""
    return f"{poster(id, surgery)}handout/"


def large(id: str, surgery: str = "") -> str:
    """The same in large print."""
    return f"{handout(id, surgery)}#large"


def embed(id: str) -> str:
    return f"{EMBED}{id}/"


def hsds_list(page: int = 1) -> str:
    """A page of the list of services for other directories."""
    return f"{HSDS}services.json" if page == 1 else f"{HSDS}services-{page}.json"


def hsds_service(id: str) -> str:
    """A service for other directories, by its uuid."""
    return f"{HSDS}services/{id}.json"


def code(kind: str, id: str, form: str) -> str:
    """The picture of a QR code: of `roles`, `needs` or `pages`, as `svg` or `png`."""
    return f"{CODES}{kind}/{id}.{form}"


def asset(name: str) -> str:
    return ASSETS + name


def markdown(slug: str) -> str:
    """A page written in Markdown."""
    return f"{slug}/"


def short_link(word: str) -> str:
    """A short way to a page, for texts."""
    return f"{word}/"


def file_of(address: str) -> str:
    """The file that a page is published as."""
    return address + "index.html" if not address or address.endswith("/") else address


def address_of(file: str) -> str:
    """The address at which a server shows a file."""
    return file.removesuffix("index.html") if file == "index.html" or file.endswith("/index.html") else file


def whole(site_url: str | None, address: str) -> str:
    """A whole web address. Below the site's while that is not known."""
    return from_top(site_url or "", address)


def typed(site_url: str, address: str) -> str:
    """A whole address as people type it."""
    return (site_url + address).removeprefix("https://")


def base_path(site_url: str | None) -> str:
    """The path of the site on its server, with a slash at both ends. A page for any address needs it."""
    path = urlsplit(site_url or "/").path
    return path if path.endswith("/") else path + "/"


def is_elsewhere(address: str) -> bool:
    """Whether this is a whole address, of another site, and not one of this."""
    return "://" in address


def from_top(base: str, address: str) -> str:
    """A link to an address from the top of the server on whose path `base` the site is. A whole address stays."""
    return address if is_elsewhere(address) else base + address


class Links(NamedTuple):
    """From an address to a link to it from one page."""

    page: str
    base: str
    in_folder: bool

    def __call__(self, address: str) -> str:
        return _link(address, *self)


def links_from(page: str, *, base: str, in_folder: bool = False) -> Links:
    """From an address to a link to it from the page at `page`.

    Relative, so that a site works in any folder; only the page for wrong addresses, which can be shown at any depth,
    links from the top of the server, `base`. Where a site works from a folder, links name files.
    """
    return Links(page, base if page == NOT_FOUND else "", in_folder)


@lru_cache(1 << 14)
def _link(address: str, page: str, base: str, in_folder: bool) -> str:
    if is_elsewhere(address):
        return address
    if page == NOT_FOUND:
        return base + quote(address, safe="/#")
    path, hash, fragment = address.partition("#")
    if path == page and hash:
        return hash + fragment
    *folders, file = path.split("/")
    at = page.split("/")[:-1]
    same = 0
    while same < min(len(folders), len(at)) and folders[same] == at[same]:
        same += 1
    way = "../" * (len(at) - same) + "".join(f"{folder}/" for folder in folders[same:])
    if not file:
        way, file = way or "./", "index.html" if in_folder else ""
    return quote(way + file, safe="/.") + hash + fragment


def folders_of(addresses: Iterable[str]) -> tuple[str, ...]:
    """The folders on the way to some addresses, each once, in their order: `a/b/` has `a/` and `a/b/`."""
    ends = ((address, end) for address in addresses for end, letter in enumerate(address) if letter == "/")
    return tuple(dict.fromkeys(address[: end + 1] for address, end in ends))


def alike(page: str, folders: Collection[str]) -> str:
    """An address from which links into these folders are as from `page`. It is one and the same for many pages."""
    *way, file = page.split("/")
    at = ""
    for done, folder in enumerate(way):
        if f"{at}{folder}/" not in folders:
            return at + "-/" * (len(way) - done) + file
        at += f"{folder}/"
    return page


def beside(page: str, link: str) -> str:
    """The path that a relative `link` means in a page, both as `folder/name`: `../b` in `a/x` gives `b`."""
    parts = page.split("/")[:-1]
    for part in link.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def directions(destination: str) -> str:
    """The way to an address or to coordinates, on a website that phones and computers open in their own way.

    Nothing of it loads before somebody follows the link.
    """
    return f"https://www.google.com/maps/dir/?api=1&destination={quote(destination, safe='')}"
