"""What people saved of answers: emails one by one, or many in a mailbox. Any bytes give these, or why not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rolecall.exchange.checks.mail import LARGEST, Mail, mails, saved_on
from rolecall.places import Kind, Place, Problem

MOST = 5_000
"""Files, and emails in a mailbox, that are looked at in a run."""

TABLES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
_OUTLOOK = b"\xd0\xcf\x11\xe0"
_BETWEEN = re.compile(rb"(?m)^From [^\n]*\r?\n(?=[A-Za-z-]+:)")
_HEADER = re.compile(rb"(?m)^[A-Za-z][A-Za-z0-9-]*:")
_OF_APPLE = re.compile(rb"(\d{1,9})[ \t]*\r?\n(?=[A-Za-z-]+:)")
"""How many bytes the email has, at the start of a file of Apple Mail's own."""
_SAVE_AS_EML = (
    "In Outlook on the web or the new Outlook, open it, choose More actions, then Download, and take EML. Or write the"
    " answer into checks.xlsx."
)


@dataclass(frozen=True, slots=True)
class Saved:
    """An email, the file it was in, and the day on which that was saved."""

    place: Place
    mail: Mail
    day: date


def files_in(paths: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    """The files to look at: those that are named, and all in named folders but hidden ones."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (file for file in sorted(path.rglob("*")) if file.is_file() and not _is_hidden(file, path))
            found += inside
        else:
            found.append(path)
    found = list(dict.fromkeys(found))
    if len(found) > MOST:
        sentence = f"there are {len(found):,} files, and {MOST:,} are looked at in a run"
        return found[:MOST], [_problem(found[MOST], sentence, "Name a smaller folder.", kind="size")]
    return found, []


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in file.relative_to(folder).parts)


def saved(path: Path) -> Iterator[Saved | Problem]:
    """The emails in a file, and what is wrong with it."""
    try:
        if (stat := path.stat()).st_size > 4 * LARGEST:
            yield _problem(
                path, f"this file has {stat.st_size / 1e6:.0f} million bytes", "Is it the right file?", kind="size"
            )
            return
        data = path.read_bytes()
    except OSError as error:
        yield _problem(path, f"this file cannot be read: {error.strerror}", "Look at its name and permissions.")
        return
    if data.startswith(_OUTLOOK):
        yield _problem(path, "this is in a form of Outlook's own (.msg)", _SAVE_AS_EML)
        return
    day = saved_on(stat.st_mtime)
    letters = _in_mailbox(data) if data.startswith(b"From ") else [data]
    if len(letters) > MOST:
        sentence = f"there are {len(letters):,} emails in this mailbox, and {MOST:,} are looked at in a run"
        yield _problem(path, sentence, "Save the answers alone.", kind="size")
    for letter in letters[:MOST]:
        if len(letter) > LARGEST:
            sentence = f"an email here has {len(letter) / 1e6:.0f} million bytes"
            yield _problem(path, sentence, "Write the answer into checks.xlsx.", kind="size")
        elif (found := _read(letter)) is None:
            yield _problem(
                path, "this is not an email that can be read", "Save it again as .eml, or write it into checks.xlsx."
            )
        else:
            yield from (Saved(Place(str(path)), mail, day) for mail in found)


def _in_mailbox(data: bytes) -> list[bytes]:
    return [letter for letter in _BETWEEN.split(data) if letter.strip()]


def _read(letter: bytes) -> list[Mail] | None:
    letter = letter.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n \t")
    if size := _OF_APPLE.match(letter):
        letter = letter[size.end() : size.end() + int(size[1])]
    if not _HEADER.match(letter):
        return None
    try:
        return [*mails(letter)]
    except Exception:  # The library names no common base for what a broken email may cause, nor for one too deep.
        return None


def _problem(path: Path, sentence: str, fix: str, *, kind: Kind = "unreadable") -> Problem:
    return Problem(Place(str(path)), sentence, fix, kind=kind)
