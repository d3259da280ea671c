"""Words of a PCN's own that are hard to read, mean something else than they say, or that no filter can find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rolecall.checks.markup import html_in
from rolecall.checks.promises import promise_in
from rolecall.checks.reading import LONGEST, of_text
from rolecall.checks.subject import Subject
from rolecall.checks.weekdays import wrong_weekdays
from rolecall.days import DAYS
from rolecall.load import YamlFile
from rolecall.model import Answer, Reach
from rolecall.places import Path, Problem
from rolecall.site.services import SiteService
from rolecall.standing import facts_of
from rolecall.yamltext import YamlFields, YamlList, YamlNode


def of_pcn(subject: Subject) -> Iterator[Problem]:
    """What to word in another way, in `pcn.yml` and in the files of services."""
    for file in subject.files:
        yield from _hard_sentences(file.node, file)
        yield from html_in(file.node, file)
        yield from wrong_weekdays(file.node, subject.today)
    yield from _promises_of_roles(subject)
    yield from _without_few_words(subject)
    for shown, file in subject.services:
        if shown.is_listed:
            yield from _only_in_words(shown, file)
            yield from _promises(file, ("how_to_join", "wait"), shown.service.how_to_join.wait)


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
    if re.match(r"(it('s|\u2019s| is) )?free\b", cost.text or "", re.I) and not cost.options:
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
    elif len(node.value.split()) > LONGEST:  # a shorter text has no longer sentence
        for sentence in of_text(node.value):
            words = len(sentence.text.split())
            if words > LONGEST:
                fix = f"Split it. Up to {LONGEST} read well."
                place = replace(node.place, path=path)
                yield Problem(place, f"this sentence has {words} words", fix, kind="unusual")
