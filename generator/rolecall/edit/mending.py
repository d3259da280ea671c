"""What is answered while the files have a mistake: its lines, and what becomes of those that were put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from rolecall.edit.answer import Answer, Goto, Shown
from rolecall.edit.controls import Sent
from rolecall.edit.desk import Desk
from rolecall.edit.lines_of_files import Lines, lines_around, mended, path_of
from rolecall.edit.pencils import BELOW
from rolecall.places import Problem

WRONG = f"/{BELOW}wrong"


class WrongPage(NamedTuple):
    """What is wrong with the files."""

    problems: tuple[Problem, ...]
    """All of it."""
    pieces: tuple[Lines, ...]
    """Of the PCN's own files, the lines around it."""
    others: tuple[Problem, ...]
    """What is in no piece."""
    address: str
    not_written: tuple[Problem, ...] = ()
    was_sent: bool = False
    """Whether somebody sent a form, which could not be saved."""


def wrong(desk: Desk, status: int = 409, *, was_sent: bool = False) -> Answer:
    """The page that says what is wrong, with the lines to put right. Perhaps in answer to a form that was sent."""
    return Shown("wrong", _page(desk)._replace(was_sent=was_sent), status)


def put_right(desk: Desk, sent: Sent | None) -> Answer:
    """What became of lines that somebody put right."""
    with desk.lock:
        if sent is None:
            return Goto(f"/{BELOW}") if desk.is_sound() else wrong(desk, 200)
        given = {name: "".join(values[:1]) for name, values in sent.values.items()}
        path = path_of(desk.workspace, desk.pcn, given.get("file", ""))
        if path is None or not (given.get("first", "").isdecimal() and given.get("number", "").isdecimal()):
            return Goto(WRONG, "look-again")
        new = mended(path.read_bytes(), given)
        if new.has_changed:
            return Shown("wrong", _with_typed(_page(desk), given["file"], given.get("text", "")), 409)
        title = f"{given['file']}, as text"
        saved, problems = desk.save_bytes(title, path, new.data)
        if problems:
            page = _with_typed(_page(desk), given["file"], given.get("text", ""))
            return Shown("wrong", page._replace(not_written=tuple(problems)), 409)
        if desk.is_sound():
            return Goto("/", "mended")
        return Goto(WRONG, "still-wrong" if saved else "same")


def _page(desk: Desk) -> WrongPage:
    problems = tuple(sorted(set(desk.opened().problems)))
    pieces = tuple(lines_around(desk.workspace, desk.pcn, problems))
    shown = {problem for piece in pieces for problem in piece.problems}
    return WrongPage(problems, pieces, tuple(each for each in problems if each not in shown), WRONG)


def _with_typed(page: WrongPage, file: str, text: str) -> WrongPage:
    """The page with what somebody typed for a file, beside what that says now. Nothing typed is lost."""
    at = next((at for at, piece in enumerate(page.pieces) if piece.file == file), None)
    if at is None:  # The file has no mistake any more.
        return page._replace(pieces=(*page.pieces, Lines(file, 1, "", 0, "", typed=text)))
    pieces: Sequence[Lines] = [
        replace(piece, typed=text) if number == at else piece for number, piece in enumerate(page.pieces)
    ]
    return page._replace(pieces=tuple(pieces))
