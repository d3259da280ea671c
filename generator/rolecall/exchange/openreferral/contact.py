"""How to get in touch with a service: numbers, mailboxes and websites of teams. Named staff are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rolecall.exchange.incoming.cleaning import (
    emails,
    is_desk,
    is_person,
    is_personal,
    line,
    phones,
    web_address,
    without_names,
    without_people,
)
from rolecall.exchange.incoming.entry import Finding
from rolecall.exchange.openreferral.part import Part
from rolecall.meanings import folded

_VOICE = ("", "voice", "phone", "landline", "mobile", "cell", "telephone", "main", "primary", "office")
_LABEL = 100
"""Letters that what stands beside a number has, where it may be a name alone."""
_LEFT_OUT = "The name of a person was left out. The site names nobody who works for a service."
_MAILBOX = "This mailbox may be a person's, and was left out. The site has those of teams alone."


def people(top: Part, known: Sequence[str]) -> list[str]:
    """The names of persons in a record, to know their mailboxes by. What is `known` is no person."""
    names = (
        line(part.value.get("name") or "", "").value for part in _contacts(top) if _is_text(part.value.get("name"))
    )
    found = [name for name in names if is_person(name) and not _is_of(name, known)]
    return [*dict.fromkeys([*found, *_at_addresses(top)])]


def _at_addresses(top: Part) -> Iterator[str]:
    """To whom letters go: the field of HSDS for that holds a person's name more often than not."""
    places = top.parts("service_at_locations", "locations")
    for at in [top, *places, *(place.part("location") for place in places)]:
        for address in at.parts("addresses", "physical_addresses"):
            named = address.value.get("attention")
            if isinstance(named, str) and is_person(text := line(named, "").value):
                yield text


def _is_of(name: str, known: Sequence[str]) -> bool:
    """Whether a contact is only called as the service, or as who runs it."""
    return any(folded(name) and folded(name) in folded(other) for other in known)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _contacts(top: Part) -> list[Part]:
    found = top.parts("contacts", "contact")
    for at in top.parts("service_at_locations"):
        found += [*at.parts("contacts"), *at.part("location").parts("contacts")]
    return found + top.part("organization", "organisation").parts("contacts")


def contact(top: Part, *, known: Sequence[str], persons: Sequence[str]) -> dict[str, Any]:
    """How to get in touch, as `ServiceContact` has it."""
    contacts = top.parts("contacts", "contact")
    places = top.parts("service_at_locations", "locations")
    parts = [*_of_places(places, "contacts")]
    numbers = [*_numbers(top.parts("phones", "phone"))]
    numbers += _plain_numbers(top)
    found = mailboxes(top, "email", known=known, persons=persons)
    website = at_top = _website(top)
    for part in [*contacts, *parts]:
        label = _label(part, known)
        its_own = [*_numbers(part.parts("phones")), *_plain_numbers(part)]
        if label and all(number["text"] for number in its_own):
            part.leave("name", "title")
        numbers += [{**number, "text": number["text"] or label} for number in its_own]
        found += mailboxes(part, "email", known=known, persons=persons)
        website = website or _website(part)
    numbers += _numbers(_of_places(places, "phones"))
    if not at_top:
        found += _mailbox_as_website(top, known, persons)
    others = [*dict.fromkeys(filter(None, found))][1:]
    if others:
        sentence = "A service has 1 email address on the site. The others were left out."
        top.reading.say(Finding("emails-left-out", "email", sentence, ", ".join(others)))
    return {
        "email": next(filter(None, found), ""),
        "website": website,
        "phones": [*_once(numbers)],
    }


def _website(part: Part) -> str:
    """The first address among fields for one. What the others say is told with the rest."""
    return next(filter(None, (part.clean(web_address, field) for field in ("url", "website"))), "")


def _of_places(places: Iterable[Part], name: str) -> list[Part]:
    return [part for at in places for part in (*at.parts(name), *at.part("location").parts(name))]


def _once(numbers: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Numbers, each once, with the first text that one of them has."""
    texts: dict[str, str] = {}
    for number in numbers:
        texts[number["number"]] = texts.get(number["number"]) or number.get("text", "")
    for number_, text in texts.items():
        yield {"number": number_, "text": text} if text else {"number": number_}


def _label(part: Part, known: Sequence[str]) -> str:
    """What a contact is called, if it is a desk. What a person is called is left out, and so is their title."""
    name, path = part.text("name")
    title, _ = part.text("title")
    label = line(name, path).value
    role = line(title, path).value
    if is_desk(label or role, known) and is_desk(role or label, known):
        part.reading.say(*line(name, path).findings)
        return ", ".join(filter(None, ["" if _is_of(label, known) else label, role]))
    if label or title:
        for field in ("name", "title", "department"):
            if part.text(field)[0]:
                part.reading.say(Finding("person-left-out", part.path_of(field), _LEFT_OUT))
    return ""


def _numbers(parts: Iterable[Part]) -> Iterator[dict[str, str]]:
    for part in parts:
        kind = part.text("type")[0].casefold()
        if kind.startswith(("fax", "facsimile")):
            part.leave("type")
            continue
        text, path = part.text("number", "phone", "telephone", "phone_number")
        extension = part.text("extension")[0]
        cleaned = phones(f"{text} ext {extension}" if extension else text, path)
        part.reading.say(*cleaned.findings)
        described, done = without_people(part.clean(line, "description"), part.path_of("description"))
        part.reading.say(*done)
        if len(described) <= _LABEL and (unnamed := without_names(described)) != described:
            part.reading.say(Finding("person-left-out", part.path_of("description"), _LEFT_OUT))
            described = unnamed
        if not cleaned.value and described:
            part.leave("description")
        if kind not in _VOICE and described:
            part.leave("type")
        elif kind not in _VOICE:
            described = line(kind.capitalize(), "").value
        for number in cleaned.value:
            yield {"number": number.number, "text": ", ".join(filter(None, [number.text, described]))}


def _plain_numbers(part: Part) -> list[dict[str, str]]:
    """Numbers that stand in a field of their own."""
    found = []
    for name in ("phone", "telephone", "phone_number", "mobile", "tel", "phones"):
        cleaned = part.clean(phones, name)
        found += [{"number": number.number, "text": number.text} for number in cleaned]
    return found


def mailboxes(part: Part, name: str, *, known: Sequence[str], persons: Sequence[str]) -> list[str]:
    """The mailboxes of a field, but for those that may be a person's."""
    text, path = part.text(name)
    cleaned = emails(text, path)
    kept = [email for email in cleaned.value if not is_personal(email, known, persons)]
    if len(kept) < len(cleaned.value):
        part.reading.say(Finding("personal-email-left-out", path, _MAILBOX))
    else:
        part.reading.say(*cleaned.findings)
    return kept


def _mailbox_as_website(top: Part, known: Sequence[str], persons: Sequence[str]) -> list[str]:
    """Mailboxes that stand where a website was asked for."""
    found, _ = top.find("url", "website")
    return mailboxes(top, "url", known=known, persons=persons) if isinstance(found, str) and "@" in found else []
