"""Lines of a PCN's own files around what is wrong there, as text to put right by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rolecall.places import Problem
from rolecall.workspace import Workspace

AROUND = 6
"""Lines that are shown before and after the one with a mistake."""

WHOLE = 60
"""Lines of a file that is shown whole."""

LARGEST = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a file, as they are now."""

    file: str
    """As messages name it."""
    first: int
    """The number of the first of them, from 1."""
    text: str
    """With plain line ends."""
    number: int
    seen: str
    """The digest of the whole file."""
    problems: tuple[Problem, ...] = ()
    typed: str | None = None
    """What somebody wrote in their place while the file was changed in another way."""

    @property
    def last(self) -> int:
        """The number of the last of them."""
        return self.first + self.number - 1

    @property
    def rows(self) -> int:
        """Lines that their box has, with room for some more."""
        return min(30, self.number + 2)


@dataclass(frozen=True, slots=True)
class Mended:
    """What a file is to say, or why lines of it cannot be put in their place."""

    data: bytes = b""
    has_changed: bool = False
    """Whether the file is another one than somebody saw."""


def path_of(workspace: Workspace, pcn: str, file: str) -> Path | None:
    """A YAML file of a PCN's own that may be changed. None for any other, and for one that is a link."""
    folder = workspace.root / "content/pcns" / pcn
    path = workspace.root / file
    if not pcn or ".." in Path(file).parts or not path.is_relative_to(folder) or path.suffix != ".yml":
        return None
    if workspace.is_linked(path) or not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        return None
    return path if path.stat().st_size <= LARGEST else None


def lines_around(workspace: Workspace, pcn: str, problems: Sequence[Problem]) -> list[Lines]:
    """The lines around each problem in the PCN's own files: one piece for those that lie near each other."""
    by_file: dict[str, list[Problem]] = {}
    for problem in sorted(problems):
        by_file.setdefault(problem.place.file, []).append(problem)
    found = []
    for file, some in by_file.items():
        if path := path_of(workspace, pcn, file):
            found += _of_file(file, path.read_bytes(), some)
    return found


def _of_file(file: str, data: bytes, problems: Sequence[Problem]) -> list[Lines]:
    lines, seen = _as_text(data).splitlines(keepends=True), _digest(data)
    if len(lines) <= WHOLE:
        return [Lines(file, 1, _plain(lines), len(lines), seen, tuple(problems))]
    pieces: list[tuple[int, int, list[Problem]]] = []
    for problem in problems:
        at = min(max(problem.place.line, 1), len(lines))
        first, last = max(1, at - AROUND), min(len(lines), at + AROUND)
        if pieces and first <= pieces[-1][1] + 1:
            pieces[-1] = pieces[-1][0], max(last, pieces[-1][1]), [*pieces[-1][2], problem]
        else:
            pieces.append((first, last, [problem]))
    return [
        Lines(file, first, _plain(lines[first - 1 : last]), last - first + 1, seen, tuple(some))
        for first, last, some in pieces
    ]


def mended(data: bytes, given: Mapping[str, str]) -> Mended:
    """A file with some of its lines replaced by what somebody wrote, in the line ends that it has."""
    if _digest(data) != given.get("seen"):
        return Mended(has_changed=True)
    text = _as_text(data)
    lines, end = text.splitlines(keepends=True), "\r\n" if "\r\n" in text else "\n"
    first, number = int(given.get("first", "1")), int(given.get("number", "0"))
    new = given.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
    if new and not new.endswith("\n"):
        new += "\n"
    head, tail = lines[: first - 1], lines[first - 1 + number :]
    whole = "".join(head) + new.replace("\n", end) + "".join(tail)
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    return Mended(mark + whole.encode())


def _as_text(data: bytes) -> str:
    """What a file says. One that is not UTF-8 was saved by an older program on Windows, and is UTF-8 once mended."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _plain(lines: Iterable[str]) -> str:
    return "".join(lines).replace("\r\n", "\n")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
