"""Which column of somebody's list is which of ours: guessed, written to a file, and corrected there by a person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from textwrap import fill

from rolecall.editing.given import folded
from rolecall.exchange.directory.lists import Listing, filled, plain_heading
from rolecall.exchange.directory.vocabulary import NO, YES, Vocabulary
from rolecall.exchange.incoming.cleaning import day
from rolecall.meanings import word_list
from rolecall.places import Place, Problem
from rolecall.validate.shapes import did_you_mean
from rolecall.yamltext import YamlFields, YamlText, is_empty, place_at, read, written

LEFT_OUT, EXTRA, TICKED = "Left out", "Extra", "Ticked: "
READINGS = (
    "When", "Day", "Starts at", "Ends at", "Time", "Where", "Address", "Phone", "Contact", "Ages", "Belongs to line",
    "Is it closed for now?", "Is it public?", "Is the contact public?", "Is the place public?", "Is the place secret?",
    EXTRA,
)  # fmt: skip
"""What a column of a list may hold beside the columns of the workbook: cells that Rolecall takes apart."""

MANY = {
    "When", "Phone", "Contact", "Helps with", "Groups", "Languages", "Where", "Address", "Email", "Website", LEFT_OUT,
    "Is it public?", EXTRA, "Other names (one line each)", "What to bring (one line each)", "Place 1: access",
}  # fmt: skip
"""What several columns of a list may hold."""

FOR_ALL = ("Helps with", "Run by", "Checked by (team)", "Checked on")
"""What a list often leaves out, as it is the same for all of it."""

_TAKEN_APART = {"Phone 1": "Phone", "Time 1: in words": "When"}
"""Columns of the workbook that somebody may name for what is more than 1 of its cells can hold."""

TICKS = {"free": "Free", "online": "Online"}
"""What a tick may say beside ids."""

_TOP = """\
# How Rolecall reads {file}: after each of its headings, what the column holds. Correct what is wrong, and import again.
# Where nothing follows a heading, its column is left out. Extra: kept in the file of the service, and not on the site.
# Ticked: a column of ticks or Yes and No, with the id of what it says, for example Ticked: step-free
# When, Where, Contact, Phone, Ages: Rolecall takes these apart. All that can follow a heading stands at the end.
"""

_EXAMPLES = {"headings": "Group: Name", "for_all": "Helps with: lonely", "words": "Social isolation: lonely"}
"""A line of each part of the file."""

_END = """
# All that can follow a heading:
{known}
"""


@dataclass(frozen=True, slots=True)
class Columns:
    """Of one list: what each column holds by its heading, what is the same for all, and what their words mean."""

    headings: Mapping[str, str]
    for_all: Mapping[str, str]
    words: Mapping[str, str]
    places: Mapping[str, Place]
    """Where the file names each heading, also one whose column is left out."""
    file: str

    def of(self, heading: str) -> str:
        """What a column holds. Empty where it is left out."""
        holds = self.headings.get(folded(heading).casefold(), "")
        return _TAKEN_APART.get(holds, holds)

    def corrected(self, draft: Mapping[str, str]) -> Mapping[str, str]:
        """The headings of which this says something else than a draft, as they are compared, and what they hold."""
        drafted = {folded(heading).casefold(): holds for heading, holds in draft.items() if holds != LEFT_OUT}
        return {heading: holds for heading, holds in self.headings.items() if holds != drafted.get(heading)}

    def names(self, heading: str) -> bool:
        """Whether the file names a column, be it to leave it out."""
        return folded(heading).casefold() in self.places

    def unlike(self, headings: Collection[str], ours: Collection[str]) -> Iterator[Problem]:
        """Where the list has other columns than the file names. One with a new name would be lost unseen."""
        there = {folded(heading).casefold() for heading in headings}
        for heading in headings:
            if not self.names(heading):
                sentence = f'this does not name the column "{heading}" of the list, so it is left out'
                fix = f"Add it under headings: {_line(heading, guess(heading, ours) or EXTRA)}"
                if len(fix) > _LONGEST:
                    fix = "Give it a shorter heading in the list."
                yield Problem(Place(self.file), sentence, fix, kind="unusual")
        for name in (name for name in self.headings if name not in there):
            sentence, fix = "the list has no column with this heading", "If it has a new name, write that here."
            yield Problem(self.places[name], sentence, fix, kind="unusual")


def columns_file(file: Path) -> Path:
    """Where the columns of a list are written down: beside it."""
    return file.with_name(f"{file.stem}.columns.yml")


@cache
def _lists() -> tuple[dict[str, str], dict[str, str]]:
    """What a column holds by each name that people have for it, and by the words that longer names have in them."""
    found = word_list(Path(__file__).with_name("headings.yml"))
    names = {plain_heading(name): holds for holds, others in found["names"].items() for name in (*others, holds)}
    within = {plain_heading(name): holds for holds, others in found["within"].items() for name in others}
    return names, within


def synonyms() -> Mapping[str, str]:
    """What a column holds, by each name that people have for it."""
    return _lists()[0]


@lru_cache(4096)
def guessed(heading: str) -> str:
    """What a column with this heading holds, as far as the heading tells. Empty where nobody can say."""
    names, within = _lists()
    plain_one = plain_heading(heading)
    if not plain_one or len(plain_one) > 80:
        return "Cost" if "£" in heading else ""
    last, apart = plain_heading(heading.rpartition(":")[2]), plain_heading(_in_words(heading))
    for name in (plain_one, last, re.sub(r" \d+$", "", plain_one), apart):
        if name in names:
            return names[name]
    plain_one = apart
    if inside := [name for name in within if re.search(rf"\b{re.escape(name)}\b", plain_one)]:
        hidden = [name for name in inside if within[name] == LEFT_OUT]
        return within[(hidden or sorted(inside, key=len, reverse=True))[0]]
    near = get_close_matches(plain_one, names, 1, 0.86) if len(plain_one) > 4 else []
    return names[near[0]] if near else ""


def _in_words(heading: str) -> str:
    """A heading as words where a computer made it 1: `WebsiteURL`, `isActive`."""
    return heading if " " in heading.strip() else re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", heading)


@lru_cache(8)
def known_headings(ours: tuple[str, ...]) -> Mapping[str, str]:
    """Our own headings, by how they are compared."""
    return {folded(name).casefold(): name for name in ours}


def guess(heading: str, ours: Collection[str]) -> str:
    """What a column holds by its heading: one of ours as it is, or what people's names for it say."""
    return known_headings(tuple(ours)).get(folded(heading).casefold(), "") or guessed(heading)


def can_be(ours: Collection[str]) -> list[str]:
    """What a person may choose that a column holds."""
    return [*READINGS, *(name for name in ours if not re.search(r" (?:[2-9]|\d\d)\b", name))]


_LONGEST = 1000
"""Letters that the name of a field may have in YAML, or nearly."""


def drafted(file: Path, held: Mapping[str, str], ours: Collection[str]) -> str:
    """The text of a columns file for a list, of whose columns `held` says what they hold."""
    lines, used = ["headings:"], set[str]()
    for heading, holds in held.items():
        if len(written(heading, in_brackets=True)) <= _LONGEST:
            used.add(holds)
            lines.append(f"  {_line(heading, holds)}")
    lines += ["", "# What is the same for each service of this list. A column of the list counts more.", "for_all:"]
    lines += [f"  {heading}:" for heading in FOR_ALL if heading not in used]
    lines += [
        "",
        "# Words of the list with Rolecall's words for them, for example Social isolation: Feeling lonely or cut off",
        "# A word with nothing after it is left out.",
        "words:",
    ]
    shown = fill(
        f"{'; '.join(can_be(ours))}.", 118, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )
    return _TOP.format(file=file.name) + "\n".join(lines) + "\n" + _END.format(known=shown)


def _line(heading: str, holds: str) -> str:
    """The line of a columns file that says what a column holds."""
    shown = "" if holds == LEFT_OUT else f" {written(holds, in_brackets=True)}"
    return f"{written(heading, in_brackets=True)}:{shown}"


def held(listing: Listing, ours: Collection[str], vocabulary: Vocabulary) -> dict[str, str]:
    """What each column holds, as well as can be guessed."""
    return _with_name(listing, _held(listing, ours, vocabulary))


def _held(listing: Listing, ours: Collection[str], vocabulary: Vocabulary) -> dict[str, str]:
    """What each column holds by itself. Where several hold what only 1 can, the first does."""
    found: dict[str, str] = {}
    for heading in listing.headings:
        holds = guess(heading, ours)
        if not holds or (holds.startswith(TICKED) and not _has_ticks(listing, heading)):
            holds = _by_cells(listing, heading, vocabulary, holds)
        if holds == "Name" and "Name" in found.values() and "What it is" not in found.values():
            holds = "What it is"  # "Group" and "What's on": who, and what they do
        if holds in found.values() and holds not in MANY:
            exact = plain_heading(holds) == plain_heading(heading)
            before = next(name for name, other in found.items() if other == holds)
            if exact and plain_heading(before) != plain_heading(holds):
                found[before] = EXTRA
            else:
                holds = EXTRA
        found[heading] = holds
    return found


def _with_name(listing: Listing, found: dict[str, str]) -> dict[str, str]:
    """The same, with names of services: where no column says that it has them, those who run it or the first words."""
    if "Name" in found.values():
        return found
    run_by = next((heading for heading, holds in found.items() if holds == "Run by"), "")
    words = (heading for heading, holds in found.items() if holds == EXTRA and _are_names(listing, heading))
    name = run_by or next(words, "")
    return {heading: "Name" if heading == name else holds for heading, holds in found.items()}


def _are_names(listing: Listing, heading: str) -> bool:
    """Whether a column has a few words in nearly each line, never the same."""
    cells = [folded(cell) for cell in filled(listing, heading)]
    few = all(len(cell) <= 120 and re.search(r"[^\W\d]{2}", cell) for cell in cells)
    return bool(cells) and few and len(cells) * 10 >= len(listing.lines) * 9 and len({*cells}) * 10 >= len(cells) * 9


def _are_ticks(listing: Listing, heading: str) -> bool:
    """Whether a column holds ticks, or Yes and No, for the most part."""
    words = [folded(cell).casefold() for cell in filled(listing, heading)]
    ticks = sum(word in YES or word in NO or re.match(r"(?:yes|no)\b", word) is not None for word in words)
    return bool(words) and 2 * ticks > len(words)


def _has_ticks(listing: Listing, heading: str) -> bool:
    """Whether a column whose heading asks for ticks has any."""
    words = [folded(cell).casefold() for cell in filled(listing, heading)]
    return not words or any(word in YES or word in NO for word in words)


def _by_cells(listing: Listing, heading: str, vocabulary: Vocabulary, holds: str) -> str:
    """What a column holds by its cells, where its heading alone does not say."""
    if _are_ticks(listing, heading):
        id = vocabulary.ticked(heading.rpartition(":")[2].strip() or heading)
        return f"{TICKED}{id}" if id else EXTRA
    if holds.startswith(TICKED):  # words below a heading for ticks
        kind = vocabulary.kind_of(holds.removeprefix(TICKED))
        cost = {"free": "Cost", "online": "Where"}
        return cost.get(holds.removeprefix(TICKED)) or {
            "access": "Place 1: access in words", "routes": "How to join",
        }.get(kind, EXTRA)  # fmt: skip
    return EXTRA


def read_columns(
    text: str, file: str, ours: Collection[str], vocabulary: Vocabulary
) -> tuple[Columns | None, list[Problem]]:
    """What a columns file says, or what is wrong with it."""
    node, problems = read(text, file)
    if problems or not isinstance(node, YamlFields):
        fix = "Delete it, and run the command again: it writes a new one."
        sentence = "this file does not say which column is which"
        return None, problems or [Problem(Place(file), sentence, fix, kind="unreadable")]
    can_be = [*ours, *READINGS]
    parts: dict[str, dict[str, str]] = {"headings": {}, "for_all": {}, "words": {}}
    places: dict[str, Place] = {}
    if "headings" not in node.entries or is_empty(node.entries["headings"]):
        sentence, fix = "headings are missing, so no column is read", "Delete this file, and run the command again."
        problems.append(Problem(Place(file), sentence, fix, kind="missing"))
    for name, part in node.entries.items():
        if name not in parts:
            place = place_at(node, (name,), of_key=True)
            fix = did_you_mean(name, parts, called="Its parts are")
            problems.append(Problem(place, f'"{name}" is not a part of this file', fix, kind="unknown"))
            continue
        if not isinstance(part, YamlFields):
            if not is_empty(part):
                fix = f"Write them on lines of their own below {name}, with 2 spaces in front: {_EXAMPLES[name]}"
                problems.append(
                    Problem(place_at(node, (name,)), "names with words are expected here", fix, kind="wrong")
                )
            continue
        for key, value in part.entries.items():
            if name == "headings":
                places[folded(key).casefold()] = place_at(node, (name, key), of_key=True)
            if not isinstance(value, YamlText):
                place, fix = place_at(node, (name, key)), "Write it on the same line."
                problems.append(Problem(place, "text is expected here", fix, kind="wrong"))
                continue
            named = {"headings": value.value, "for_all": key, "words": ""}[name]
            if named and not _is_known(named, can_be if name == "headings" else ours, vocabulary):
                place = place_at(node, (name, key), of_key=name == "for_all")
                sentence = f'"{named}" is not a heading that Rolecall knows'
                fix = did_you_mean(named, can_be, called="Rolecall's headings are")
                problems.append(Problem(place, sentence, fix, kind="unknown"))
            elif value.value or name == "words":
                parts[name][folded(key).casefold() if name != "for_all" else key] = value.value
    problems += _half_a_check(node, parts["for_all"], {*parts["headings"].values()})
    return (None, problems) if problems else (Columns(**parts, places=places, file=file), [])


def _half_a_check(node: YamlFields, for_all: Mapping[str, str], held: Collection[str]) -> Iterator[Problem]:
    """What is wrong with a check of the whole list. Only a team and a day together are one."""
    team, on = FOR_ALL[2:]
    for name, other, example in ((team, on, "2026-10-01"), (on, team, "Marsh Lane social prescribing team")):
        if name in for_all and other not in for_all and other not in held:
            fix = f"Add {other}: {example}"
            sentence = f'this is no check without "{other}"'
            yield Problem(place_at(node, ("for_all", name)), sentence, fix, kind="missing")
    if on in for_all and not day(for_all[on], on).value:
        sentence = f'"{for_all[on]}" is not a date that Rolecall can read'
        yield Problem(place_at(node, ("for_all", on)), sentence, "Write year-month-day: 2026-10-01", kind="wrong")


def _is_known(named: str, can_be: Collection[str], vocabulary: Vocabulary) -> bool:
    tick = named.removeprefix(TICKED)
    return named in can_be or (tick != named and (tick in TICKS or bool(vocabulary.kind_of(tick))))
