"""A place that somebody wrote into 1 cell, "Hall, 5 Mill Street, BS1 1AE", as name, street, town and postcode. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

_POSTCODE = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Za-z]*\s?[A-Za-z]*[0-9])"
    r"([A-Za-z]{1,2}[0-9OoIl][A-Za-z0-9]?\s*[0-9OoIl][A-Za-z]{2})(?![A-Za-z0-9])",
    re.ASCII,
)
"""What may be a postcode, slips of O for 0 and I for 1 among them. Without any digit it is a word, as Boots is."""

_STREETS = (
    "street st road rd lane ln avenue ave close drive dr way place square sq terrace crescent cres court gardens grove"
    " row walk parade mews rise hill view broadway embankment boulevard path parkway bypass causeway approach end gate"
)
_STREET = re.compile(
    rf"^(?:(?:(?:unit|flat|suite|room|shop)\s+)?\d+[a-z]?(?:\s*[-–/&]\s*\d+[a-z]?)?,?\s+\S.*"
    rf"|.*\S\s(?:{'|'.join(_STREETS.split())})\.?(?:\s(?:north|south|east|west))?"
    rf"|(?:the\s)?high\s(?:street|st)\.?|broadway)$",
    re.I,
)
_NUMBER = re.compile(r"^\d+[a-z]?(?:\s*[-–/&]\s*\d+[a-z]?)?$", re.I)
_COUNTIES = {
    "avon", "berks", "bucks", "cambs", "cleveland", "cornwall", "county durham", "cumbria", "devon", "dorset",
    "east sussex", "essex", "glos", "gloucs", "greater london", "greater manchester", "hants", "herts", "humberside",
    "isle of wight", "kent", "lancs", "leics", "lincs", "merseyside", "middlesex", "norfolk", "northants",
    "northumberland", "notts", "oxon", "rutland", "salop", "somerset", "staffs", "suffolk", "surrey", "sussex",
    "tyne and wear", "tyne & wear", "west midlands", "west sussex", "wilts", "worcs",
}  # fmt: skip
_VENUE = re.compile(
    r"\b(hall|church|chapel|cent(?:re|er)|room|library|school|college|caf[eé]|club|house|inn|pub|arms|yard|park|surgery"
    r"|hub|hotel|theatre|museum|hospital|clinic|mosque|temple|gurdwara|synagogue|farm|shop|unit|floor|block|estate"
    r"|building|suite|stadium|pavilion|leisure|community|institute|playground|field|allotments?|barn|works|mill)\b",
    re.I,
)
_HOME = re.compile(
    r"^(?:in\s+|at\s+)?(?:(?:your|their|people'?s|clients?'?s?|patients?'?s?|persons?'?s?|service users?'?s?|own|the)"
    r"\s+)+"
    r"homes?(?:\s+visits?)?$|^home[\s-]?(?:visits?|visiting|based)(?:\s+service)?$|^(?:at\s+)?home$",
    re.I,
)
_VIRTUAL = re.compile(
    r"^(?:(?:via|by|on|over|held|virtual(?:ly)?|meetings?|sessions?|group|live|website|online|on-line|zoom|video|call|calls"
    r"|ms|microsoft|teams|webinars?|google|meet|skype|facebook|app|internet|only|the|and|&|link|in)\W*)+$",
    re.I,
)
_SURELY_VIRTUAL = re.compile(r"online|on-line|zoom|virtual|teams|webinar|skype|google\s+meet|video|facebook", re.I)
_PHONE = re.compile(
    r"^(?:(?:by|over|via|on|the|only|phone|telephone|tel|support|service|help\s?line|call|calls|based|line)\W*)+$", re.I
)
_SURELY_PHONE = re.compile(r"phone|tel\b|help\s?line|calls?\b", re.I)


def places_in(text: str) -> tuple[dict[str, Any], ...]:
    """The places that a text tells, by the names of `Where`. Postcodes are as they stand there, to be cleaned."""
    found = [_place(part) for part in _parts(text)]
    return tuple(place for at, place in enumerate(found) if place and place not in found[:at])


def _parts(text: str) -> list[str]:
    """The places of a text, each by itself. An address over several lines is 1."""
    text = text.replace("\xa0", " ").strip()
    codes = [*_POSTCODE.finditer(text)]
    if len(codes) > 1:
        ends = [code.end() for code in codes]
        cuts = [0, *ends[:-1], len(text)]
        parts = [text[start:end] for start, end in pairwise(cuts)]
        return [re.sub(r"^[\s,;/&.)–-]*(?:and\b|or\b)?[\s:]*", "", part) for part in parts]
    parts = [part for part in re.split(r"\s*;\s*|\s+\|\s+", text) if part]
    if len(parts) > 1 and not any(_NUMBER.match(part) for part in parts):
        return parts
    sides = re.split(r"\s+(?:and|&|or|\+)\s+(?:also\s+)?|\s*/\s*|\s*\n\s*|,\s*", text)
    if len(sides) > 1 and any(_kind(side) for side in sides):  # "Mill Hall and online"
        return _by_kind(text)
    return [text]


def _by_kind(text: str) -> list[str]:
    """Where some part is online, by phone or at home, those parts, and the rest as 1 place."""
    parts, rest = [], ""
    for side, joint in re.findall(r"(.+?)(\s+(?:and|&|or|\+)\s+(?:also\s+)?|\s*/\s*|\s*\n\s*|,\s*|$)", text, re.S):
        if _kind(side):
            parts.append(side)
        else:
            rest += side + joint
    rest = re.sub(r"(?:\s+(?:and|&|or|\+)|[\s,/])*\s*$", "", rest).strip()
    return [*([rest] if re.search(r"\w", rest) else []), *parts]


def _kind(text: str) -> str:
    text = text.strip(" .()")
    if _HOME.match(text):
        return "home"
    if _VIRTUAL.match(text) and _SURELY_VIRTUAL.search(text):
        return "virtual"
    return "phone" if _PHONE.match(text) and _SURELY_PHONE.search(text) else ""


def _place(text: str) -> dict[str, Any]:
    words = " ".join(text.split()).strip(" ,;.")
    if not words:
        return {}
    if kind := _kind(words):
        return {"name": words[0].upper() + words[1:], "kind": kind}
    codes = [*_POSTCODE.finditer(text)]
    code = codes[0][1] if codes else ""
    rest = text.replace(code, "\n", 1) if code else text
    lines = [" ".join(part.split()).strip(" .;") for part in re.split(r",|\n", rest)]
    lines = _joined([re.sub(r"^\(\s*\)$|^[-–:]$", "", line) for line in lines])
    place = _address(lines)
    if not place and code:
        place = {"name": code.upper()}
    return {**place, **({"postcode": code} if code and place else {})}


def _joined(lines: Sequence[str]) -> list[str]:
    """Parts without empty ones, a number by itself with the street behind it: `5, Mill Street`."""
    found: list[str] = []
    for line in filter(None, lines):
        if found and _NUMBER.match(found[-1]):
            found[-1] += f" {line}"
        else:
            found.append(line)
    return found


def _address(lines: list[str]) -> dict[str, Any]:
    """Parts of an address as fields. What is not certain stays with the name or the street."""
    if not lines:
        return {}
    end: dict[str, Any] = {}
    rest = [*lines]
    if len(rest) > 1 and (rest[-1].lower() in _COUNTIES or re.fullmatch(r"[A-Za-z]+shire", rest[-1])):
        end["county"] = rest.pop()
    at = next((at for at, line in enumerate(rest) if _STREET.match(line)), None)
    if at is None:
        if len(rest) > 1 and _is_town(rest[-1]):
            end = {"town": rest.pop(), **end}
        name, *more = rest
        # "Unit 3, Old Yard": neither is a street.
        return {"name": ", ".join([name, *more]), **end}
    before, street, after = rest[:at], rest[at], rest[at + 1 :]
    if after and _is_town(after[-1]):
        end = {"town": after.pop(), **end}
    second = {"address_2": ", ".join(after)} if after else {}
    if not before:
        return {"name": street, **second, **end}
    return {"name": ", ".join(before), "address": street, **second, **end}


def _is_town(text: str) -> bool:
    return not re.search(r"\d", text) and len(text.split()) <= 4 and not _VENUE.search(text) and text[:1].isupper()
