"""Which column of somebody's list is which of ours: guessed once, then a file that a person corrects."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from rolecall.editing.given import folded
from rolecall.exchange.tables import Table
from rolecall.places import Place, Problem
from rolecall.validate.shapes import did_you_mean
from rolecall.yamltext import YamlFields, YamlText, place_at, plain, read, written

WITHIN = 20
"""Rows among which the headings are looked for."""

FOR_ALL = ("Helps with", "Run by", "Checked by (team)", "Checked on")
"""What a list often leaves out, as it is the same for all of it."""

_TOP = """\
# Which column of {file} is which column of Rolecall's workbook. This is a guess: correct it, and run the command again.
# After each heading of the list comes the heading in Rolecall's workbook. Where there is none, the column is left out.
# Rolecall's headings are: {known}.
"""


@dataclass(frozen=True, slots=True)
class Columns:
    """Of one list: our heading by theirs, values that are the same for all, and what their words mean, if anything."""

    headings: Mapping[str, str]
    for_all: Mapping[str, str]
    words: Mapping[str, str]


def columns_file(file: Path) -> Path:
    """Where the columns of a list are written down: beside it."""
    return file.with_name(f"{file.stem}.columns.yml")


def synonyms() -> dict[str, str]:
    """Our heading by each name that people have for it."""
    node, _ = read(Path(__file__).with_name("headings.yml").read_text(encoding="utf-8"), "headings.yml")
    names: Any = plain(node)
    return {name.casefold(): ours for ours, others in names.items() for name in (ours, *others)}


def heading_row(tables: Sequence[Table], known: Collection[str]) -> tuple[Table, int] | None:
    """The table and row with the most headings that are `known`. None where no row has 2 of them."""
    best: tuple[int, Table, int] | None = None
    for table in tables:
        for at, row in enumerate(table.rows[:WITHIN]):
            score = len({folded(cell).casefold() for cell in row} & {*known})
            if score > 1 and (best is None or score > best[0]):
                best = score, table, at
    return best and best[1:]


def drafted(file: Path, tables: Sequence[Table], ours: Sequence[str]) -> str | None:
    """The text of a columns file for a list, as well as can be guessed. None where no headings were found."""
    names = synonyms()
    if not (found := heading_row(tables, names)):
        return None
    table, at = found
    lines, used = ["headings:"], set()
    for cell in table.rows[at]:
        if not (heading := folded(cell)):
            continue
        near = (
            [heading.casefold()]
            if heading.casefold() in names
            else get_close_matches(heading.casefold(), names, 1, 0.8)
        )
        guess = names[near[0]] if near and names[near[0]] not in used else ""
        used.add(guess)
        lines.append(f"  {written(heading, in_brackets=True)}: {written(guess) if guess else ''}".rstrip())
    lines += ["", "# What is the same for each service of this list. A column of the list counts more.", "for_all:"]
    lines += [f"  {heading}:" for heading in FOR_ALL if heading not in used]
    lines += [
        "",
        "# Words of the list with Rolecall's words for them, for example Social isolation: Feeling lonely or cut off",
        "# A word with nothing after it is left out.",
        "words:",
    ]
    return _TOP.format(file=file.name, known="; ".join(ours)) + "\n".join(lines) + "\n"


def read_columns(path: Path, ours: Collection[str]) -> tuple[Columns | None, list[Problem]]:
    """What a columns file says, or what is wrong with it."""
    file = str(path)
    try:
        node, problems = read(path.read_bytes().decode("utf-8-sig"), file)
    except (OSError, UnicodeDecodeError):
        fix = "Save it as plain text in UTF-8."
        return None, [Problem(Place(file), "this file cannot be read", fix, kind="unreadable")]
    if problems or not isinstance(node, YamlFields):
        return None, problems or [
            Problem(
                Place(file),
                "this file does not say which column is which",
                "Delete it, and run the command again: it writes a new one.",
                kind="unreadable",
            )
        ]
    parts: dict[str, dict[str, str]] = {"headings": {}, "for_all": {}, "words": {}}
    for name, part in node.entries.items():
        if name not in parts:
            problems.append(
                Problem(
                    place_at(node, (name,), of_key=True),
                    f'"{name}" is not a part of this file',
                    did_you_mean(name, parts, called="Its parts are"),
                    kind="unknown",
                )
            )
            continue
        for key, value in part.entries.items() if isinstance(part, YamlFields) else ():
            if not isinstance(value, YamlText):
                place, fix = place_at(node, (name, key)), "Write it on the same line."
                problems.append(Problem(place, "text is expected here", fix, kind="wrong"))
                continue
            named = {"headings": value.value, "for_all": key, "words": ""}[name]
            if named and named not in ours:
                place = place_at(node, (name, key), of_key=name == "for_all")
                sentence = f'"{named}" is not a heading that Rolecall knows'
                problems.append(
                    Problem(
                        place, sentence, did_you_mean(named, ours, called="Rolecall's headings are"), kind="unknown"
                    )
                )
            elif value.value or name == "words":
                parts[name][" ".join(key.split()).casefold() if name != "for_all" else key] = value.value
    return (None, problems) if problems else (Columns(**parts), [])
