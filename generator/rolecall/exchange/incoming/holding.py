"""Which entries do not come in, and why: no name, a trial, a place that is to stay secret, no way to get in touch.

A refuge is held back as a whole: who runs it decides what of it may be known. A helpline whose address is to stay
secret comes in without its address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rolecall.exchange.incoming.cleaning import cut
from rolecall.exchange.incoming.entry import Finding
from rolecall.exchange.incoming.leaves import texts_in

_TRIAL = {"test", "testing", "tests", "dummy", "sample", "example", "demo", "trial"}
_BESIDE_TRIAL = {
    "this", "is", "a", "only", "service", "services", "record", "entry", "listing", "data", "page", "organisation",
    "organization", "provider", "please", "ignore", "do", "not", "use", "delete", "for", "the", "new", "my", "name",
}  # fmt: skip
_NO_NAME = re.compile(
    r"(?i)\W*(?:x{3,}|z{3,}|a{3,}|asdf\w*|qwerty\w*|foo|foobar|blah|tbc|tba|untitled|n/a|none|null)\W*\d*"
)
_NOT_TO_USE = re.compile(
    r"(?i)\b(?:do not use|please ignore|ignore this|delete me|please delete|to be deleted|not a real service"
    r"|lorem ipsum)\b"
)
_TRIAL_TEXT = re.compile(r"(?i)\W*(?:test(?:ing)?(?: test)*|dummy(?: text| data)?|x{3,}|asdf\w*)\W*|\W*lorem ipsum\b.*")
_SAYS_SO = re.compile(r"(?i)\bthis is (?:only |just )?a (?:test|dummy) (?:service|record|entry|listing)\b")

_SECRET = re.compile(
    r"(?i)(?=[acdhlsuvw])(?:\b(?:confidential|secret|undisclosed|hidden) (?:address|location|venue|premises|site)\b"
    r"|\b(?:address|location|venue|whereabouts)\W{0,3}(?:(?:is|are|will be|must be|to be|being)\W{1,3})?"
    r"(?:kept |remains? )?(?:strictly )?(?:confidential|withheld|secret|undisclosed|not disclosed|not published"
    r"|not to be (?:published|shared))\b"
    r"|\bdo not (?:publish|share|disclose|give out|show) (?:the |this |our )?(?:address|location)\b)"
)
"""As in `_ABUSE`, the letters with which it begins are looked for at once: each service is searched for both."""
_SECRET_NAME = re.compile(
    r"(?i)\W*(?:strictly )?(?:confidential|undisclosed|withheld|secret|not disclosed|not published|private)"
    r"(?: (?:address|location|venue))?\W*"
)
_ABUSE = re.compile(
    r"(?i)(?=[adfhtv])\b(?:domestic|abus\w*|violen\w*|flee\w*|traffick\w*|honou?r[- ]based|forced marriage)\b"
)
_REFUGE_NAME = re.compile(r"(?i)\brefuges?\b|\bsafe ?houses?\b|\bwomen'?s'? shelters?\b")
_REFUGE_TEXT = re.compile(
    r"(?i)\b(?:our|run|runs|provides?|offers?|is) (?:a |an |the )?(?:\w+ ){0,3}refuges?\b|\bsafe ?houses?\b"
    r"|\brefuge (?:accommodation|provision|service)\b"
    r"|\b(?:safe|secure)(?:,? (?:and|or)? ?\w+)? (?:accommodation|housing)\b"
    r"|\b(?:emergency|temporary) accommodation for (?:women|men|people|families|anyone|those|survivors|victims)\b"
    r"[^.\n]{0,60}\b(?:flee|escap|abuse|violen)\w*"
)
_NAMES_REFUGES = re.compile(r"(?i)\brefuges?\b")
_OTHER_REFUGE = re.compile(r"(?i)\b(?:wildlife|animal|bird|donkey|horse|cat|dog|mountain|bat|hedgehog)\b")
_LINE = re.compile(
    r"(?i)\b(?:help ?lines?|help ?desk|advice line|phone line|telephone (?:line|support|service)|support line"
    r"|info(?:rmation)? line)\b"
)
_ADDRESS_IN_TEXT = re.compile(
    r"\b\d{1,4}[a-zA-Z]?,? (?:[A-Z][\w'’]{1,30} ){1,4}(?i:street|st|road|rd|lane|ln|avenue|ave|close|drive|court"
    r"|gardens|terrace|place|crescent|way|square|grove|row|hill|walk|mews|green|park)\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
)
"""A street with its number, or a postcode."""
_WHERE = ("address", "address_2", "postcode", "lat", "uprn")


@dataclass(frozen=True, slots=True)
class Held:
    """Fields without what is to stay secret, what was left out of them, and why the entry does not come in, if so."""

    fields: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()
    reasons: tuple[Finding, ...] = ()


def held(fields: Mapping[str, Any]) -> Held:
    """What holds an entry back, by its fields."""
    name, text = str(fields.get("name") or ""), str(fields.get("description") or "")
    if not re.search(r"\w", name):
        return Held(fields, (), (Finding("no-name", "name", "It has no name."),))
    if _is_trial(name, text):
        return Held(
            fields, (), (Finding("test-record", "name", "It looks like a trial and not like a service.", cut(name)),)
        )
    if fields.get("status") == "closed":
        return Held(fields, (), (Finding("closed", "status", "It has closed.", cut(name)),))
    known = _without_names_of_none(fields)
    kept, findings, secret = _without_secrets(known, name, text)
    if known is not fields:
        sentence = "A place of which only is said that it is secret was left out."
        names = [str(place["name"]) for place in fields["where"] if place not in known["where"]]
        findings = (Finding("address-left-out", "where", sentence, cut(", ".join(names))), *findings)
    if secret:
        return Held(fields, (), (secret,))
    if not _can_be_reached(kept):
        sentence = "There is no way to get in touch: no phone number, email, website, or place with a time."
        return Held(kept, findings, (Finding("no-contact", "contact", sentence, cut(name)),))
    return Held(kept, findings)


def _is_trial(name: str, text: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", name.casefold())
    is_made_of_such = bool({*words} & _TRIAL) and {*words} <= _TRIAL | _BESIDE_TRIAL
    if is_made_of_such or _NO_NAME.fullmatch(name) or _NOT_TO_USE.search(name):
        return True
    return bool(_TRIAL_TEXT.fullmatch(text.replace("\n", " ")) or _SAYS_SO.search(f"{name}\n{text}"))


def _without_names_of_none(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Fields without places of which there is only the word that they are secret."""
    where = [
        place
        for place in fields.get("where") or ()
        if any(place.get(key) for key in _WHERE) or not _SECRET_NAME.fullmatch(str(place.get("name", "")))
    ]
    return {**fields, "where": where} if len(where) < len(fields.get("where") or ()) else fields


def _without_secrets(
    fields: Mapping[str, Any], name: str, text: str
) -> tuple[Mapping[str, Any], tuple[Finding, ...], Finding | None]:
    """Fields without an address that is to stay secret, or why that is not enough."""
    every = "\n".join(texts_in({key: value for key, value in fields.items() if key != "source"}))
    has_secret = bool(_SECRET.search(every)) or any(
        _SECRET_NAME.fullmatch(str(place.get("name", ""))) for place in fields.get("where") or ()
    )
    is_refuge = bool(_REFUGE_NAME.search(name)) and not _OTHER_REFUGE.search(name)
    is_about_abuse = bool(_ABUSE.search(f"{name} {text}"))
    is_about_refuge = is_about_abuse and bool(_REFUGE_TEXT.search(text))
    names_refuges = is_about_abuse and bool(_NAMES_REFUGES.search(text))
    tells_where = bool(_ADDRESS_IN_TEXT.search(text))
    has_place = tells_where or any(place.get(key) for place in fields.get("where") or () for key in _WHERE)
    if not (has_secret or is_refuge or (has_place and (is_about_refuge or names_refuges))):
        return fields, (), None
    has_phone = bool((fields.get("contact") or {}).get("phones"))
    is_line = bool(_LINE.search(name)) or (not has_secret and (not is_about_refuge or bool(_LINE.search(text))))
    if is_line and has_phone and not is_refuge and not tells_where:
        kept = {key: value for key, value in fields.items() if key not in ("where", "extra")}
        kept["when"] = [{key: value for key, value in when.items() if key != "at"} for when in fields.get("when") or ()]
        sentence = "Its address may have to stay secret, and was left out. Its phone number was kept."
        return kept, (Finding("address-left-out", "where", sentence),), None
    if is_refuge or is_about_refuge:
        sentence = "It may be a refuge. Ask who runs it what may be said of it."
        return fields, (), Finding("refuge", "", sentence, cut(name))
    sentence = "Its address is to stay secret. Ask who runs it what may be said of it."
    return fields, (), Finding("confidential-address", "", sentence, cut(name))


def _can_be_reached(fields: Mapping[str, Any]) -> bool:
    contact, runs = fields.get("contact") or {}, fields.get("organisation") or {}
    if any(contact.get(key) for key in ("phones", "email", "website")) or runs.get("website") or runs.get("email"):
        return True
    has_place = any(place.get("address") or place.get("postcode") for place in fields.get("where") or ())
    return bool(has_place and fields.get("when"))
