"""The words of sites that Rolecall made, as projects for MkDocs and for Hugo.

python -m bench.rivals SITES FOLDER --mkdocs 5

Each page becomes a Markdown file with the words of its `<main>`: headings, paragraphs, lists, and links to other pages.
The layouts are plain: a head, a menu, the words, a foot. Left out is what Rolecall adds: pictures, QR codes, calendars,
data, leaflets, checks of links, and beside Hugo the search. MkDocs has Material as it comes, which puts a list of all
pages into each, and again with the menu of 6 pages that the others have. Hugo has 1 layout and neither lists nor feeds.
"""

from __future__ import annotations

import argparse
import json
import posixpath
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from lxml import html  # type: ignore[import-untyped]

from bench.race import SHORT_MENU

MENU = ("urgent-help", "help-with", "roles", "services", "surgeries", "search")
FOOT = ("about", "accessibility", "privacy", "social-prescribing")

MKDOCS = """\
site_name: {id}
site_url: https://{id}.example.org/
theme: {{name: material}}
"""

WITH_SHORT_MENU = """\
INHERIT: mkdocs.yml
not_in_nav: "*"
nav: [{menu}]
"""

HUGO = 'title = "{id}"\nbaseURL = "https://{id}.example.org/"\ndisableKinds = ["taxonomy", "term", "rss"]\n'

LAYOUT = """\
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{{{{ .Title }}}} – {{{{ .Params.pcn }}}}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{{{{ .Params.up }}}}style.css">
</head>
<body>
<header><a href="{{{{ .Params.up }}}}">{{{{ .Params.pcn }}}}</a><nav><ul>{menu}</ul></nav></header>
<main>
{{{{ .Content }}}}
</main>
<footer><ul>{foot}</ul></footer>
</body>
</html>
"""

MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "li": "- ", "option": "- "}
BLOCKS = {
    *MARKS, "p", "div", "section", "nav", "ul", "ol", "dl", "dt", "dd", "details", "summary",
    "table", "tr", "td", "th", "label", "select", "form", "button",
}  # fmt: skip
WITHOUT_WORDS = {"svg", "script", "style", "template"}


class Page:
    """A page that Rolecall made: its title, and its words as Markdown."""

    def __init__(self, folder: str, text: str, folders: frozenset[str], ending: str) -> None:
        self.folder, self.folders, self.ending = folder, folders, ending
        tree = html.document_fromstring(text)
        self.title, _, self.pcn = tree.findtext(".//title").partition(" – ")
        blocks = "\n\n".join(self.blocks(tree.find(".//main")))
        self.words = re.sub(r"^(- .*\n)\n(?=- )", r"\1", blocks, flags=re.M)

    def blocks(self, element: html.HtmlElement, mark: str = "") -> Iterator[str]:
        """Each heading, paragraph or entry of a list."""
        if element.tag in WITHOUT_WORDS or not isinstance(element.tag, str):
            return
        mark = MARKS.get(element.tag, mark)
        if not any(part.tag in BLOCKS for part in element.iterdescendants()):
            if words := tidy(self.inline(element)):
                yield mark + words
            return
        if words := tidy(escaped(element.text)):
            yield mark + words
        for part in element:
            yield from self.blocks(part, mark)
            if words := tidy(escaped(part.tail)):
                yield words

    def inline(self, element: html.HtmlElement) -> str:
        """The words of an element that has no blocks within, with its links."""
        if element.tag in WITHOUT_WORDS or not isinstance(element.tag, str):
            return ""
        words = escaped(element.text) + "".join(self.inline(part) + escaped(part.tail) for part in element)
        target = self.target(element.get("href", "")) if element.tag == "a" else ""
        return f"[{tidy(words)}]({target})" if target else words

    def target(self, href: str) -> str:
        """Where a link leads in the other project, or nothing where it has no such page."""
        if re.match(r"[a-z]+:", href):
            return href
        path = href.partition("#")[0].partition("?")[0]
        folder = posixpath.normpath(posixpath.join(self.folder, path))
        if not path or folder not in self.folders:
            return ""
        return posixpath.relpath(folder, self.folder) + self.ending


def tidy(words: str) -> str:
    return " ".join(words.split())


def escaped(text: str | None) -> str:
    return re.sub(r"([\\`*_\[\]<>&#])", r"\\\1", text or "")


def folders_of(site: Path) -> frozenset[str]:
    """The folder of each page of a site but that of errors, which the others make by themselves."""
    return frozenset(path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))


def with_mkdocs(site: Path, project: Path) -> None:
    """The site as a project for MkDocs with Material, and the same with a short menu."""
    folders = folders_of(site)
    for folder in sorted(folders):
        page = Page(folder, (site / folder / "index.html").read_text("utf-8"), folders, "/index.md")
        put(project / "docs" / folder / "index.md", f"---\ntitle: {json.dumps(page.title)}\n---\n{page.words}\n")
    menu = ", ".join(f"{page}/index.md" for page in MENU if page in folders)
    put(project / "mkdocs.yml", MKDOCS.format(id=site.name))
    put(project / SHORT_MENU, WITH_SHORT_MENU.format(menu=f"index.md, {menu}"))


def with_hugo(site: Path, project: Path) -> None:
    """The site as a project for Hugo."""
    folders = folders_of(site)
    above = {posixpath.dirname(folder) or "." for folder in folders}
    for folder in sorted(folders):
        page = Page(folder, (site / folder / "index.html").read_text("utf-8"), folders, "/")
        facts = {"title": page.title, "pcn": page.pcn, "up": posixpath.relpath(".", folder) + "/"}
        name = f"{folder}/_index.md" if folder in above else f"{folder}.md"
        put(project / "content" / name, f"{json.dumps(facts)}\n\n{page.words}\n")
    for folder in above - folders:
        put(project / f"content/{folder}/_index.md", json.dumps({"build": {"render": "never"}}))
    hugo_project(project, site.name)


def hugo_project(project: Path, id: str) -> None:
    put(project / "hugo.toml", HUGO.format(id=id))
    put(project / "static/style.css", "body { font: 1rem/1.5 sans-serif; }\n")
    put(project / "layouts/all.html", LAYOUT.format(menu=links(MENU), foot=links(FOOT)))


def links(pages: tuple[str, ...]) -> str:
    return "".join(f'<li><a href="{{{{ .Params.up }}}}{page}/">{page}</a></li>' for page in pages)


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def write(sites: Path, folder: Path, mkdocs: int) -> None:
    """Write `folder/hugo/<PCN>`, `folder/nation` with all of them as 1 site, and so many as `folder/mkdocs/<PCN>`."""
    for at, site in enumerate(sorted(sites.iterdir())):
        with_hugo(site, folder / "hugo" / site.name)
        shutil.copytree(folder / "hugo" / site.name / "content", folder / "nation/content" / site.name)
        if at < mkdocs:
            with_mkdocs(site, folder / "mkdocs" / site.name)
    hugo_project(folder / "nation", "nation")


def main() -> None:
    words = argparse.ArgumentParser(description="Write projects for MkDocs and Hugo with the words of sites.")
    words.add_argument("sites", type=Path)
    words.add_argument("folder", type=Path)
    words.add_argument("--mkdocs", type=int, default=5)
    asked = words.parse_args()
    write(asked.sites, asked.folder, asked.mkdocs)


if __name__ == "__main__":
    main()
