"""What a cell may hold, and how that reads as a value of a YAML file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, Literal

from rolecall import days, tidy
from rolecall.meanings import Called, called_choices
from rolecall.pasted import as_markdown, as_words, tag_in
from rolecall.places import Kind, Path
from rolecall.validate.shapes import did_you_mean
from rolecall.wrong import NOT_TEXT

CellKind = Literal["text", "prose", "lines", "ids", "pairs", "choice", "day", "time", "number"]
Value = str | list[str] | dict[str, str] | None
"""What a field says. None where it says nothing."""

LONGEST = 32_000
"""Characters that a cell may hold. Excel takes 32,767."""

_PAIRS = {"moved": "services/old-club/: services/new-club/", "identifiers": "GB-CHC: 1234567"}
"""What a line of pairs looks like, by the last part of the field's path."""

_PAIR = re.compile(r"((?:[^\\:]|\\.)*):(.*)")
"""A line of pairs. A colon in the name of a pair has a backslash in front of it, and so has a backslash there."""

TOO_LONG = "(too long for a cell: see the file)"


@dataclass(frozen=True, slots=True)
class Field:
    """One cell that a person may fill in: the field of a file that it is, and what that says now."""

    file: str
    """The id of a service, or empty for pcn.yml."""
    path: Path
    kind: CellKind
    value: Value
    choices: Mapping[str, str] = field(default_factory=dict)
    """What may be chosen, by id: the words that stand in the cell."""
    also: Mapping[str, str] = field(default_factory=dict)
    """Ids by other words that stood for them until now."""
    called: Called | None = field(default=None, compare=False, repr=False)
    """What people say for the choices, where that is more than their words."""


class Odd(Exception):
    """A cell holds what cannot be understood. Its words say why, and how to fix it."""

    def __init__(self, sentence: str, fix: str, *, kind: Kind = "wrong") -> None:
        super().__init__(sentence)
        self.sentence, self.fix, self.kind = sentence, fix, kind

    @property
    def in_full(self) -> str:
        """Both, as sentences that stand by themselves."""
        return f"{self.sentence[:1].upper()}{self.sentence[1:]}. {self.fix}"


def tidied(kind: CellKind, value: Any) -> Value:
    """What a file says, as its cell says it back: blanks and the form of numbers do not count."""
    if value is None:
        return None
    if isinstance(value, dict):
        return {str(key): str(item) for key, item in value.items()} or None
    if isinstance(value, list):
        return [" ".join(str(item).split()) for item in value] or None
    text = str(value)
    if kind == "prose":
        return "\n".join(_without_blanks(line) for line in re.sub(r"\r\n?", "\n", text).strip().split("\n")) or None
    text = " ".join(text.split())
    if kind == "number":
        return _number(text)
    if kind == "day":
        return days.iso_or_as_is(text)
    if kind == "choice" and text.lower() in ("true", "false"):
        return "yes" if text.lower() == "true" else "no"
    return text or None


def _without_blanks(line: str) -> str:
    """A line of Markdown without blanks at its end. Several after a word stay, as they begin a new line."""
    words = line.rstrip()
    return line if words and line[len(words) :].startswith("  ") else words


def shown(field: Field) -> str | float | date | None:
    """What the cell of a field holds."""
    value = field.value
    if isinstance(value, dict):
        return _cell("\n".join(f"{_key_as_text(key)}: {item}" for key, item in value.items()))
    if isinstance(value, list):
        return _cell("\n".join(field.choices.get(item, item) for item in value))
    if value is None:
        return None
    if field.kind == "day":
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    if field.kind == "number":
        exact = re.fullmatch(r"-?\d{1,15}(\.\d+)?", value) and Decimal(repr(float(value))) == Decimal(value)
        return float(value) if exact else value
    return _cell(field.choices.get(value, value))


def _key_as_text(key: str) -> str:
    return re.sub(r"([\\:])", r"\\\1", key)


def _key_of(text: str) -> str:
    return re.sub(r"\\([\\:])", r"\1", text.strip())


def as_shown(cell: Field | str | None) -> str | float | date | None:
    """What a cell holds, be it for people or only for showing."""
    return shown(cell) if isinstance(cell, Field) else cell


def says(given: object, cell: Field | str | None) -> bool:
    """Whether a cell that was given back holds what it held, white space aside."""
    held = as_shown(cell)
    if isinstance(cell, Field) and cell.kind == "number":
        given = _without_format(given)
    if isinstance(given, datetime):
        given = given.date()
    if isinstance(held, str) and isinstance(given, str):
        return _lines(given) == _lines(held)
    if held is None or held == "":
        return given is None or (isinstance(given, str) and not given.strip())
    return not isinstance(given, bool) and given == held


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in re.split(r"\r\n?|\n", text.strip())]


def understood(cell: object, field: Field) -> Value:
    """What a person wrote into the cell of a field. Raises Odd where that is not certain."""
    if says(cell, field):
        return field.value
    value = _understood(cell, field)
    # Of days, the second Sunday and the like are none of the choices, and right.
    if field.choices and field.kind in ("choice", "ids") and field.path[-1] != "days":
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str) and item not in field.choices:
                raise Odd(f'"{item}" is not a choice here', _which(item, field), kind="unknown")
    return value


def without_html(value: Value, field: Field) -> Value:
    """What a person wrote anew, HTML in it as Markdown where the field is Markdown. Raises Odd where it is none."""
    if value == field.value:
        return value
    if isinstance(value, str) and field.kind == "prose" and tag_in(value):
        return tidied("prose", as_markdown(value))
    before = _texts(field.value)
    for text in _texts(value):
        if text not in before and (tag := tag_in(text)):
            raise Odd(
                f'there is HTML here, and people would read "{tag[:40]}"', f"Write the words alone: {as_words(text)}"
            )
    return value


def _texts(value: Value) -> list[str]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    return [value] if isinstance(value, str) else value or []


def _which(word: str, field: Field) -> str:
    """The choices that a word may mean, as a question, in the words of cells. All of them where it is like none."""
    near = _called(field).near(word)
    if near:
        meant = [f'"{field.choices[id]}"' for id in near]
        return f"did you mean {' or '.join(meant)}?"
    return did_you_mean(word, field.choices.values(), called="Choose from")


def _called(field: Field) -> Called:
    return field.called or called_choices(field.choices)


def _without_format(cell: object) -> object:
    """The number of a cell that has the format of a day, as where it was sorted into another row: 12 shows as 1900."""
    if isinstance(cell, (datetime, date)) and cell.year < 1950:  # no day of a PCN's is that old
        days = ((cell.date() if isinstance(cell, datetime) else cell) - date(1899, 12, 30)).days
        return days - (days <= 60)  # workbooks count a 29 February 1900, which there was not
    return cell


def _understood(cell: object, field: Field) -> Value:
    if field.kind == "number":
        cell = _without_format(cell)
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if isinstance(cell, bool):
        if field.kind != "choice":
            raise Odd(
                "this cell holds TRUE or FALSE, and text is expected", "Format the cell as text and write it again."
            )
        cell = "yes" if cell else "no"
    if isinstance(cell, (datetime, date)):
        if field.path[-1] == "dates":
            return [(cell.date() if isinstance(cell, datetime) else cell).isoformat()]
        if field.kind != "day":
            raise Odd("this is a date, and text is expected", "Format the cell as text and write it again.")
        return (cell.date() if isinstance(cell, datetime) else cell).isoformat()
    if isinstance(cell, time) and field.kind == "time":
        return f"{cell:%H:%M}"
    if isinstance(cell, (int, float)):
        if field.kind != "number":
            raise Odd(
                f"Excel turned this into a number ({_plain(cell)}), and may have dropped a 0 in front",
                "Format the cell as text and type all of it again.",
            )
        return _number(_plain(cell))
    if not isinstance(cell, str):
        raise Odd("this cell holds something that is not text", "Format the cell as text and write it again.")
    if NOT_TEXT.search(cell.replace("\r", "")):
        raise Odd(
            "there is a character here that is not text",
            "Delete it, and type that part again.",
            kind="unreadable",
        )
    if re.fullmatch(r"#(N/A|NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!)", cell.strip()):
        raise Odd(
            f"the workbook could not work out this cell: {cell.strip()}",
            "Format it as text and write it again.",
            kind="unreadable",
        )
    return _of_text(cell, field)


def _of_text(text: str, field: Field) -> Value:
    lines = [" ".join(line.split()) for line in re.split(r"\r\n?|\n", text)]
    if field.kind == "lines":
        return [line for line in lines if line]
    if field.kind == "ids":
        ids = {name.casefold(): id for id, label in field.choices.items() for name in (id, label)}
        before = {name.casefold(): id for name, id in field.also.items()}
        words = [line.casefold() for line in lines]
        if twice := next(
            (word for word in words if word in before and ids.get(word, before[word]) != before[word]), ""
        ):
            fix = "Change names first, import the workbook, export it again, and then change this."
            raise Odd(f'"{twice}" was the name of one surgery and is now that of another', fix, kind="conflict")
        ids |= before
        if field.path[-1] == "dates":
            return [days.iso_or_as_is(part) for line in lines for part in re.split("[,;]", line) if part.strip()]
        meant = partial(_id_meant, ids=ids, field=field)
        return [*dict.fromkeys(id for line in lines if line for id in _ids_of(line, meant))]
    if field.kind == "pairs":
        pairs = [(line, _PAIR.match(line)) for given in lines for line in _without_braces(given) if line]
        if bad := next((line for line, found in pairs if not found), None):
            example = _PAIRS.get(str(field.path[-1]), "lw: link-worker")
            raise Odd(f'this line has no colon: "{bad}"', f"Put each on its own line, for example {example}")
        given = {_key_of(found[1]): found[2].strip() for _, found in pairs if found}
        return {key: (field.called.id_of(word) if field.called else "") or word for key, word in given.items()}
    if field.kind == "choice":
        word = " ".join(lines).strip()
        known = {name.casefold(): id for id, label in field.choices.items() for name in (id, label)}
        return _id_meant(word, ids=known, field=field) or word
    if field.path[-1] == "ods_code" and text != field.value:
        return tidy.code(text)
    return tidied(field.kind, _as_meant(field.kind, " ".join(lines).strip()) or text)


def _without_braces(line: str) -> list[str]:
    """The pairs of a line, as a message says them for a file too: `moved: {old/: new/, older/: new/}`."""
    found = re.fullmatch(r"(?:[a-z_]+:\s*)?\{(.*)\}", line)
    return re.split(r",\s+", found[1].strip()) if found else [line]


def _id_meant(word: str, *, ids: Mapping[str, str], field: Field) -> str:
    """The id that a word in a cell can only mean. Empty where it is none."""
    if field.path[-1] == "days" and (day := days.weekday(word)):
        return day
    return ids.get(word.casefold(), "") or (_called(field).id_of(word) if field.choices else "")


def _ids_of(line: str, meant: Callable[[str], str]) -> Iterator[str]:
    """The ids of a line. A comma may stand between 2 words or within 1: the longest part that is a word counts."""
    parts = [part for part in re.split(r"\s*[,;]\s*", line) if part]
    while parts:
        joined = (at for at in range(len(parts), 0, -1) if meant(", ".join(parts[:at])))
        at = next(joined, 0)
        if at:
            yield meant(", ".join(parts[:at]))
        else:
            apart = [part for part in re.split(r"\s*(?:[/&+|•]|\band\b|\bor\b)\s*", parts[0]) if part]
            yield from map(meant, apart) if all(map(meant, apart)) else [parts[0]]
        parts = parts[at or 1 :]


def _as_meant(kind: CellKind, text: str) -> str | None:
    """A time or a price as people write it, where only one thing can be meant. Days are `tidied`."""
    if kind == "time":
        return days.time_of_day(text) or None
    if kind == "number" and (found := re.fullmatch(r"£ ?(\d+(?:\.\d+)?)", text)):
        return found[1]
    return None


def _number(text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return text
    plain = f"{number:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"


def _plain(number: float) -> str:
    return str(int(number)) if isinstance(number, float) and number.is_integer() and abs(number) < 1e17 else str(number)


def _cell(text: str) -> str:
    return text if len(text) <= LONGEST else TOO_LONG
