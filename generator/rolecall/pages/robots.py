"""What search engines are told: every page that they may show, and where that list is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.pages.page import File, Page
from rolecall.site import Site


class Listed(NamedTuple):
    """A page in the list: its whole address, and the day on which it was last checked."""

    address: str
    reviewed: date | None


class Sitemap(NamedTuple):
    """The list of pages. Empty while the site has no address of its own."""

    pages: tuple[Listed, ...]


class Robots(NamedTuple):
    """Where the list is. Empty while the site has no address of its own."""

    sitemap: str


def files(site: Site, pages: Sequence[Page]) -> Iterator[File]:
    """The list of pages, and what says where it is."""
    url = site.pcn.site_url
    listed = [Listed(at.whole(url, page.address), page.reviewed) for page in pages if url and page.in_sitemap]
    yield File(at.SITEMAP, "sitemap.xml", Sitemap(tuple(listed)))
    yield File(at.ROBOTS, "robots.txt", Robots(at.whole(url, at.SITEMAP) if url else ""))
