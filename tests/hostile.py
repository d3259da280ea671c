"""Records and strings of somebody who means harm, or who pasted what somebody else made."""

from __future__ import annotations

import csv
import email
import email.policy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import yaml

_TOLD: dict[str, list[str | int]] = yaml.safe_load((Path(__file__).parent / "hostile.yml").read_text("utf-8"))
KINDS = {kind: ["W" * text if isinstance(text, int) else text for text in texts] for kind, texts in _TOLD.items()}
"""By what they try."""

ATTACKS = [text for texts in KINDS.values() for text in texts]
"""Each as it is, and in each text of a record."""

FIRST = [texts[0] for texts in KINDS.values()]
"""One of each kind, for the quick tests."""

ALL = " ".join(text for text in ATTACKS if len(text) < 500)

_SHAPES = Path(__file__).parent / "incoming"
SHAPES = ("a-whole-record-of-hsds-uk", "core-fields-come-in", "a-record-of-oruk-1")


def shape(name: str) -> dict[str, Any]:
    """A record in which nothing is wrong."""
    found: dict[str, Any] = json.loads((_SHAPES / name / "record.json").read_text())
    return found


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where a record has a value."""
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, (*path, key))
    else:
        yield path


def put(value: Any, path: tuple[str | int, ...], text: Any) -> Any:
    """A record with another value in one place."""
    if not path:
        return text
    key, *rest = path
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = put(copy[key], tuple(rest), text)
    return copy


def everywhere(value: Any, text: str, *, key: str = "") -> Any:
    """A record in which each text is an attack, or has one at its end where an attack alone would leave it out."""
    if isinstance(value, dict):
        return {name: everywhere(item, text, key=name) for name, item in value.items()}
    if isinstance(value, list):
        return [everywhere(item, text, key=key) for item in value]
    if key in _KEPT_BESIDE and isinstance(value, str):
        return f"{value} {text}"
    return text


_KEPT_BESIDE = {"number", "postal_code", "url", "website", "email", "opens_at", "closes_at", "dtstart", "term_uri"}


def no_formula_in(book: Path) -> None:
    """Assert that a workbook has nothing that counts, loads or leads anywhere."""
    cells = [cell for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows() for cell in row if cell.value]
    assert cells, book
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink], book


def no_formula_and_no_header(listed: Path, letters: Path) -> None:
    """Assert that a list (CSV) has no formula, and that letters go to whom they are for, and hold nothing that runs."""
    cells = [cell for row in csv.reader(listed.read_text("utf-8-sig").splitlines(True)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    no_formula_in(letters / "checks.xlsx")
    for path in letters.glob("*.eml"):
        letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert not {name.casefold() for name in letter} & {"bcc", "cc", "reply-to", "x-hit"}, path
        assert not letter.defects, path
        assert len(letter["To"].addresses) == 1, path
        pages = [part.get_content() for part in letter.walk() if part.get_content_type() == "text/html"]
        runs = r"(?i)<(?:script|img|iframe|svg|form)|href=.?(?:java|data)"
        assert not [page for page in pages if re.search(runs, page)], path
