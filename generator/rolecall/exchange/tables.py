"""Other people's files as tables of cells: the sheets of a workbook, or a CSV file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rolecall.places import Kind, Place, Problem

LARGEST = 50_000_000
"""Bytes that one file may have. The whole register of PCNs has under 2 million."""

_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".zip")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its file, its name (empty for CSV) and its rows, the first being line 1."""

    file: str
    name: str
    rows: Sequence[Sequence[object]]

    def problem(self, sentence: str, fix: str, *, line: int = 1, column: int = 1, kind: Kind) -> Problem:
        """What is wrong with a cell, both counted from 1."""
        return Problem(Place(self.file, line, column, self.name), sentence, fix, kind=kind)


def _problem(file: str, sentence: str, fix: str, *, line: int = 1, kind: Kind = "unreadable") -> Problem:
    return Problem(Place(file, line), sentence, fix, kind=kind)


def tables(path: Path, *, help: str) -> tuple[list[Table], list[Problem]]:
    """The tables of one file: the sheets of a workbook, or the only one of a CSV file. `help` says what to give."""
    file = str(path)
    try:
        if (size := path.stat().st_size) > LARGEST:
            sentence = f"this file has {size / 1e6:.0f} million bytes"
            return [], [_problem(file, sentence, "Is it the right file?", kind="size")]
        data = path.read_bytes()
    except FileNotFoundError:
        return [], [_problem(file, "this file is not there", "Check its name and folder.", kind="missing")]
    except (OSError, ValueError) as error:
        return [], [_problem(file, f"this file cannot be read: {getattr(error, 'strerror', error)}", help)]
    if not data.strip():
        return [], [_problem(file, "this file is empty", help, kind="missing")]
    if path.suffix.lower() in _WORKBOOKS or data.startswith((b"PK\3\4", b"\xd0\xcf\x11\xe0")):
        return _of_workbook(file, data, help)
    return _of_csv(file, data, help)


def _of_workbook(file: str, data: bytes, help: str) -> tuple[list[Table], list[Problem]]:
    from python_calamine import CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            Table(file, name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in workbook.sheet_names
        ], []
    except Exception:  # The library names no common base for what a broken file may cause.
        return [], [_problem(file, "this file is not a workbook that can be read", help)]


def _of_csv(file: str, data: bytes, help: str) -> tuple[list[Table], list[Problem]]:
    fix = f"Save it as CSV (UTF-8). {help}"
    if (text := _decoded(data)) is None:
        return [], [_problem(file, "this file is not a table in text", fix)]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        return [Table(file, "", list(reader))], []
    except csv.Error:
        return [], [_problem(file, "a quote does not close, or stands inside a cell", fix, line=reader.line_num)]


def _decoded(data: bytes) -> str | None:
    """The text that the bytes hold, in one of the encodings that office programs write, or None."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        with suppress(UnicodeDecodeError):
            return data.decode("utf-16")
        return None
    for encoding in ("utf-8-sig", "cp1252") if b"\0" not in data else ():
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return None


def _delimiter(text: str) -> str:
    """What stands between cells: a comma, semicolon or tab, whichever the first lines have most often. Or a comma."""
    top = re.sub(r'"[^"]*"', "", "\n".join(text.splitlines()[:50]))
    return max(",;\t", key=top.count)
