"""What a site is made of: pages, each its address, its template and its data, and files that are no pages."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rolecall import addresses


class Link(NamedTuple):
    """A way to a page: its address, and what it is called there."""

    address: str
    label: str


class Page(NamedTuple):
    """A page, not yet rendered. The same template and data at the same address give the same bytes."""

    address: str
    """Below the site's address, without a slash in front: empty for the home page, `link-worker/`, `404.html`."""
    template: str
    """The template below `theme/pages/`, without its ending."""
    data: object = None
    """A frozen value with just what the template shows."""
    title: str = ""
    """The page's heading, as its template says. `plan` fills it in."""
    short_title: str = ""
    """What menus and the way to a page call it. `plan` fills it in."""
    summary: str = ""
    """What a search engine shows below the title. Empty where the title says enough."""
    within: str | None = addresses.HOME
    """The address of the page that it belongs under; empty for the home page, None for the home page itself."""
    crumbs: tuple[Link, ...] = ()
    """The way to it from the home page, itself left out. `plan` fills it in."""
    reviewed: date | None = None
    """The day since which all that it says stands checked. None where nobody has checked some of it."""
    next_check: date | None = None
    """The day by which somebody is to check it again."""
    leads_to: str = ""
    """The address of the page that a browser goes on to, if this is one that moved."""
    made_from: str = ""
    """The file of the content that it is about, where it is about one file."""
    has_facts: bool = True
    """Whether it says something that can be right or wrong. Then it ends with its day and a way to report a mistake."""
    in_sitemap: bool = True
    lasts: bool = True
    """Whether its address is promised: what texts and sheets may carry. Lists that come and go with others are not."""
    is_found: bool = True
    """Whether search engines may show it."""
    has_exit: bool = False
    """Whether looking at it may put somebody at risk, so that each part of it has a quick way out."""
    knows_itself: bool = False
    """Whether its script can find it among the pages that this tab had open. Other websites learn no more of it."""
    styles: tuple[str, ...] = ()
    """The files in `assets/` that style it, beside the one of all pages."""
    scripts: tuple[str, ...] = ()
    """The files in `assets/` that it runs. Each page is whole without them."""
    linked_data: str = ""
    """What it says, for programs, as JSON-LD. Empty where they are to be told nothing."""

    def __hash__(self) -> int:
        return hash(self.address)  # It tells pages apart, and all that a page shows would take long.

    @property
    def kind(self) -> str:
        """What kind of page it is."""
        return self.template

    @property
    def file(self) -> str:
        """The file it is published as."""
        return addresses.file_of(self.address)


class File(NamedTuple):
    """A file that is no page: data, a picture, a list for robots, a page for frames on other websites."""

    file: str
    """Its path on the site."""
    form: str
    """What makes it: `json`, `ics`, `svg` or `png` (a QR code), or a template below `theme/pages/`, without ending."""
    data: object = None
    """A frozen value: the text of `json`, the entries of `ics`, the whole address of a code, what a template shows."""
    made_from: str = ""
    """The file of the content that it is about, where it is about one file."""

    @property
    def kind(self) -> str:
        """What kind of file it is."""
        return self.form

    @property
    def address(self) -> str:
        """The address at which a server shows it."""
        return addresses.address_of(self.file)
