from __future__ import annotations

from collections.abc import Iterator

from rolecall.pages.page import File, Page
from rolecall.search import entries
from rolecall.site import Site


def pages(site: Site) -> Iterator[Page]:
    yield Page("search/", "search", {"site": site, "entries": entries(site)}, "Search", script="search.js")


def files(site: Site) -> Iterator[File]:
    yield File("search/index.js", "search-index.js", {"entries": entries(site)})
