"""Services that somebody copies from a workbook: what its columns hold is said once, and all is shown first."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from rolecall import days
from rolecall.edit.controls import Choice, Sent
from rolecall.editing.files import new_service
from rolecall.editing.layout import Layout
from rolecall.exchange.directory import FOR_ALL, LEFT_OUT, can_hold, columns_file
from rolecall.exchange.incoming.bringing import brought_in, files_of
from rolecall.exchange.incoming.entry import Entry, Finding
from rolecall.exchange.incoming.report import Report
from rolecall.exchange.taking_in import categories_file, of_list
from rolecall.language import in_words
from rolecall.opened import Opened
from rolecall.places import Problem
from rolecall.slugs import slug
from rolecall.yamltext import YamlFields, YamlText, composed, plain, read

SHOWN = 10
"""Services that are shown before they are added. All that lose something are, too."""

_USUAL = (
    "Name", "What it is", "Helps with", "When", "Where", "Address", "Phone", "Email", "Website", "Contact", "Run by",
    "Who it is for", "Ages", "Cost", "Ways to join", "Checked on",
)  # fmt: skip
"""What columns of most lists hold, in the order in which people look for it."""

_LOSES = re.compile(
    r".*-(?:left-out|unset|cut|lost|removed|for-a-day|as-words|rounded|contradicts?)"
    r"|left-out|impossible-date|day-to-come|may-have-closed|script-removed|error-in-cell|formula|person-in-text"
    r"|personal-mailbox|placeholder-address|unsafe-address|too-much|check-without-team|turned-into-a-date"
    r"|coordinates-swapped|private|not-ticked|need-guessed|ages-swapped"
)
"""Kinds of findings after which the site says less than the line, or perhaps something else."""

_NO_LOSS = frozenset({"column-left-out", "html-removed", "tracking-removed", "marks-removed", "time-zone-left-out"})
"""What loses nothing that somebody wrote for patients. Columns that are left out are seen among the columns."""

LONGEST = 2_000_000
"""Characters that may be pasted at once: about 5,000 services."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that was pasted, and what it holds."""

    name: str
    """What its field is called in the form."""
    heading: str
    choices: tuple[Choice, ...]
    """What is usual, and what it holds now."""
    others: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Same:
    """What is the same for all of a list."""

    name: str
    """What its field is called in the form."""
    what: str
    text: str
    problem: str = ""
    """What is wrong with what was written."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the list that is none of ours, and the needs that it may stand for."""

    name: str
    id: str
    """What a link to its field leads to."""
    word: str
    choices: tuple[Choice, ...]
    is_left_out: bool = False
    """Whether somebody chose to leave it out."""
    problem: str = ""
    """What is wrong: that services would be added of which nobody has said what this word means."""


@dataclass(frozen=True, slots=True)
class Example:
    """What becomes of a service."""

    name: str
    says: tuple[str, ...]
    """What it will say, in a few words."""
    why_not: tuple[str, ...]
    """Why it does not come in. Empty where it does."""
    lost: tuple[Finding, ...] = ()
    """What of its line is not on the site, or not as it was written."""
    repaired: tuple[Finding, ...] = ()
    """What was put right, and says the same."""
    slug: str = ""
    """The name of its file, where it comes in."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """A list as it would come in."""

    columns: tuple[Column, ...]
    for_all: tuple[Same, ...]
    words: tuple[Word, ...]
    examples: tuple[Example, ...]
    report: Report
    files: Mapping[Path, bytes]
    """What is written when it is added."""
    problems: tuple[Problem, ...] = ()
    """What is wrong, and belongs to no field."""

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """The fields with something wrong: where each is on the page, what it is, and what is wrong."""
        words = [(word.id, word.word, word.problem) for word in self.words if word.problem]
        return [*words, *((same.name, same.what, same.problem) for same in self.for_all if same.problem)]

    @property
    def is_sound(self) -> bool:
        """Whether it can be added as it is."""
        return not self.wrong and not self.problems

    @property
    def new(self) -> int:
        """How many services are added."""
        return self.report.counts["new"] + self.report.counts["changed"]

    @property
    def is_all(self) -> bool:
        """Whether each line is among the examples."""
        return len(self.examples) == len(self.report.arrived.outcomes)

    @property
    def with_losses(self) -> int:
        """How many lines lose something."""
        return sum(bool(example.lost) for example in self.examples)

    @property
    def others(self) -> int:
        """How many wait, or are there already."""
        return self.report.read - self.new


def as_list(text: str, file: Path) -> None:
    """Write what was copied from a workbook as a list: cells have tabs between them, and quotes around line breaks."""
    try:
        rows = [*csv.reader(io.StringIO(text), delimiter="\t")]
    except csv.Error:  # a quote that nothing ends, for example
        rows = [line.split("\t") for line in text.splitlines()]
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(rows)


def pasted(
    file: Path, opened: Opened, layout: Layout, pcn: str, sent: Sent, *, name: str
) -> tuple[Pasted | None, list[Problem]]:
    """A list as it would come in, with what was sent about its columns and words. None where it cannot be read."""
    path, given = columns_file(file), dict[str, str]()
    wrong, problems = dict[str, str](), list[Problem]()
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if before and "columns" in sent.values:
        chosen = _said(_says(path), sent)
        given = chosen["for_all"]
        wrong = dict(_no_check(given, opened.today))
        right = {what: "" if wrong and what in FOR_ALL[2:] else text for what, text in given.items()}
        path.write_text(composed({**chosen, "for_all": right}), encoding="utf-8")
    categories = categories_file(opened, pcn)
    read_again = partial(of_list, file, opened, pcn, name=name, columns=path, categories=categories)
    taken, found = read_again()
    if taken is None and before:  # What was chosen is not right. What was pasted stays.
        path.write_text(before, encoding="utf-8")
        problems = _as_pasted(found)
        taken, found = read_again()
    if taken is None:
        return None, _as_pasted(found)
    if path in taken.texts:
        path.write_text(taken.texts[path], encoding="utf-8")
    entries = [_without_wrong_days(entry) for entry in taken.entries]
    report, found = brought_in(opened, pcn, entries, taken.source, is_dry_run=True)
    if report is None:
        return None, found
    files = {path: text.encode() for path, text in _own_services(report)}
    says = _says(path)
    held, for_all = says["headings"].values(), {**says.get("for_all", {}), **given}
    new = {word for outcome in report.of("new", "changed") for word in outcome.entry.unmapped}
    return Pasted(
        tuple(_columns(says, can_hold(layout))),
        tuple(
            Same(_name_of(what), what, for_all.get(what, ""), wrong.get(what, ""))
            for what in FOR_ALL
            if what not in held
        ),
        tuple(_words(entries, says.get("words", {}), layout, new if sent.text("add") else ())),
        tuple(_shown(_examples(report, entries, opened))),
        report,
        {**files, **files_of(report, opened.workspace.root)},
        tuple(problems),
    ), []


def _without_wrong_days(entry: Entry) -> Entry:
    """An entry without times on a day that no calendar has, and what was left out is among what was done to it."""
    times = entry.fields.get("when", ())
    odd = {each.before: each for each in entry.repaired if each.kind == "impossible-date" and each.before}
    lost = {each: str(time["text"]) for each in odd for time in times if each in str(time.get("text", ""))}
    left = [time for time in times if str(time.get("text")) not in lost.values()]
    if not lost:
        return entry
    fields = {name: value for name, value in entry.fields.items() if name != "when"} | ({"when": left} if left else {})
    done = []
    for each in entry.repaired:
        if each.kind == "impossible-date" and each.before in lost:
            sentence = "This is not a day in the calendar, so this time is left out."
            done.append(replace(each, sentence=sentence, before=lost[each.before]))
        elif left or each.kind != "times-as-words":
            done.append(each)
    return replace(entry, fields=fields, repaired=tuple(done), is_judged=False)


def _no_check(for_all: Mapping[str, str], today: date) -> Iterator[tuple[str, str]]:
    """Why what was written is no check of all of a list, by what it is. Nothing where it is one, or says nothing."""
    team, on = FOR_ALL[2:]
    text, example = for_all.get(on, "").strip(), f"for example {in_words(today)}"
    found = days.read(text) if text else None
    if text and not isinstance(found, date):
        yield on, f'"{text}" is not a day in the calendar. Write a day, {example}.'
    elif isinstance(found, date) and found > today:
        yield on, f"This day has not come yet, so it is no check. Write the day when somebody looked, {example}."
    elif for_all.get(team, "").strip() and on in for_all and not text:
        yield on, f"Write the day when they checked these services, {example}."
    if text and team in for_all and not for_all[team].strip():
        yield team, "Write the team that checked these services, and no name of a person."


def _as_pasted(problems: Sequence[Problem]) -> list[Problem]:
    """The same problems in the words of somebody who pastes."""
    return [replace(each, fix=each.fix.replace("import it again", "copy and paste it again")) for each in problems]


def _own_services(report: Report) -> Iterator[tuple[Path, str]]:
    """The files of the services. What somebody pastes is her own: they name no directory, and no import goes on."""
    new = {outcome.slug for outcome in report.of("new")}
    for path, text in report.arrived.texts.items():
        node, _ = read(text, path.name)
        if path.stem in new and path.suffix == ".yml" and isinstance(node, YamlFields):
            fields: Any = plain(node)
            source = {name: value for name, value in fields["source"].items() if name != "feed"}
            yield path, new_service({**fields, "source": source})


Says = Mapping[str, Mapping[str, str]]
"""What a columns file says in each of its parts. Empty for what is left out."""


def _says(path: Path) -> Says:
    node, problems = read(path.read_text(encoding="utf-8"), path.name)
    assert isinstance(node, YamlFields), problems
    return {
        name: {
            key: value.value if isinstance(value, YamlText) else ""
            for key, value in (part.entries.items() if isinstance(part, YamlFields) else ())
        }
        for name, part in node.entries.items()
    }


def _said(before: Says, sent: Sent) -> dict[str, Any]:
    """What a columns file says with what was chosen in the form."""
    headings = {}
    for at, (heading, holds) in enumerate(before["headings"].items()):
        chosen = sent.text(f"column-{at}") or holds
        headings[heading] = "" if chosen == LEFT_OUT else chosen
    for_all = {what: sent.text(_name_of(what)) for what in FOR_ALL if what not in headings.values()}
    words = {**before.get("words", {})}
    for key in sent.values:
        if key.startswith("word:"):
            word, chosen = key.removeprefix("word:"), sent.text(key)
            words.pop(word, None)
            if chosen:
                words[word] = "" if chosen == LEFT_OUT else chosen
    return {"headings": headings, "for_all": for_all, "words": words}


def _name_of(what: str) -> str:
    return f"for-all-{slug(what)}"


def _columns(says: Says, known: Sequence[str]) -> list[Column]:
    found = []
    for at, (heading, text) in enumerate(says["headings"].items()):
        holds = text or LEFT_OUT
        usual = [name for name in dict.fromkeys([LEFT_OUT, *_USUAL, holds]) if name in {LEFT_OUT, holds, *known}]
        first, others = ([*dict.fromkeys(names)] for names in (usual, (name for name in known if name not in usual)))
        choices, more = (tuple(Choice(name, name, name == holds) for name in names) for names in (first, others))
        found.append(Column(f"column-{at}", heading, choices, more))
    return found


def _words(
    entries: Sequence[Entry], words: Mapping[str, str], layout: Layout, asked: Collection[str]
) -> Iterator[Word]:
    """The words that are none of ours. Those that are `asked` have to mean something before services are added."""
    new = dict.fromkeys(word for entry in entries for word in entry.unmapped)
    needs = layout.choices["needs"]
    for at, word in enumerate([*words, *(word for word in new if word not in words)], 1):
        choices = tuple(Choice(label, label, words.get(word) == label) for label in needs.values())
        problem = "Choose what this means, or leave it out." if word in asked and word not in words else ""
        yield Word(f"word:{word}", f"word-{at}", word, choices, words.get(word) == "", problem)


def _shown(examples: Sequence[Example]) -> Iterator[Example]:
    """The first of them, and each other one that loses something."""
    return (example for at, example in enumerate(examples) if at < SHOWN or example.lost)


def _examples(report: Report, entries: Sequence[Entry], opened: Opened) -> list[Example]:
    fields = {entry.key: entry.fields for entry in entries}
    found = []
    for outcome in report.arrived.outcomes:
        entry = outcome.entry
        why = [finding.sentence for finding in entry.held_back] + ([outcome.why] if outcome.why else [])
        says = tuple(_in_short(fields.get(entry.key, {}), opened))
        unknown = tuple(map(_unknown, entry.unmapped)) if outcome.became == "new" else ()
        is_read = outcome.became in ("new", "held")  # Of what is there already, nothing becomes of the line.
        done = [finding for finding in entry.repaired if finding.kind not in _NO_LOSS and is_read]
        lost = (*unknown, *(finding for finding in done if _LOSES.fullmatch(finding.kind)))
        others = () if why else tuple(finding for finding in done if finding not in lost)
        found.append(Example(entry.name, says, tuple(why), lost, others, "" if why else outcome.slug))
    return found


def _in_short(fields: Mapping[str, Any], opened: Opened) -> list[str]:
    """What a service says of what most people ask: what it helps with, when, where and how to get in touch."""
    needs = [opened.content.needs[id].label for id in fields.get("needs", ()) if id in opened.content.needs]
    needs = needs or ["It helps with nothing yet"]
    times = [_time(time) for time in fields.get("when", ())]
    places = [_place(place) for place in fields.get("where", ())]
    contact = fields.get("contact", {})
    ways = [*(phone["number"] for phone in contact.get("phones", ())), contact.get("email"), contact.get("website")]
    return [text for text in ("; ".join(filter(None, some)) for some in (needs, times, places, ways)) if text]


def _unknown(word: str) -> Finding:
    sentence = f'Rolecall does not know "{word}". Choose below what it means, or leave it out.'
    return Finding("word-unknown", "Helps with", sentence)


def _place(place: Mapping[str, Any]) -> str:
    return ", ".join(dict.fromkeys(filter(None, map(place.get, ("name", "address", "postcode")))))


def _time(time: Mapping[str, Any]) -> str:
    """A time in the words of the list, and where it has none, by its day and hours."""
    if text := time.get("text"):
        return str(text)
    named = [" ".join(days.DAYS.get(part, part) for part in str(each).split()) for each in time.get("days", ())]
    hours = " to ".join(filter(None, map(time.get, ("from", "to"))))
    return " ".join(filter(None, [", ".join(named), hours]))
