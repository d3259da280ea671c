"""Emails as they were saved: whatever the program, the format and the letters, what is needed of each to judge it.

Nobody's name is kept. Headers are read as they come, since many are not as the standard says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from zoneinfo import ZoneInfo

from rolecall.exchange.checks.draft import MARK
from rolecall.exchange.checks.page_text import page_text
from rolecall.exchange.checks.reference import Reference, references_in

LARGEST = 25_000_000
"""Bytes of an email. Most programs send none that is larger."""

DEEPEST = 4
"""Emails within emails, each forwarded as an attachment of the next."""

_LONGEST_HEADER = 2_000
_LONGEST_TEXT = 200_000
_MOST_PARTS = 200
_DEEPEST_PART = 20

_AUTOMATIC = re.compile(
    r"\s*(re:\s*)?(automatic reply|auto[- ]?reply|auto[- ]?response|automatische antwort|out of (the )?office|"
    r"autosvar|réponse automatique)\b",
    re.IGNORECASE,
)
_NOT_DELIVERED = re.compile(
    r"\s*(undeliver(able|ed)|delivery (status notification|has failed|failure)|mail delivery (failed|failure|system)|"
    r"returned mail|failure notice|delivery delayed)\b",
    re.IGNORECASE,
)
_OF_A_LETTER = ("text/rfc822-headers", "text/rfc822-header")
_MACHINES = ("mailer-daemon", "postmaster")
_HARMLESS = {
    "message/rfc822", "text/calendar", "text/vcard", "text/x-vcard", "application/pkcs7-signature",
    "application/x-pkcs7-signature", "application/pgp-signature", "application/ms-tnef",
}  # fmt: skip
"""Attachments that programs add, and no person."""


@dataclass(frozen=True, slots=True)
class Mail:
    """An email, with what counts in an answer."""

    sender: str
    """The address that it says it is from, in small letters. Empty where it names none, or several."""
    subject: str
    day: date | None
    """The day in England on which it was sent. None where it does not say."""
    text: str
    """What a person reads in it. Lines that quote begin with >."""
    references: tuple[Reference, ...]
    """The codes in its subject, else in what a person reads, else in the letter that did not arrive."""
    is_ours: bool
    """Whether it is a letter that we wrote."""
    is_automatic: bool
    """Whether a program wrote it: somebody is away, or it is a receipt."""
    is_returned: bool
    """Whether it says that a letter did not arrive."""
    doubt: str
    """Why a person has to look at it, whatever its words say. Empty where nothing is odd."""


def mails(data: bytes) -> Iterator[Mail]:
    """The emails in the bytes of a saved one: itself, or those that were forwarded with it as attachments."""
    yield from _mails(message_from_bytes(data), 0)


def _mails(message: Message, depth: int) -> Iterator[Mail]:
    outer = _mail(message)
    forwarded = [] if outer.is_returned or depth == DEEPEST else [*_attached(message)]
    inner = [mail for attached in forwarded for mail in _mails(attached, depth + 1)]
    answers = [mail for mail in inner if not mail.is_ours]
    # Some programs attach the letter that they answer. It is ours, and the answer is around it.
    yield from answers or [outer]


def _attached(message: Message) -> Iterator[Message]:
    for part in _parts(message):
        if part.get_content_type() == "message/rfc822":
            payload = part.get_payload()
            yield from (inner for inner in (payload if isinstance(payload, list) else []) if isinstance(inner, Message))


def _parts(message: Message) -> Iterator[Message]:
    """The parts of an email, without those of emails that are attached to it."""
    waiting, seen = [message], 0
    while waiting and seen < _MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        yield part
        payload = part.get_payload() if part.is_multipart() and part.get_content_maintype() == "multipart" else []
        waiting[:0] = [inner for inner in payload if isinstance(inner, Message)]


def _mail(message: Message) -> Mail:
    subject, sender = header(message, "Subject"), _sender(message)
    text, doubt = _text(message)
    machine = sender.partition("@")[0] in _MACHINES
    is_report = message.get_content_type() == "multipart/report"
    is_receipt = "disposition-notification" in header(message, "Content-Type").casefold()
    is_returned = not is_receipt and (
        is_report or machine or bool(_NOT_DELIVERED.match(subject)) or bool(header(message, "X-Failed-Recipients"))
    )
    auto = header(message, "Auto-Submitted").casefold().partition(";")[0].strip()
    is_automatic = (
        auto not in ("", "no")
        or any(header(message, name) for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply"))
        or header(message, "Precedence").casefold() in ("auto_reply", "auto-reply")
        or header(message, "Return-Path").replace(" ", "") == "<>"
        or bool(_AUTOMATIC.match(subject))
        or is_receipt
    )
    if re.search(r"\bdmarc=fail\b", header(message, "Authentication-Results"), re.IGNORECASE):
        doubt = "the mail server doubts who sent it"
    return Mail(
        sender=sender,
        subject=subject,
        day=_day(header(message, "Date")),
        text=text,
        references=tuple(
            references_in(subject) or references_in(text) or (references_in(_returned(message)) if is_returned else ())
        ),
        is_ours=bool(header(message, MARK)),
        is_automatic=is_automatic and not is_returned,
        is_returned=is_returned,
        doubt=doubt,
    )


def _returned(message: Message) -> str:
    """What a report has of the letter that did not arrive."""
    headers = [header(attached, name) for attached in _attached(message) for name in (MARK, "Subject")]
    parts = [_decoded(part) for part in _parts(message) if part.get_content_type() in _OF_A_LETTER]
    return " ".join((*headers, *parts))


def header(message: Message, name: str) -> str:
    """A header as text on one line, whatever is in it. Empty where it is not there."""
    raw = message.get(name)
    if raw is None:
        return ""
    text = str(raw)[:_LONGEST_HEADER]
    try:
        text = str(make_header(decode_header(text)))
    except Exception:  # An unknown encoding, or one that its text is not in: each has an error of its own.
        pass
    return " ".join(text.split())


def _sender(message: Message) -> str:
    raw = [str(value)[:_LONGEST_HEADER] for value in message.get_all("From", [])]
    try:
        found = {address.strip().casefold() for _, address in getaddresses(raw) if "@" in address}
    except Exception:  # The library reads what the standard never meant.
        return ""
    return found.pop() if len(found) == 1 and len(raw) == 1 else ""


def _day(text: str) -> date | None:
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.astimezone(ZoneInfo("Europe/London")).date()
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def _text(message: Message) -> tuple[str, str]:
    """What a person reads in an email, and why its words may not be all of it."""
    texts: list[str] = []
    doubt = ""
    for part in _shown(message):
        kind, name = part.get_content_type(), part.get_filename(failobj="")
        is_attached = part.get_content_disposition() == "attachment" or (bool(name) and not kind.startswith("image/"))
        if kind == "text/plain" and not is_attached:
            texts.append(_decoded(part))
        elif kind == "text/html" and not is_attached:
            texts.append(page_text(_decoded(part)).text)
        elif kind not in _HARMLESS and not (kind.startswith("image/") and _is_within(part)):
            doubt = "something is attached to it"
    pages = (_decoded(part) for part in _parts(message) if part.get_content_type() == "text/html")
    if any(page_text(page).has_struck for page in pages):
        doubt = "words in it are crossed out"
    return "\n".join(texts)[:_LONGEST_TEXT], doubt


def _is_within(picture: Message) -> bool:
    """Whether a picture stands among the words, as a logo does."""
    return bool(picture.get("Content-ID")) or picture.get_content_disposition() == "inline"


def _shown(message: Message, depth: int = 0) -> Iterator[Message]:
    """The parts that a person sees: where the same is there as text and as HTML, the text."""
    if message.get_content_maintype() != "multipart":
        yield message
        return
    payload = message.get_payload()
    inside = [part for part in (payload if isinstance(payload, list) else []) if isinstance(part, Message)]
    found = [part for inner in inside for part in (_shown(inner, depth + 1) if depth < _DEEPEST_PART else (inner,))]
    has_text = any(part.get_content_type() == "text/plain" and _decoded(part).strip() for part in found)
    is_choice = message.get_content_subtype() == "alternative" and has_text
    yield from (part for part in found if not (is_choice and part.get_content_type() == "text/html"))


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload[: 4 * _LONGEST_TEXT] if isinstance(payload, bytes) else b""
    for encoding in (str(part.get_content_charset() or "utf-8"), "utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except (LookupError, ValueError):  # an encoding that nobody knows, or another than it says
            continue
    return data.decode("latin-1")


def sent_on(mail: Mail, *, saved: date, today: date) -> date:
    """The day of an answer: when it was sent, else when it was saved. Neither can be later than today."""
    return next((day for day in (mail.day, saved) if day and day <= today), today)


def saved_on(seconds: float) -> date:
    """The day in England of a file's clock."""
    return datetime.fromtimestamp(seconds, ZoneInfo("Europe/London")).date()
