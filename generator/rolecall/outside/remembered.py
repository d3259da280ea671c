"""What links to other websites answered when they were last opened on this computer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

from rolecall.outside.answers import Answer, Verdict
from rolecall.writing import NotWritten, write_all

FILE = ".rolecall/links.json"

_VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

COUNTS_FOR = timedelta(days=7)
"""For so long a link that worked is not opened again, and one that did not is told of without opening it."""


@dataclass(frozen=True, slots=True)
class LastTime:
    """What became of a link when it was last opened, and the day."""

    answer: Answer
    day: date


def remembered(root: Path, today: date) -> dict[str, LastTime]:
    """The links that were opened in the last days, by address. None where the file cannot be read."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, StopIteration):
        held = json.loads((root / FILE).read_text(encoding="utf-8"))
        links = {str(address): _last_time(entry) for address, entry in held.items()}
        return {address: link for address, link in links.items() if today - COUNTS_FOR < link.day <= today}
    return {}


def last_opened(root: Path) -> int:
    """The moment when links were last opened here. 0 where they never were."""
    with suppress(OSError):
        return (root / FILE).stat().st_mtime_ns
    return 0


def _last_time(entry: Mapping[str, object]) -> LastTime:
    verdict = next(known for known in _VERDICTS if known == entry["verdict"])
    status, to = int(str(entry.get("status", 0))), str(entry.get("to", ""))
    return LastTime(Answer(verdict, status, to), date.fromisoformat(str(entry["day"])))


def keep(root: Path, links: Mapping[str, LastTime]) -> None:
    """Write down these links and no others. Where that cannot be, they are opened again next time."""
    entries = {
        address: {
            "verdict": link.answer.verdict,
            **({"status": link.answer.status} if link.answer.status else {}),
            **({"to": link.answer.to} if link.answer.to else {}),
            "day": link.day.isoformat(),
        }
        for address, link in sorted(links.items())
    }
    with suppress(NotWritten):
        write_all({root / FILE: (json.dumps(entries, indent=1, ensure_ascii=False) + "\n").encode()})
