"""What makes a site hard to see, to hear or to use: a PCN's colour and photos, pages that do not say what they show."""

from __future__ import annotations

from collections.abc import Iterator

from rolecall import colours
from rolecall.checks.pages import (
    Part,
    headings,
    links_without_name,
    pictures_with_nothing_to_say,
    pictures_without_words,
)
from rolecall.checks.photos import not_square
from rolecall.checks.seen import BuiltPage
from rolecall.checks.subject import Subject
from rolecall.places import Problem

IN_A_TEMPLATE = "Correct it in the template that makes this page."


def of_pcn(subject: Subject) -> Iterator[Problem]:
    """What is hard to see of what a PCN chose."""
    pcn, file = subject.pcn, subject.file
    if pcn.colour and (ratio := colours.contrast(pcn.colour, colours.WHITE)) < colours.EASY:
        sentence = f"white words on {pcn.colour} are hard to read for some people: the contrast is {ratio:.1f} to 1"
        fix = f'"{colours.darker(pcn.colour)}" is the nearest darker colour with {colours.EASY} to 1.'
        yield Problem(file.at("colour"), sentence, fix, kind="unusual")
    yield from not_square(pcn, file, subject.loaded.pictures.get(subject.id, {}))


def of_page(page: BuiltPage) -> Iterator[Problem]:
    """Headings that leave out a level or are empty, pictures and links that say nothing to who cannot see them."""
    last = Part(1, "", 0)
    for heading in headings(page.html):
        if not heading.text:
            yield _told(page, heading, "this heading has no words", "Write some, or take it out.")
        elif heading.level > last.level + 1:
            sentence = f'the heading "{heading.text[:60]}" is of level {heading.level}, and none of level'
            sentence += f" {last.level + 1} stands above it"
            yield _told(page, heading, sentence, f"Write {'#' * (last.level + 1)} in front of it.")
        last = heading
    titles = [heading for heading in headings(page.html) if heading.level == 1]
    if len(titles) != 1:
        what = "has no title" if not titles else f"has {len(titles)} titles, and readers need 1"
        yield _told(page, titles[-1] if titles else last, f"this page {what}", "Begin the page with 1 line: # Title")
    silent = [*pictures_without_words(page.html)]
    if page.source:
        silent += pictures_with_nothing_to_say(page.main)
    for picture in silent:
        sentence = f"the picture {picture.text.rpartition('/')[2]} says nothing to people who cannot see it"
        yield _told(page, picture, sentence, "Write what it shows: ![what it shows](picture.png)")
    for link in links_without_name(page.html):
        sentence = f"a link to {link.text} has no words, so people do not know where it leads"
        yield _told(page, link, sentence, "Write where it leads: [words](address)")


def _told(page: BuiltPage, part: Part, sentence: str, fix: str) -> Problem:
    return Problem(page.place(part), sentence, fix if page.source else IN_A_TEMPLATE, kind="unusual")
