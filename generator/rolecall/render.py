"""A planned page to its bytes. The one module that imports jinja2."""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from posixpath import relpath
from urllib.parse import quote, unquote

import jinja2
from markupsafe import Markup

from rolecall import qr
from rolecall.bundled import icons
from rolecall.load import Workspace
from rolecall.model import MarkdownPage
from rolecall.places import Place, Problem
from rolecall.plan import Page, base_path
from rolecall.prose import safe_html
from rolecall.site import Site, SiteRole, SiteService
from rolecall.site.times import listed
from rolecall.values import beside, in_words, mid_sentence

Templates = jinja2.Environment
"""Templates of a workspace, ready to fill in."""


class TemplateMistake(Exception):
    """A template cannot be filled in. `places` are those in templates that led there, the deepest last."""

    def __init__(self, places: tuple[Place, ...], sentence: str) -> None:
        super().__init__(places, sentence)  # so that it comes whole from another process
        self.places, self.sentence = places, sentence

    def __str__(self) -> str:
        return f"{self.places[-1]}: {self.sentence}"

    @property
    def problem(self) -> Problem:
        """What is wrong, at the deepest place."""
        return Problem(self.places[-1], self.sentence, kind="template")

    def within(self, workspace: Workspace) -> Problem | None:
        """The problem, if a template of the workspace's own is at fault. None where it is one that we ship."""
        own = [place for place in self.places if Path(place.file).is_relative_to(workspace.root / "theme")]
        if not own:
            return None
        place = replace(own[-1], file=workspace.shown(Path(own[-1].file)))
        return Problem(place, self.sentence, "Compare it with the shipped template of the same name.", kind="template")


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types rolecall"
)
"""What a page may do: use the site's own files and nothing else, and run no text as a script.

The one Trusted Types policy is that of `search.js`, which names 2 files of the site.
"""


@dataclass(frozen=True, slots=True)
class View:
    """What the frame around a page's body shows."""

    site: Site
    page: Page
    body: Markup
    problems: tuple[Problem, ...] = ()
    """While serving: what is wrong in the files, shown over the last good page."""
    policy: str = POLICY
    """Empty while serving: MkDocs reloads a page by a script that the policy would stop."""

    @property
    def title(self) -> str:
        """The text of the browser's tab."""
        return f"{self.page.title} – {self.site.name}"

    @property
    def description(self) -> str:
        """What a search engine shows below the title."""
        role, one = self.page.shows.get("role"), self.page.shows.get("one")
        if isinstance(role, SiteRole):
            return role.role.in_short
        return one.summary if isinstance(one, SiteService) else f"{self.page.title}, in {self.site.short_name}."

    @property
    def address(self) -> str | None:
        """The full web address of the page, or of the page that it leads to, where the site has one."""
        return self.site.pcn.site_url + str(self.leads_to or self.page.address) if self.site.pcn.site_url else None

    @property
    def leads_to(self) -> object:
        """The address of the page that a browser goes on to, if this is one that moved."""
        return self.page.shows["to"] if self.page.template == "moved" else None


def environment(folders: Sequence[Path | str]) -> Templates:
    """Templates from the first of the folders that has them. Text is escaped, and a misspelt name stops the build."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(in_words=in_words, mid=mid_sentence, tel=_tel, prose=_prose, listed=listed, called=_called)
    env.filters.update(mailto=_mailto)
    env.globals.update(icon=_icon)
    return env


def theme_folders(workspace: Workspace) -> list[Path]:
    """Where templates lie: the workspace's own first, then the shipped ones."""
    bases = dict.fromkeys([workspace.root / "theme", workspace.shipped / "theme"])
    return [folder for base in bases for folder in (base, base / "shell") if folder.is_dir()]


def body(env: Templates, site: Site, page: Page) -> Markup:
    """The inside of a page, from its heading to its end."""
    url = links(site, page)
    shows = dict(page.shows)
    if isinstance(text := shows.get("text"), MarkdownPage):
        shows["html"] = safe_html(text.markdown, lambda href: _page_link(href, text.slug, url))
    return Markup(_filled(env, f"pages/{page.template}.html.jinja", site=site, page=page, url=url, **shows))


def whole(env: Templates, site: Site, page: Page) -> bytes:
    """The file of a page: its body in the frame, or for a file that is not a page, just itself."""
    if page.template == "json":
        return (json.dumps(page.shows["data"], ensure_ascii=False, indent=1) + "\n").encode()
    if page.template in ("qr.svg", "qr.png"):
        return (qr.svg if page.template == "qr.svg" else qr.png)(str(page.shows["address"]))
    if not page.title:
        own = {"url": links(site, page), "policy": POLICY} if page.address.endswith("/") else {}
        return _filled(env, f"pages/{page.template}.jinja", site=site, page=page, **own, **page.shows).encode()
    return framed(env, site, page, body(env, site, page)).encode()


def framed(env: Templates, site: Site, page: Page, inside: Markup) -> str:
    """A page's body in Rolecall's own frame."""
    return _filled(env, "main.html", **frame_values(site, page, inside))


def frame_values(
    site: Site, page: Page, inside: Markup, *, problems: tuple[Problem, ...] = (), policy: str = POLICY
) -> dict[str, object]:
    """What `main.html` is given, by whichever builder."""
    return {"view": View(site, page, inside, problems, policy), "url": links(site, page)}


def problems_site(env: Templates, workspace: Workspace, problems: tuple[Problem, ...], *, top: str) -> dict[str, bytes]:
    """While there is no good site to preview: the files of one at `top` that says what is wrong, by path.

    At an address that does not exist yet, the browser asks again every 2 seconds: MkDocs reloads only pages that do.
    """
    found: dict[str, bytes] = {}
    for name, again in (("index.html", False), ("404.html", True)):
        found[name] = _filled(env, "pages/problems.html.jinja", problems=problems, again=again, top=top).encode()
    for name in ("assets/rolecall.css", "assets/icon.svg"):
        if path := workspace.find(f"theme/shell/{name}"):
            found[name] = path.read_bytes()
    return found


def urgent_help(env: Templates, site: Site, page: Page) -> Markup:
    """The urgent help that every page carries, for frames that are not Rolecall's own."""
    module = env.get_template("components/urgent-brief.html.jinja").module
    return Markup(module.urgent_brief(site, links(site, page)))  # type: ignore[attr-defined]


def links(site: Site, page: Page) -> Callable[[str], str]:
    """A function from an address of the site to a link to it from `page`.

    Relative, so that a site works in any folder; only the page for wrong addresses, which
    can be shown at any depth, links from the top of the server.
    """
    if page.address == "404.html":
        top = base_path(site)
        return lambda address: top + quote(address, safe="/#")

    def link(address: str) -> str:
        path, hash, fragment = address.partition("#")
        if path == page.address and hash:
            return hash + fragment
        way = relpath("/" + path, "/" + page.address)
        if not path or path.endswith("/"):
            way = ("./" if way == "." else way + "/") + ("index.html" if site.in_folder else "")
        return quote(way, safe="/.") + hash + fragment

    return link


def _page_link(href: str, slug: str, url: Callable[[str], str]) -> str:
    """A link between Markdown files as one between pages; a file beside the page as one from its address."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//|/|#|$", href, re.IGNORECASE):
        return href
    path, hash, fragment = href.partition("#")
    target = beside(slug, unquote(path))
    if target.endswith(".md"):
        target = target.removesuffix(".md") + "/"
    return url(target + hash + fragment)


def _filled(env: Templates, template: str, **values: object) -> str:
    try:
        return env.get_template(template).render(**values)
    except Exception as error:  # Whatever goes wrong in a template is told with its place there.
        raise TemplateMistake(_places(error), str(error) or type(error).__name__) from error


def _places(error: Exception) -> tuple[Place, ...]:
    """Where in templates an error came about, which for most of Jinja's only the traceback knows."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return (Place(error.filename or error.name or "a template", error.lineno),)
    steps = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    found = tuple(Place(file, line) for file, line in steps if file.endswith((".jinja", ".html")))
    return found or (Place("a template"),)


@cache
def _icon(name: str) -> Markup:
    """A picture that mkdocs-material ships, as part of the page. What it shows stands beside it in words."""
    svg = (icons() / f"{name}.svg").read_text(encoding="utf-8").strip()
    return Markup(svg.replace("<svg ", '<svg class="icon" aria-hidden="true" focusable="false" ', 1))


def _prose(text: str) -> Markup:
    """Markdown of a service. It links to whole addresses only, since it does not know where it will stand."""
    return safe_html(text, lambda href: href if re.match(r"(https?|mailto|tel):", href) else None)


def _called(ids: Iterable[str], words: Mapping[str, str]) -> list[str]:
    """What ids are called in words."""
    return [words[id] for id in ids]


def _mailto(email: str, subject: str = "", body: str = "") -> str:
    """A link that opens a letter to this address and no other, its subject and lines filled in where there are any."""
    lines = "\r\n".join(line.strip() for line in body.strip().splitlines())
    filled = f"?subject={quote(subject)}&body={quote(lines)}" if subject else ""
    return f"mailto:{quote(email, safe='@')}{filled}"


def _tel(phone: str) -> str:
    """A phone number as its link: `0117 496 0123` gives `tel:01174960123`."""
    return "tel:" + re.sub(r"[^\d+]", "", phone)
