"""What became of links to other websites, in words, at each place where an address stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from rolecall.language import in_words
from rolecall.load import Loaded
from rolecall.model import LinkException
from rolecall.outside.addresses import Stands
from rolecall.outside.answers import Answer, Verdict
from rolecall.outside.remembered import LastTime
from rolecall.places import Problem

EXCEPTIONS = "link-exceptions"
"""The shared file with the links that are left alone."""

LONGEST = timedelta(days=366)
"""For so long an exception may hold."""

_LOOK = "Open it in a browser."
_LEAVE = f"{_LOOK} If it works, write it into content/{EXCEPTIONS}.yml, with a reason and a day."
_DELETE = "Write the new address, or delete the link."


def note_of(address: str, last: LastTime, stands: Stands, today: date) -> Problem:
    """What is wrong with a link where it stands. `last` says that it does not work as it is."""
    sentence, fix = _WORDS[last.answer.verdict](_shown(address), last.answer)
    if stands.place.is_shipped:
        fix = "It comes with Rolecall, so you need not do anything. A newer Rolecall may know more."
    if last.day != today:
        fix += f" The link was opened on {in_words(last.day)}."
    return Problem(stands.place, sentence, fix, stands.pcn, kind="address")


def _shown(address: str) -> str:
    return f'"{address}"' if len(address) <= 200 else f'"{address[:199]}…"'


def _status(answer: Answer) -> str:
    """A status of HTTP with its name, after a sentence."""
    if not answer.status:
        return ""
    names = {status.value: status.phrase for status in HTTPStatus}
    words = f"{answer.status} {names.get(answer.status, '')}".strip()
    return f" ({words})"


def _moved(address: str, answer: Answer) -> tuple[str, str]:
    if urlsplit(answer.to).path in ("", "/") and urlsplit(address.strip('"')).path not in ("", "/"):
        sentence = f"{address} now leads to the front page of a website, so the page itself may be gone"
        return sentence, f"{_LOOK} Look for the page from there. {_DELETE}"
    return f"{address} has moved for good", f"Write {answer.to[:300]} here."


_WORDS: dict[Verdict, Callable[[str, Answer], tuple[str, str]]] = {
    "moved": _moved,
    "part": lambda address, answer: (
        f"{address} has no part of this name: the words after the #",
        f"{_LOOK} Delete the # and what follows, or write the name of the right part.",
    ),
    "gone": lambda address, answer: (f"{address} is gone{_status(answer)}", f"{_LOOK} {_DELETE}"),
    "nobody": lambda address, answer: (
        f"there is no website with the name in {address}",
        f"Look for a slip in its name. {_DELETE}",
    ),
    "refused": lambda address, answer: (
        f"{address} lets no programs in{_status(answer)}, so it may work or not",
        _LEAVE,
    ),
    "often": lambda address, answer: (
        f"{address} was asked too often{_status(answer)}, so it may work or not",
        f"Try again tomorrow. {_LEAVE}",
    ),
    "slow": lambda address, answer: (
        f"{address} was too slow to answer, 3 times",
        f"{_LOOK} If you wait long too, look for another page on it.",
    ),
    "silent": lambda address, answer: (
        f"{address} did not answer, 3 times",
        f"{_LOOK} If it does not open there either, look for another page, or delete the link.",
    ),
    "fault": lambda address, answer: (
        f"{address} has a fault of its own{_status(answer)}, 3 times",
        "Wait a few days. If it stays, tell the people who run that website, or delete the link.",
    ),
    "insecure": lambda address, answer: (
        f"{address} has a certificate that browsers may not trust",
        f"{_LOOK} If you are warned, tell the people who run it. Delete the link until it is put right.",
    ),
    "circle": lambda address, answer: (
        f"{address} leads round in a circle, and never to a page",
        f"{_LOOK} {_DELETE}",
    ),
}
"""The sentence and the fix for each verdict but that of a link that works."""


def counts(exception: LinkException, today: date) -> bool:
    """Whether an exception holds on a day."""
    return today <= exception.until <= today + LONGEST


def covers(exception: LinkException, address: str) -> bool:
    """Whether an exception is about an address."""
    named = exception.address
    return address.startswith(named) if named.endswith("/") else address == named


def exceptions_told(exceptions: tuple[LinkException, ...], loaded: Loaded, today: date) -> Iterator[Problem]:
    """The exceptions that do not hold: those that have ended, and those that would hold too long."""
    for at, exception in enumerate(exceptions):
        if counts(exception, today):
            continue
        place = loaded.shared[EXCEPTIONS].at("exceptions", at, "until")
        if exception.until < today:
            sentence = f"this exception ended on {in_words(exception.until)}, so the link is opened again"
            fix = "Open it in a browser. Then write a new day, or delete the exception."
            yield Problem(place, sentence, fix, kind="expired")
        else:
            sentence = "this exception ends in more than a year, so it does not count"
            fix = f"Write a day up to {in_words(today + LONGEST)}."
            yield Problem(place, sentence, fix, kind="wrong")
