"""Lists as CSV with cells, columns and signs that are not as they were."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from random import Random

from spoiling.texts import BYTES, ODD

Rows = list[list[str]]


def spoilt(random: Random, data: bytes) -> bytes:
    """A list with 1 to 4 things wrong."""
    rows: Rows = [*csv.reader(io.StringIO(data.decode(errors="replace"), newline=""))]
    for _ in range(random.choice((1, 1, 2, 4))):
        random.choice(CHANGES)(random, rows)
    ends = random.choice(("\r\n", "\n", "\r"))
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=random.choice(",,,;\t|"), lineterminator=ends).writerows(rows)
    data = written.getvalue().encode(errors="replace")
    return random.choice(BYTES)(random, data) if random.random() < 0.3 else data


def _some(random: Random, rows: Rows) -> list[str]:
    return random.choice(rows or [[]])


def _say(random: Random, rows: Rows) -> None:
    row = _some(random, rows)
    if row:
        at = random.randrange(len(row))
        row[at] = random.choice(
            (random.choice(ODD), row[at] + random.choice(ODD), random.choice(_some(random, rows) or [""]))
        )


def _columns(random: Random, rows: Rows) -> None:
    """2 columns exchanged, with their headings or without."""
    most = max(map(len, rows), default=0)
    if most > 1:
        first, second = random.sample(range(most), 2)
        for row in rows[random.choice((0, 1)) :]:
            if max(first, second) < len(row):
                row[first], row[second] = row[second], row[first]


def _rows(random: Random, rows: Rows) -> None:
    at, row = random.randrange(len(rows) + 1), [*_some(random, rows)]
    what = random.randrange(5)
    if what == 0:
        del rows[at:][:1]
    elif what == 1:
        rows[at:at] = [row] * random.choice((1, 2, 300))
    elif what == 2:
        rows[at:at] = [[]] * random.choice((1, 5, 300))
    elif what == 3:
        rows[at:at] = [row[: len(row) // 2], row + row]
    else:
        random.shuffle(rows)


def _headings(random: Random, rows: Rows) -> None:
    if rows and rows[0]:
        at = random.randrange(len(rows[0]))
        rows[0][at] = random.choice((random.choice(rows[0]), random.choice(ODD), rows[0][at].upper(), rows[0][at][:-1]))


def _wide(random: Random, rows: Rows) -> None:
    row = _some(random, rows)
    row += [random.choice(("", "x"))] * random.choice((1, 30, 3000))


def _empty(random: Random, rows: Rows) -> None:
    """A column in which nothing is left."""
    most = max(map(len, rows), default=0)
    if most:
        at = random.randrange(most)
        for row in rows[1:]:
            if at < len(row):
                row[at] = ""


CHANGES: Sequence[Callable[[Random, Rows], None]] = (_say, _say, _say, _columns, _rows, _headings, _wide, _empty)
