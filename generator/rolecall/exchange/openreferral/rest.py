"""What a record says that has no field here: kept under `extra`, cleaned, but for what is private or says nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from rolecall.exchange.incoming.cleaning import (
    cut,
    emails,
    is_desk,
    is_personal,
    line,
    says_nothing,
    web_address,
    without_people,
    words,
)
from rolecall.exchange.incoming.entry import Finding
from rolecall.exchange.openreferral.part import Reading, bare, leaves

MOST = 40
"""Entries under `extra` that a service may have."""

_ID = re.compile(r"(?:^|[._])(?:uu|gu)?id$|[a-z]I[dD]$")
_TECHNICAL = re.compile(
    r"linktype|linkentity|slug|level|sortorder|version|hash|checksum|etag|index|position|created(?:at|on)?|datecreated"
    r"|datemodified|updated(?:at|on)?|modified(?:at|on)?|lastmodified|resourcetype|lastactiondate|lastactiontype|extent"
    r"|extenttype|logo|images?|photo|icon"
)
_CAMEL = re.compile(r"[A-Z]\w*|[a-z]+(?:[A-Z][a-z0-9]*)+")
_CONTACT = re.compile(r"(?:^|\.)contacts?(?:\.\d+)?\.\w+$")
_USUAL = {"audienceType"}
_OF_A_PERSON = ("name", "title", "email", "department", "address", "address1", "address2", "postcode", "postalcode")
_PRIVATE = re.compile(
    r"assur(?:edby|er\w*)|\w*(?:updated|created|modified|edited|approved|reviewed|checked|verified|owned|submitted)by\w*|"
    r"editor\w*|author\w*|owner\w*|user(?:name|s)?|attention|contactname|contactperson|firstname|lastname|surname|forename|"
    r"personname|staff\w*|managername|coordinatorname|internal\w*|private\w*|admin(?:notes?|comments?|email)\w*|password|"
    r"(?:full|person|contact|key|lead|named|staff|worker)name|(?:key|named|main|lead|primary)?(?:contact)?person|keycontact"
    r"|(?:group|team|project|service|club|session)?(?:leaders?|leads?|managers?|organisers?|organizers?|coordinators?"
    r"|facilitators?|secretary|chair(?:man|woman|person)?|treasurer|trustees?|volunteers?|tutors?|instructors?|hosts?)"
    r"|home(?:address|phone|number|email|postcode)|(?:staff|office)?(?:notes?|comments?|remarks?|memo|history|changelog)"
    r"|\w*(?:keysafe|(?:door|entry|gate|alarm|access|lock|key)(?:code|pin|combination))\w*|"
    r"dob|dateofbirth|gender|previousvalue|replacementvalue|token|apikey|secret"
)


def extra(
    value: Mapping[str, Any], reading: Reading, texts_of_it: str, known: Sequence[str], persons: Sequence[str]
) -> dict[str, str]:
    """What nobody took of a record, by what it was called, unless `texts_of_it` have it already."""
    found: dict[str, dict[str, None]] = {}
    for path, text in leaves({**value}, "", reading.taken):
        kept = _kept(path, text, reading, known, persons)
        if kept and (len(kept) < 3 or kept.casefold() not in texts_of_it):
            found.setdefault(_called(path), {})[kept] = None
    if len(found) > MOST:
        sentence = f"There were {len(found)} more values that have no field here. {MOST} of them were kept."
        reading.say(Finding("too-much", "", sentence, cut(", ".join([*found][MOST:]))))
    texts = {}
    for name, parts in [*found.items()][:MOST]:
        cleaned = words("; ".join(parts), name)
        reading.say(*cleaned.findings)
        texts[name] = cleaned.value
    return {name: text for name, text in texts.items() if name and text}


def odd_names(value: Mapping[str, Any]) -> tuple[Finding, ...]:
    """A finding on names of fields that are spelt in a way of their own, where there are some."""
    odd = [line(step, "").value for step in _names({**value}, {}) if _CAMEL.fullmatch(step) and step not in _USUAL]
    sentence = "Names of fields are spelt in a way of their own. They were read all the same."
    return (Finding("odd-field-names", "", sentence, cut(", ".join(odd))),) if odd else ()


def _names(value: Any, found: dict[str, None]) -> dict[str, None]:
    """The names of all fields with something in them, after those that were `found`."""
    if isinstance(value, dict):
        for name, item in value.items():
            if item not in (None, "", [], {}):
                found[name] = None
                if isinstance(item, (dict, list)):
                    _names(item, found)
    elif isinstance(value, list):
        for item in value:
            _names(item, found)
    return found


def _called(path: str) -> str:
    """What a value was called, without its place in lists, as a key of a file."""
    steps = [step for step in path.split(".") if not step.isdigit()]
    return re.sub(r"[<>]", "", line(".".join(steps), "").value)[-80:].strip(" .")


def _kept(path: str, text: str, reading: Reading, known: Sequence[str], persons: Sequence[str]) -> str:
    """A value as it is kept. Empty where it is private, or says nothing to anybody."""
    steps = [bare(step) for step in path.split(".") if not step.isdigit()] or [""]
    if steps[0] == "metadata":
        reading.say(Finding("history-left-out", "metadata", "Who changed what, and when, was left out."))
        return ""
    if any(map(_is_private, steps)) or (
        steps[-1] in _OF_A_PERSON and _CONTACT.search(path) and not is_desk(line(text, path).value, known)
    ):
        kind = "assurer-left-out" if any(step.startswith("assur") for step in steps) else "person-left-out"
        reading.say(Finding(kind, path, "This is about a person, and was left out."))
        return ""
    if _ID.search(path) or _TECHNICAL.fullmatch(steps[-1]):
        return ""
    if says_nothing(text):
        if re.search(r"[^\W\d]", text):
            sentence = "This stands for what nobody filled in, and was left out."
            reading.say(Finding("says-nothing", path, sentence, cut(line(text, path).value)))
        return ""
    cleaned = line(text, path)
    if re.fullmatch(r"\S+@\S+", cleaned.value):
        kept = [email for email in emails(cleaned.value, path).value if not is_personal(email, known, persons)]
        if not kept:
            reading.say(Finding("personal-email-left-out", path, "This mailbox may be a person's, and was left out."))
        return ", ".join(kept)
    reading.say(*cleaned.findings)
    if re.match(r"(?i)(?:https?:|www\.)\S+$", cleaned.value):
        address = web_address(cleaned.value, path)
        reading.say(*address.findings)
        return address.value
    shown = cleaned.value
    shown, done = without_people(shown, path, known, persons)
    reading.say(*(finding for finding in done if finding.kind == "person-left-out"))
    return shown if re.search(r"\w", shown) else ""


@lru_cache(4096)
def _is_private(step: str) -> bool:
    return bool(_PRIVATE.fullmatch(step))
