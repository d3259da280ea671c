"""Words of a PCN's own that are hard to read, mean something else than they say, or that no filter can find."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from rolecall.checks.forms import forms_in
from rolecall.checks.marks import headings, links, lists, paragraphs, without_addresses, without_targets
from rolecall.checks.markup import html_in
from rolecall.checks.plain import Found, Lists, lists_of
from rolecall.checks.promises import promise_in
from rolecall.checks.reading import LONGEST, grade, of_text
from rolecall.checks.subject import Subject
from rolecall.checks.texts import Text, texts_in
from rolecall.checks.weekdays import wrong_weekdays
from rolecall.days import DAYS
from rolecall.load import Loaded, PageFile, YamlFile
from rolecall.model import PCN, SHARED_FILES, Answer, Content, Reach, Role, Service
from rolecall.model.content import Shared
from rolecall.model.walk import Holds, held_by, holds
from rolecall.phones import known_forms
from rolecall.places import Path, Place, Problem
from rolecall.site.services import SiteService
from rolecall.standing import facts_of
from rolecall.yamltext import YamlFields, YamlList, YamlNode

MOST_IN_LIST = 6
"""Lines that a list may have, as the NHS content guide says."""

LONGEST_HEADING = 65
"""Characters that a heading may have, as that guide says."""

NOT_FOR_PATIENTS = ("staff", "sources", "plain-words")
"""Shared files that staff read, or nobody: in them, words of staff are right."""

_FIELDS_NOT_FOR_PATIENTS = {"search-words": ("small", "means"), "questions": ("staff_card", "staff_table")}


def of_pcn(subject: Subject) -> Iterator[Problem]:
    """What to word in another way, in `pcn.yml` and in the files of services."""
    plain = Plain(subject.content)
    for file in subject.files:
        yield from plain.of_file(file, holds(PCN if file is subject.file else Service))
        yield from _hard_sentences(file.node, file)
        yield from html_in(file.node, file)
        yield from wrong_weekdays(file.node, subject.today)
    yield from _promises_of_roles(subject)
    yield from _without_few_words(subject)
    for shown, file in subject.services:
        if shown.is_listed:
            yield from _only_in_words(shown, file)
            yield from _promises(file, ("how_to_join", "wait"), shown.service.how_to_join.wait)


def of_all(content: Content, loaded: Loaded) -> Iterator[Problem]:
    """The same in what a workspace itself has for all its PCNs: pages, roles and shared files."""
    plain = Plain(content)
    for page in loaded.pages.values():
        if not Place(page.file).is_shipped:
            yield from plain.of_page(page)
    for name, file in loaded.shared.items():
        if name not in NOT_FOR_PATIENTS and not Place(file.file).is_shipped:
            yield from plain.of_shared(name, file)
    for file in loaded.roles.values():
        if not Place(file.file).is_shipped:
            yield from plain.of_file(file, holds(Role))


class Plain:
    """The words to avoid of a workspace, and what they are looked for in."""

    def __init__(self, content: Content) -> None:
        self._lists: Lists = lists_of(content.plain_words)
        self._numbers = known_forms([line.phone for line in content.helplines.values() if line.phone])
        # To these questions only staff see an answer.
        groups = (group for group in content.questions.groups if group.staff)
        self._staff = {question.id for group in groups for question in group.questions}

    def of_file(self, file: YamlFile, held: Holds, without: Collection[str] = ()) -> Iterator[Problem]:
        """What to word in another way in the texts for patients of a file and what it may hold."""
        for text in texts_in(file.node, held, {*self._staff, *without}):
            if isinstance(text, Text):
                hard = 0.0
                for found in self.in_text(text.node.value, is_markdown=text.is_markdown):
                    hard = hard or _grade_of(text.node.value)
                    yield _told(text.at(found.start), found, hard)
            elif len(text.node.items) > MOST_IN_LIST and text.path[-1] != "problems":
                place = replace(text.node.place, path=text.path)
                yield _told(place, _long_list(0, len(text.node.items)))

    def of_shared(self, name: str, file: YamlFile) -> Iterator[Problem]:
        """The same in a file that all PCNs share."""
        held = held_by(Shared)[SHARED_FILES[name].attribute]
        yield from self.of_file(file, held, _FIELDS_NOT_FOR_PATIENTS.get(name, ()))

    def of_page(self, page: PageFile) -> Iterator[Problem]:
        """The same in a Markdown page, with headings and sentences that are too long."""
        text = page.markdown
        found = [*self.in_text(text, is_markdown=True)]
        for heading in headings(text):
            if len(heading.text) > LONGEST_HEADING:
                sentence = f"this heading has {len(heading.text)} characters"
                fix = f"Up to {LONGEST_HEADING} read well. Put what matters first."
                found.append(Found(heading.start, heading.start, sentence, fix))
        for part in paragraphs(text):
            found += [Found(part.start, part.start, *long) for long in _too_long(part.text)]
        hard = _grade_of(text) if found else 0.0
        for each in found:
            line = text.count("\n", 0, each.start)
            column = each.start - text.rfind("\n", 0, each.start)
            yield _told(Place(page.file, page.line + line, column), each, hard)

    def in_text(self, text: str, *, is_markdown: bool) -> Iterator[Found]:
        """What to word in another way in a text, each only once."""
        bare = without_addresses(without_targets(text) if is_markdown and "](" in text else text)
        both = [*self._lists.found_in(bare), *forms_in(bare, self._numbers)]
        first: dict[str, Found] = {}
        end = 0
        for found in sorted(both, key=lambda found: (found.start, -found.end)):
            if found.start >= end:  # of words in longer ones, the longer count
                end = found.end
                first.setdefault(found.sentence, found)
        yield from first.values()
        if is_markdown:
            for link in links(text):
                if says_nothing := self._lists.link_in(link.start, link.text):
                    yield says_nothing
            for start, count in lists(text):
                if count > MOST_IN_LIST:
                    yield _long_list(start, count)


def _grade_of(text: str) -> float:
    return grade(each.text for part in paragraphs(text) for each in of_text(part.text))


def _told(place: Place, found: Found, hard: float = 0.0) -> Problem:
    return Problem(place, found.sentence, found.fix, kind="unusual", group=found.group, grade=hard)


def _long_list(start: int, count: int) -> Found:
    fix = f"Up to {MOST_IN_LIST} read well. Make 2 lists of it, or keep what matters most."
    return Found(start, start, f"this list has {count} lines", fix)


def _too_long(text: str) -> Iterator[tuple[str, str]]:
    """Each sentence of a text that is longer than patients read with ease, as what is told of it."""
    if len(text.split()) > LONGEST:  # a shorter text has no longer sentence
        for sentence in of_text(text):
            words = len(sentence.text.split())
            if words > LONGEST:
                yield f"this sentence has {words} words", f"Split it. Up to {LONGEST} read well."


def _promises_of_roles(subject: Subject) -> Iterator[Problem]:
    for fact in facts_of(subject.pcn):
        if isinstance(fact.value, Answer | Reach):
            yield from _promises(subject.file, (*fact.path, "text"), fact.value.text)
        if isinstance(fact.value, Answer):
            for at, item in enumerate(fact.value.list):
                yield from _promises(subject.file, (*fact.path, "list", at), item)


def _promises(file: YamlFile, path: Path, text: str | None) -> Iterator[Problem]:
    """A time that people may count on, in what a PCN says of roles and of waiting."""
    if promised := promise_in(text or ""):
        sentence = f'"{promised}" reads as a promise, and people count on it'
        fix = "Write usually, about or up to in front of it, unless it is always so."
        yield Problem(file.at(*path), sentence, fix, kind="unusual")


def _without_few_words(subject: Subject) -> Iterator[Problem]:
    """Answers of the whole PCN that are too long for where a page says them in a few words."""
    questions, file = subject.content.questions, subject.file
    in_short = {row.question for row in (*questions.at_a_glance, *questions.role_in_short)}
    for fact in facts_of(subject.pcn):
        is_long = isinstance(fact.value, Answer) and not (fact.value.answer or fact.value.few_words)
        is_shown = fact.path[0] == "roles" and fact.path[-1] in in_short and fact.standing.counts_on(subject.today)
        if is_long and is_shown:
            sentence = f'"{fact.path[-1]}" has no short words, so people read "See below" where there is little room'
            fix = "Add short: and 1 to 4 words, for example short: Up to 8"
            yield Problem(file.key(*fact.path), sentence, fix, kind="missing")


def says_free(text: str) -> bool:
    """Whether words about a cost begin with that there is none."""
    return bool(re.match(r"(it('s|\u2019s| is) )?free\b", text, re.I))


def _only_in_words(shown: SiteService, file: YamlFile) -> Iterator[Problem]:
    """Days and prices that people can read and no filter can find."""
    for at, when in enumerate(shown.service.when):
        named = {short: day for short, day in DAYS.items() if re.search(rf"\b{day}s?\b", when.text or "", re.I)}
        if named and not (when.days or when.dates):
            days = " and ".join(named.values())
            sentence = f"only the text names {days}, so people who choose a day do not find this service"
            fix = f"Add every: week and days: [{', '.join(named)}], or choose them in the workbook."
            yield Problem(file.at("when", at, "text"), sentence, fix, kind="unusual")
    cost = shown.service.cost
    if says_free(cost.text or "") and not cost.options:
        sentence = "only the text says that it is free, so people who choose Free do not find this service"
        yield Problem(
            file.at("cost", "text"),
            sentence,
            "Add options: [{label: Everybody, amount: 0}], or a price of 0 in the workbook.",
            kind="unusual",
        )


def _hard_sentences(node: YamlNode, file: YamlFile, path: Path = ()) -> Iterator[Problem]:
    """Sentences of a PCN's own that are longer than patients read with ease."""
    if isinstance(node, YamlFields):
        for name, value in node.entries.items():
            yield from _hard_sentences(value, file, (*path, name))
    elif isinstance(node, YamlList):
        for at, item in enumerate(node.items):
            yield from _hard_sentences(item, file, (*path, at))
    else:
        parts = [part.text for part in paragraphs(node.value)] if "\n" in node.value else [node.value]
        for sentence, fix in (long for part in parts for long in _too_long(part)):
            place = replace(node.place, path=path)
            yield Problem(place, sentence, fix, kind="unusual", grade=_grade_of(node.value))
