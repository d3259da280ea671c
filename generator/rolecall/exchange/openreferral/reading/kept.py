"""The answers of a feed on disk: a run that was cut off goes on, and what did not change is not sent again."""

from __future__ import annotations

import hashlib
import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

DAY = 24 * 3600
"""Seconds for which a run that was cut off can go on."""
HOUR = 3600
"""Seconds for which what a rehearsal had counts. Longer, and people wonder why a change in the feed does not show."""

_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
    address TEXT PRIMARY KEY, final TEXT, status INTEGER, etag TEXT, modified TEXT, following TEXT, at REAL, body BLOB,
    digest BLOB
);
CREATE TABLE IF NOT EXISTS run (started REAL, until REAL);
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave. `final` is where it led to, `status` 200, or 404 for what the feed does not have."""

    final: str
    status: int
    etag: str
    modified: str
    following: str
    """The address of the next page, where the headers say it."""
    at: float
    body: bytes
    """Packed."""

    def chunks(self) -> Iterator[bytes]:
        """The bytes, unpacked, in pieces."""
        unpacker = zlib.decompressobj()
        rest = self.body
        while rest:
            yield unpacker.decompress(rest, 1 << 16)
            rest = unpacker.unconsumed_tail
        yield unpacker.flush()


class Kept:
    """The answers of one feed. Without a file, they are gone when it is closed."""

    def __init__(self, file: Path | None) -> None:
        self._db = _opened(file)
        self._forgotten: list[tuple[str]] = []
        self.goes_on = False
        """Whether a run that was cut off less than a day ago goes on."""
        self._started = time.time()
        until = self._started + DAY
        for started, ends in self._db.execute("SELECT started, until FROM run"):
            if started <= self._started < ends:
                self._started, until, self.goes_on = started, ends, True
        self._begun(until)

    def _begun(self, until: float) -> None:
        with suppress(sqlite3.Error), self._db:
            self._db.execute("DELETE FROM run")
            self._db.execute("INSERT INTO run VALUES (?, ?)", (self._started, until))

    def get(self, address: str) -> Answer | None:
        """What an address gave last."""
        with (
            suppress(sqlite3.Error),
            closing(self._db.execute("SELECT * FROM answers WHERE address = ?", (address,))) as rows,
        ):
            row = rows.fetchone()
            if row and row[0] == address and _digest(row[:-1]) == row[-1]:
                return Answer(*row[1:-1])
        return None

    def is_of_this_run(self, answer: Answer) -> bool:
        """Whether an answer came in this run, or in the one that goes on."""
        return answer.at >= self._started

    def put(self, address: str, answer: Answer) -> None:
        """Keep an answer. Without room on the disk, it is not kept."""
        known = (answer.etag, answer.modified, answer.following)
        row = (address, answer.final, answer.status, *known, answer.at, answer.body)
        with suppress(sqlite3.Error), self._db:
            self._db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, _digest(row)))

    def forget(self, address: str) -> None:
        """Have the next run ask for this again. In this run it stays as it is."""
        self._forgotten.append((address,))

    def rehearsed(self) -> None:
        """The run is over, and the next one within the hour takes what this one had."""
        self._begun(time.time() + HOUR)

    def finished(self) -> None:
        """The run is over: the next one asks for everything anew, and what this one did not ask for goes."""
        with suppress(sqlite3.Error), self._db:
            self._db.execute("DELETE FROM run")
            self._db.execute("DELETE FROM answers WHERE at < ?", (self._started,))

    def close(self) -> None:
        """Let go of the file."""
        with suppress(sqlite3.Error), self._db:
            self._db.executemany("DELETE FROM answers WHERE address = ?", self._forgotten)
        self._db.close()


def _digest(row: tuple[object, ...]) -> bytes:
    """What shows that an answer is as it was kept."""
    *words, body = row
    return hashlib.blake2b(repr(words).encode() + bytes(body if isinstance(body, bytes) else b"")).digest()


def _opened(file: Path | None) -> sqlite3.Connection:
    """The database in a file. A damaged one is begun anew; where none can be, it is a temporary one."""
    for _ in range(2):
        db = None
        try:
            if file:
                file.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(file or "", timeout=2)
            db.execute("PRAGMA synchronous = OFF")
            db.executescript(_TABLES)
            db.execute("UPDATE run SET started = started, until = until")
            db.commit()
            if len(db.execute("SELECT * FROM answers LIMIT 0").description) == 9:
                return db
            is_damaged = True
        except (sqlite3.Error, OSError) as error:
            is_damaged = getattr(error, "sqlite_errorcode", 0) & 0xFF not in _IN_USE
        if db:
            db.close()
        if file and is_damaged:
            with suppress(OSError):
                file.unlink()
    return _opened(None)
