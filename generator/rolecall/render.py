"""A planned page to its bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import unquote

from markupsafe import Markup

from rolecall import addresses, ics, qr
from rolecall.headers import POLICY
from rolecall.load import Workspace
from rolecall.pages.frame import Frame
from rolecall.pages.page import File, Page
from rolecall.pages.problems import pages as problem_pages
from rolecall.places import Problem
from rolecall.prose import safe_html
from rolecall.templates import Templates, filled


@dataclass(frozen=True, slots=True)
class View:
    """What `main.html` shows."""

    frame: Frame
    page: Page
    body: Markup
    problems: tuple[Problem, ...] = ()
    """While serving: what is wrong in the files, shown over the last good page."""
    policy: str = POLICY
    """Empty while serving: MkDocs reloads a page by a script that the policy would stop."""

    @property
    def around(self) -> addresses.Links:
        """Links of the frame: the same value for all pages from which they are the same."""
        return links(self.frame, addresses.alike(self.page.address, self.frame.folders))

    @property
    def title(self) -> str:
        """The text of the browser's tab."""
        return f"{self.page.title} – {self.frame.site_name}"

    @property
    def address(self) -> str | None:
        """The full web address of the page, or of the page that it leads to, where the site has one."""
        url = self.frame.site_url
        return addresses.whole(url, self.page.leads_to or self.page.address) if url else None


def body(env: Templates, frame: Frame, page: Page) -> Markup:
    """The inside of a page, from its heading to its end."""
    return filled(env, f"pages/{page.template}.html.jinja", **_values(frame, page))


def _values(frame: Frame, page: Page) -> dict[str, object]:
    url = links(frame, page.address)

    def text(markdown: str) -> Markup:
        """A page's own Markdown as HTML."""
        return safe_html(markdown, lambda href: _page_link(href, page.address.rstrip("/"), url))

    return {"page": page, "data": page.data, "url": url, "markdown": text}


def whole(
    env: Templates, frame: Frame, page: Page, *, problems: tuple[Problem, ...] = (), policy: str = POLICY
) -> bytes:
    """The file of a page: its body in the frame."""
    return framed(env, frame, page, body(env, frame, page), problems=problems, policy=policy).encode()


def file_bytes(env: Templates, frame: Frame, file: File) -> bytes:
    """A file that is no page."""
    if file.form == "json":
        return cast(str, file.data).encode()
    if file.form == "ics":
        return ics.calendar(cast(tuple[ics.Entry, ...], file.data))
    if file.form in ("svg", "png"):
        return (qr.svg if file.form == "svg" else qr.png)(cast(str, file.data))
    given = {"data": file.data, "url": links(frame, file.address), "policy": POLICY, "frame": frame}
    return filled(env, f"pages/{file.form}.jinja", **given).encode()


def framed(
    env: Templates,
    frame: Frame,
    page: Page,
    inside: Markup,
    *,
    problems: tuple[Problem, ...] = (),
    policy: str = POLICY,
) -> str:
    """A page's body in Rolecall's own frame."""
    return filled(env, "main.html", **frame_values(frame, page, inside, problems=problems, policy=policy))


def frame_values(
    frame: Frame, page: Page, inside: Markup, *, problems: tuple[Problem, ...] = (), policy: str = POLICY
) -> dict[str, object]:
    """What `main.html` is given, by whichever builder."""
    return {"view": View(frame, page, inside, problems, policy), "url": links(frame, page.address)}


def problems_site(env: Templates, workspace: Workspace, problems: tuple[Problem, ...], *, top: str) -> dict[str, bytes]:
    """While there is no good site to preview: the files of one at `top` that says what is wrong, by path."""
    url = addresses.links_from(addresses.NOT_FOUND, base=top)  # It is shown at any address.
    found: dict[str, bytes] = {}
    for page in problem_pages(problems):
        found[page.file] = filled(env, f"pages/{page.template}.html.jinja", data=page.data, url=url).encode()
    for name in (addresses.asset("rolecall.css"), addresses.asset("icon.svg")):
        if path := workspace.find(f"theme/shell/{name}"):
            found[name] = path.read_bytes()
    return found


def beginning(env: Templates, frame: Frame) -> Markup:
    """What our frame has above each page, for frames that are not Rolecall's own: the PCN's notice."""
    notice: Any = env.get_template("components/notice.html.jinja").module
    return Markup(notice.notice_of(frame))


def ending(env: Templates, frame: Frame, page: Page) -> Markup:
    """What our frame has below each page, for frames that are not Rolecall's own: the day of its check, urgent help."""
    end: Any = env.get_template("components/page-end.html.jinja").module
    urgent: Any = env.get_template("components/urgent-brief.html.jinja").module
    return Markup(end.page_end(page, frame.report) + urgent.urgent_brief(frame, links(frame, page.address)))


def links(frame: Frame, address: str) -> addresses.Links:
    """From an address of the site to a link to it from the page at `address`."""
    return addresses.links_from(address, base=addresses.base_path(frame.site_url), in_folder=frame.in_folder)


def _page_link(href: str, slug: str, url: addresses.Links) -> str:
    """A link between Markdown files as one between pages; a file beside the page as one from its address."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//|/|#|$", href, re.IGNORECASE):
        return href
    path, hash, fragment = href.partition("#")
    target = addresses.beside(slug, unquote(path))
    if target.endswith(".md"):
        target = addresses.markdown(target.removesuffix(".md"))
    return url(target + hash + fragment)
