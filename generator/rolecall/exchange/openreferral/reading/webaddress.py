"""The web addresses of a feed: its list, the pages of that, its services."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from rolecall.exchange.openreferral.reading.failure import opens_doors

_PAGES = frozenset({"page", "page_number", "pagenumber"})
_SIZES = frozenset({"per_page", "size", "limit", "page_size", "pagesize"})
_FILTERS = frozenset({"search", "text", "taxonomy_term_id", "taxonomy_id", "taxonomy_type", "vocabulary", "need"}) | {
    *("circumstance", "minimum_age", "maximum_age", "start_time", "end_time", "day", "postcode", "proximity"),
    *("coverage", "service_type", "organization_id", "modified_after", "offset", "minimal"),
}
"""What a feed can be asked to leave out, by the descriptions of HSDS, HSDS-UK and Open Referral UK 1.0."""

_OTHERS = frozenset({"organizations", "organisations", "locations", "taxonomies", "taxonomy_terms", "vocabularies"}) | {
    "service_at_locations",
    "reviews",
}
_SERVICES = ("services", "services.json")

_LINK = re.compile(r"<([^<>]*)>([^<>]*)")
_IS_NEXT = re.compile(r"""(?i);\s*rel\s*=\s*(?:"(?:[^"]*\s)?next[\s"]|next\s*(?:[;,]|$))""")
"""Whether what follows an address in the header `Link` says that it is that of the next page."""

_WORD = re.compile(r"[A-Za-z][A-Za-z._-]{0,39}")
"""A step of a path that can be a name. With digits it may be a key."""
_TECHNICAL = re.compile(
    r"(?i)api|rest|public|o|v|index|json|data|feeds?|services?|director(?:y|ies)|(?:oruk|hsds|open-?referral)(?:-?uk)?"
    r"|service-?directory(?:-?service)?"
)
"""Steps that feeds of all councils have."""


def without_pages(address: str) -> str:
    """An address without the number of a page, all else as it is."""
    parts = urlsplit(address.strip())
    query = [(name, value) for name, value in _query(parts.query) if name.casefold() not in _PAGES]
    return urlunsplit(parts._replace(path=parts.path or "/", query=_written(query), fragment=""))


def with_page(address: str, number: int) -> str:
    """The address of a page of a list."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query=_written([*_query(parts.query), ("page", str(number))])))


def next_in_header(header: str) -> str:
    """The address of the next page in a header `Link`, as in `</services?after=7>; rel="next"`. Empty where none is."""
    return next((link[1].strip() for link in _LINK.finditer(header) if _IS_NEXT.search(link[2])), "")


def page_in_file(address: str, number: int) -> str:
    """The address of a page of a list in files: `services-2.json`. Empty where the list is in none."""
    parts = urlsplit(address)
    stem = parts.path.removesuffix(".json")
    return urlunsplit(parts._replace(path=f"{stem}-{number}.json")) if stem != parts.path else ""


def filters_in(address: str) -> list[str]:
    """What an address asks a feed to leave out."""
    return [name for name, _ in _query(urlsplit(address).query) if name.casefold() in _FILTERS]


def lists_below(root: str) -> list[str]:
    """Where the list of services of a feed may be. Empty where this is the address of a list already."""
    parts = urlsplit(root)
    path = parts.path.rstrip("/")
    if path.rpartition("/")[2] in _SERVICES:
        return []
    return [urlunsplit(parts._replace(path=f"{path}/{name}")) for name in _SERVICES]


def list_beside(address: str) -> str:
    """The address of the list of services, where this is that of a list of other things, as `/taxonomies`."""
    parts = urlsplit(address)
    above, _, last = parts.path.rstrip("/").rpartition("/")
    return urlunsplit(parts._replace(path=f"{above}/services")) if last.casefold() in _OTHERS else address


def service_below(address: str, id: str) -> str:
    """The address of a service of a list. A list in a file, `services.json`, has them in `services/ID.json`.

    Empty where no address can be made of the id.
    """
    parts = urlsplit(address)
    path, ending = parts.path.rstrip("/"), ""
    if path.endswith(".json"):
        path, ending = path.removesuffix(".json"), ".json"
    step = quote(id, safe="") if id.strip(".") and len(id) <= 300 else ""
    query = [
        (name, value)
        for name, value in _query(parts.query)
        if name.casefold() not in _PAGES | _SIZES | _FILTERS | {"include"}
    ]
    return urlunsplit(parts._replace(path=f"{path}/{step}{ending}", query=_written(query))) if step else ""


def site_of(address: str) -> tuple[str, str | None, int | None]:
    """The website that an address is of. An address that is none is of no website."""
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname, parts.port
    except ValueError:
        return "", None, None


def source_of(address: str) -> str:
    """The same for all addresses of a feed: without its list, pages, filters, keys and `https`."""
    parts = urlsplit(without_pages(address))
    steps = [step for step in parts.path.split("/") if step]
    for at, step in enumerate(steps):
        if step in _SERVICES:
            steps = steps[:at]
            break
    query = [
        (name, value)
        for name, value in _query(parts.query)
        if name.casefold() not in _FILTERS | _SIZES and not opens_doors(name)
    ]
    port = f":{parts.port}" if parts.port else ""
    return "/".join([f"{parts.hostname}{port}", *steps]) + (f"?{_written(query)}" if query else "")


def name_of(address: str) -> str:
    """What people call a feed: its host, with the words of its path that tell it from other feeds there."""
    steps = source_of(address).partition("?")[0].split("/")[1:]
    words = [step.removesuffix(".json") for step in steps if _WORD.fullmatch(step)]
    return "/".join([urlsplit(address).hostname or "", *(word for word in words if not _TECHNICAL.fullmatch(word))])


def _query(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True)


def _written(query: list[tuple[str, str]]) -> str:
    return urlencode(query, quote_via=quote, safe=":,/")
