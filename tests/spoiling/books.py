"""Workbooks with cells, sheets and parts that are not as they were: the parts of their ZIP are changed as text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from random import Random
from xml.sax.saxutils import escape

from spoiling.texts import BYTES, ODD

Parts = dict[str, bytes]

_CELL = re.compile(rb"<(?:x:)?c\b[^>]*?(?:/>|>.*?</(?:x:)?c>)", re.DOTALL)
_ROW = re.compile(rb"<row\b[^>]*?(?:/>|>.*?</row>)", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]+)([0-9]+)"')
_KINDS = (b"n", b"b", b"e", b"d", b"s", b"str", b"inlineStr", b"", b"zzz")
_ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#NAME?", "#VALUE!")
_CORNERS = (b"XFD1048576", b"A1048576", b"XFD1", b"A0", b"1A", b"AAAAAAA9", b"A99999999999", b"B2", b"")


def parts_of(data: bytes) -> Parts:
    """What a workbook consists of, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


def packed(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Parts as a workbook."""
    with zipfile.ZipFile(made := io.BytesIO(), "w", method, compresslevel=1) as book:
        for name, data in parts.items():
            book.writestr(zipfile.ZipInfo(name), data, method)
    return made.getvalue()


def spoilt(random: Random, parts: Parts) -> bytes:
    """A workbook with 1 to 4 things wrong."""
    parts = dict(parts)
    for _ in range(random.choice((1, 1, 2, 4))):
        random.choice(CHANGES)(random, parts)
    data = packed(parts, random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)))
    if random.random() < 0.1:
        data = random.choice(BYTES)(random, data)
    return data


def _sheet(random: Random, parts: Parts) -> str:
    return random.choice(
        [name for name in parts if name.startswith("xl/worksheets/") and name.endswith(".xml")] or [""]
    )


def _cell(random: Random, parts: Parts) -> tuple[str, re.Match[bytes] | None]:
    """A cell of a sheet, one with something in it rather than none."""
    cells = [*_CELL.finditer(parts.get(name := _sheet(random, parts), b""))]
    full = [cell for cell in cells if not cell[0].endswith(b"/>")]
    return name, random.choice(full or cells or [None])


def _put(parts: Parts, name: str, found: re.Match[bytes], new: bytes) -> None:
    data = parts[name]
    parts[name] = data[: found.start()] + new + data[found.end() :]


def _say(random: Random, parts: Parts) -> None:
    """Other words or numbers in a cell, as text, formula or of another type."""
    name, cell = _cell(random, parts)
    if not cell:
        return
    place = (_PLACE.search(cell[0]) or [b""])[0]
    value = escape(random.choice((*ODD, *_ERRORS, "46000", "0.5", "-1", "1e308", "46000.75"))).encode(errors="replace")
    kind = random.choice(_KINDS)
    inside = random.choice((b"<v>%s</v>", b"<is><t>%s</t></is>", b"<f>%s</f>", b"<f>1/0</f><v>%s</v>")) % value
    _put(parts, name, cell, b"<c %s%s>%s</c>" % (place, b' t="%s"' % kind if kind else b"", inside))


def _exchange(random: Random, parts: Parts) -> None:
    """What 2 cells of a sheet hold, in each other's place."""
    cells = [*_CELL.finditer(parts.get(name := _sheet(random, parts), b""))]
    if len(cells) < 2:
        return
    first, second = sorted(random.sample(cells, 2), key=lambda cell: cell.start())
    places = [(_PLACE.search(cell[0]) or [b""])[0] for cell in (first, second)]
    _put(parts, name, second, first[0].replace(places[0], places[1], 1))
    _put(parts, name, first, second[0].replace(places[1], places[0], 1))


def _columns(random: Random, parts: Parts) -> None:
    """2 columns of a sheet exchanged, but not in their order within a row."""
    first, second = (random.choice("ABCDEFGH").encode() for _ in range(2))
    swap = {first: second, second: first}
    name = _sheet(random, parts)
    parts[name] = _PLACE.sub(lambda at: b'r="%s%s"' % (swap.get(at[1], at[1]), at[2]), parts.get(name, b""))


def _rows(random: Random, parts: Parts) -> None:
    """Rows left out, doubled, exchanged or hidden."""
    rows = [*_ROW.finditer(parts.get(name := _sheet(random, parts), b""))]
    if not rows:
        return
    row, other = random.choice(rows), random.choice(rows)
    new = random.choice((b"", row[0] * 2, other[0], row[0].replace(b"<row ", b'<row hidden="1" ', 1), row[0] * 500))
    _put(parts, name, row, new)


def _astray(random: Random, parts: Parts) -> None:
    """A cell that says that it is elsewhere, or nowhere."""
    name, cell = _cell(random, parts)
    if cell:
        _put(parts, name, cell, _PLACE.sub(b'r="%s"' % random.choice(_CORNERS), cell[0], count=1))


def _merged(random: Random, parts: Parts) -> None:
    name = _sheet(random, parts)
    first, last = random.choice(("A1", "B3", "A4", "C2")), random.choice(("B2", "C9", "H40", "A1", "XFD1048576", "Z"))
    merged = f'<mergeCells count="1"><mergeCell ref="{first}:{last}"/></mergeCells>'.encode()
    parts[name] = parts.get(name, b"").replace(b"</sheetData>", b"</sheetData>" + merged)


def _renamed(random: Random, parts: Parts) -> None:
    """A sheet with another name, hidden, or said to be another."""
    found = [*re.finditer(rb'<sheet\b[^>]*?name="([^"]*)"[^>]*/>', book := parts.get("xl/workbook.xml", b""))]
    if not found:
        return
    sheet, other = random.choice(found), random.choice(found)
    named = random.choice(
        (other[1], sheet[1][:-1], sheet[1].upper(), b"Sheet1", b"", b"a" * 40, b"../x", b"\xf0\x9f\x98\x80")
    )
    new = random.choice(
        (
            sheet[0].replace(sheet[1], named, 1),
            b"",
            sheet[0] * 2,
            sheet[0].replace(b"<sheet ", b'<sheet state="hidden" '),
        )
    )
    parts["xl/workbook.xml"] = book[: sheet.start()] + new + book[sheet.end() :]


def _parts(random: Random, parts: Parts) -> None:
    """A part of the ZIP gone, empty, exchanged with another, or under another name."""
    name, other = random.choice([*parts]), random.choice([*parts])
    what = random.randrange(5)
    if what == 0:
        parts.pop(name)
    elif what == 1:
        parts[name] = random.choice(
            (b"", b"<a/>", b"\0" * 99, b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
        )
    elif what == 2:
        parts[name], parts[other] = parts[other], parts[name]
    elif what == 3:
        parts[random.choice((name.upper(), f"../{name}", name.replace("/", "\\"), f"/{name}"))] = parts.pop(name)
    else:
        parts["../../evil.xml"] = parts[name]


def _xml(random: Random, parts: Parts) -> None:
    """Bytes of a part that are not what they were."""
    name = random.choice([*parts])
    parts[name] = random.choice(BYTES)(random, parts[name])


def _attribute(random: Random, parts: Parts) -> None:
    """An attribute of any element with something odd in it."""
    name = random.choice([*parts])
    if found := [*re.finditer(rb'(\w+)="([^"]*)"', parts[name])]:
        one = random.choice(found)
        value = escape(random.choice((*ODD, "4294967296", "-1", "1048577", "65536")), {'"': "&quot;"})
        _put(parts, name, one, b'%s="%s"' % (one[1], value.encode(errors="replace")))


def _element(random: Random, parts: Parts) -> None:
    """An element that is left out, or stands there many times."""
    name = random.choice([*parts])
    if found := [*re.finditer(rb"<(\w+)\b[^<>]*/>|<(\w+)\b[^<>]*>[^<]*</\2>", parts[name])]:
        one = random.choice(found)
        _put(parts, name, one, one[0] * random.choice((0, 2, 2000)))


CHANGES: Sequence[Callable[[Random, Parts], None]] = (
    _say, _say, _say, _say, _exchange, _exchange, _columns, _rows, _rows, _astray, _merged, _renamed, _parts, _xml,
    _attribute, _attribute, _element,
)  # fmt: skip
