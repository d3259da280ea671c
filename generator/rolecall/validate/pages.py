"""The rules of Markdown pages."""

from __future__ import annotations

import posixpath
import re

from rolecall.addresses import beside
from rolecall.load import Loaded, PageFile, YamlFile, not_shipped
from rolecall.model import FrontMatter, MarkdownPage
from rolecall.places import Place, Problem
from rolecall.prose import broken_links, picture_from_elsewhere, pictures_from_elsewhere, without_words, wrong_with
from rolecall.slugs import is_slug, name_to_use
from rolecall.validate.answers import unknown_ids
from rolecall.validate.shapes import did_you_mean, read_as
from rolecall.values import is_seen
from rolecall.wrong import NOT_TEXT


def read_page(slug: str, file: PageFile, loaded: Loaded) -> tuple[MarkdownPage | None, list[Problem]]:
    """A Markdown page, its title taken from its first heading."""
    problems: list[Problem] = []
    front = FrontMatter()
    if file.front:
        yaml = YamlFile(file.file, file.front)
        read, problems = read_as(FrontMatter, yaml)
        front = read or front
        problems += unknown_ids(yaml, ("sources",), front.sources, "source", loaded.ids("sources"))
    if not all(is_slug(part) for part in slug.split("/")):
        problems.append(
            Problem(
                Place(file.file),
                f'"{slug}" cannot be part of a web address',
                name_to_use(slug, not_shipped(loaded.pages), ending=".md", example="our-news"),
                kind="address",
            )
        )
    title, _, text = file.markdown.lstrip("\n").partition("\n")
    if not (title.startswith("# ") and is_seen(title[2:])):
        sentence, fix = "this page does not start with its title", "Make the first line: # and the title"
        problems.append(Problem(Place(file.file, file.line), sentence, fix, kind="missing"))
    if bad := NOT_TEXT.search(file.markdown.replace("\r", " ")):
        line = file.line + file.markdown.count("\n", 0, bad.start())
        column = bad.start() - file.markdown.rfind("\n", 0, bad.start())
        sentence = "there is a character here that is not text"
        fix = "Delete it. It often comes with text copied from another program."
        problems.append(Problem(Place(file.file, line, column), sentence, fix, kind="unreadable"))
    elif wrong := wrong_with(text):
        problems.append(Problem(Place(file.file, file.line), *wrong, kind="size"))
    else:
        for link in broken_links(text):
            at = max(file.markdown.find(link), 0)
            line = file.line + file.markdown.count("\n", 0, at)
            sentence = f'no browser can follow the link "{link}"'
            problems.append(Problem(Place(file.file, line), sentence, "Copy it from the browser.", kind="address"))
        for picture in pictures_from_elsewhere(text):
            line = file.line + file.markdown.count("\n", 0, max(file.markdown.find(picture), 0))
            problems.append(Problem(Place(file.file, line), *picture_from_elsewhere(picture), kind="address"))
        above = file.line + file.markdown.count("\n") - text.count("\n") - 1
        for wordless in without_words(text):
            place = Place(file.file, above + wordless.line)
            problems.append(Problem(place, f"this {wordless.what}", wordless.fix, kind="missing"))
    is_readable = all(problem.kind != "size" for problem in problems)
    for match in re.finditer(r"\]\(([^)\s#:]+)\.md(?=[)#])", file.markdown) if is_readable else ():
        target = beside(slug, match[1])
        if target not in loaded.pages:
            line = file.line + file.markdown.count("\n", 0, match.start())
            column = match.start() - file.markdown.rfind("\n", 0, match.start()) + 2
            problems.append(
                Problem(
                    Place(file.file, line, column),
                    f'there is no page "{match[1]}.md"',
                    did_you_mean(_from(slug, target), [_from(slug, page) for page in loaded.pages], called="There are"),
                    kind="address",
                )
            )
    if problems:
        return None, problems
    return MarkdownPage(
        slug=slug, title=title[2:].strip(), markdown=text, reviewed=front.reviewed, sources=front.sources
    ), []


def _from(page: str, target: str) -> str:
    """How a page links to the file of another."""
    return posixpath.relpath(f"/{target}.md", posixpath.dirname(f"/{page}"))
