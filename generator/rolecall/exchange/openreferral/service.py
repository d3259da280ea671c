"""A record of a feed as an entry: HSDS-UK 3.0, core HSDS 3.0 and ORUK 1.0, each as real feeds have it.

Each value of a record is mapped, is under `extra`, or a finding says why it is not, but for ids and the like.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rolecall.exchange.incoming.categories import Crosswalk, guessed
from rolecall.exchange.incoming.cleaning import ages, cut, day, line, name, prose, web_address, without_people, words
from rolecall.exchange.incoming.cleaning.text import description
from rolecall.exchange.incoming.entry import Category, Entry, Finding, is_stale
from rolecall.exchange.incoming.holding import held
from rolecall.exchange.incoming.leaves import texts_in
from rolecall.exchange.incoming.sound import sound
from rolecall.exchange.openreferral.contact import contact, people
from rolecall.exchange.openreferral.cost import cost
from rolecall.exchange.openreferral.feed import Record
from rolecall.exchange.openreferral.from_description import from_description
from rolecall.exchange.openreferral.notices import alert
from rolecall.exchange.openreferral.organisation import organisation
from rolecall.exchange.openreferral.ours import entry_of_ours
from rolecall.exchange.openreferral.part import MODIFIED, Part, Reading, in_a_row
from rolecall.exchange.openreferral.places import places, ways
from rolecall.exchange.openreferral.rest import extra, odd_names
from rolecall.exchange.openreferral.terms import audiences, categories, languages, routes
from rolecall.exchange.openreferral.times import times
from rolecall.meanings import folded
from rolecall.model import Content, Service
from rolecall.model.walk import fields_of
from rolecall.slugs import slug_of_any

_EVERYWHERE = re.compile(
    r"(?i)(?:all of )?(?:the )?(?:uk|united kingdom|great britain|england|national(?:ly)?|nationwide|everywhere"
    r"|anywhere|all areas?|global|worldwide)(?: wide)?"
)
"""Areas in which everybody here lives."""

_NO_TEXT = {"name", "email", "website", "uri", "booking", "source", "identifiers", "checked"}
"""Fields that hold no text about people, or are cleaned of it by a rule of their own."""

_CLOSED = re.compile(
    r"(?i)\W*(?:defunct|closed|permanently[\s_-]closed|discontinued|ceased|archived?|deleted|removed|expired|ended|withdrawn|draft|unpublished"
    r"|rejected|pending|hidden)\W*"
)
_PAUSED = re.compile(r"(?i)\W*(?:temporarily[\s_-]closed|inactive|suspended|paused|on hold|not running)\W*")
_UUID = re.compile(r"(?i)[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{12}")


def entry_of(
    record: Record, *, crosswalk: Crosswalk, content: Content, feed: str, today: date, licence: str = ""
) -> Entry:
    """The service that a record tells of, as a file of ours would say it. `feed` is what its directory is called."""
    if ours := entry_of_ours(record, content=content, feed=feed, today=today):
        return ours
    reading = Reading()
    top = Part(record.value, "", reading)
    called = top.clean(name, "name", "title")
    if not record.is_whole:
        sentence = "Its own page could not be read. This is only what the list says of it."
        reading.say(Finding("detail-missing", "", sentence))
    persons = people(top, [called, _name_of_organisation(top)])
    runs = organisation(top, service=called, known=[called, _name_of_organisation(top)], persons=persons)
    known = [text for text in (called, runs["name"]) if text]
    found, by_us = categories(top, content.needs)
    needs, unmapped = _needs(top, found, by_us, crosswalk, content)
    fields = _fields(top, by_us, content, today, known=known, persons=persons)
    key = _key(top, called)
    fields |= {
        "name": called,
        "organisation": runs,
        "needs": needs,
        "checked": _checked(top, feed, today),
        "source": _source(top, feed, licence, key),
    }
    fields = _without_people(fields, reading, known, persons)
    fields["description"] = _description(top, fields, found, known, persons)
    from_description(top, fields)
    fields = {field: fields[field] for field in fields_of(Service) if field in fields}  # in the order of our files
    texts_of_it = "\n".join(texts_in(fields)).casefold()
    fields["extra"] = {**fields.get("extra", {}), **extra(record.value, reading, texts_of_it, known, persons)}
    if found:
        fields["extra"]["categories"] = line("; ".join(map(str, found)), "").value
    reading.say(*odd_names(record.value))
    judged = held(fields)
    reading.say(*judged.findings)
    reasons = [_with_mailbox(reason, reading) for reason in judged.reasons]
    kept = sound(judged.fields, content=content, today=today)
    return Entry(
        place=record.place,
        key=key,
        name=called,
        fields=kept.fields,
        repaired=tuple(_unnamed(finding, known, persons) for finding in (*reading.findings, *kept.findings)),
        held_back=(*reasons, *(kept.lacking if not reasons else ())),
        unmapped=tuple(dict.fromkeys(category.name for category in unmapped)),
        is_stale=is_stale(kept.fields, today),
        is_judged=not kept.lacking,
        categories=found,
    )


def _with_mailbox(reason: Finding, reading: Reading) -> Finding:
    """Why an entry is held back. Where only a person's mailbox leads to it, that too."""
    is_only_theirs = any(finding.kind == "personal-email-left-out" for finding in reading.findings)
    if reason.kind != "no-contact" or not is_only_theirs:
        return reason
    return replace(reason, sentence=f"{reason.sentence} A mailbox that may be a person's was left out.")


def _unnamed(finding: Finding, known: Sequence[str], persons: Sequence[str]) -> Finding:
    """A finding that shows no person and no mailbox of one."""
    before, after = (without_people(text, "", known, persons)[0] for text in (finding.before, finding.after))
    is_as_it_was = (before, after) == (finding.before, finding.after)
    return finding if is_as_it_was else replace(finding, before=before, after=after)


def _without_people(fields: dict[str, Any], reading: Reading, known: Sequence[str], persons: Sequence[str]) -> Any:
    """Fields in whose texts no person is named who is a contact, and no mailbox of a person is."""

    def bare(value: Any, path: str) -> Any:
        if isinstance(value, dict):
            return {name: item if name in _NO_TEXT else bare(item, f"{path}.{name}") for name, item in value.items()}
        if isinstance(value, list):
            return [bare(item, f"{path}.{at}") for at, item in enumerate(value)]
        if not isinstance(value, str) or value.isdigit():
            return value
        text, done = without_people(value, path.removeprefix("."), known, persons)
        reading.say(*done)
        return text

    return bare(fields, "")


def _name_of_organisation(top: Part) -> str:
    found = top.part("organization", "organisation").value.get("name")
    return found if isinstance(found, str) else ""


def _key(top: Part, called: str) -> str:
    """What a feed knows the service by, as far as our files can hold it."""
    text, path = top.text("id", "service_id", "identifier")
    bare = " ".join(line(text, path).value.split())
    if not bare:
        top.reading.say(Finding("no-id", "id", "It has no id, so that its name stands for it."))
        return slug_of_any(called) if called else "no-name"
    if (found := _UUID.fullmatch(bare)) and not (found[1] in "12345678" and found[2] in "89abAB"):
        top.reading.say(Finding("odd-id", path, "Its id is not made by the rules for such ids. It is kept.", cut(bare)))
    if len(bare) > 80 or re.search("[<>]", bare):
        return hashlib.sha256(bare.encode()).hexdigest()[:40]
    return bare


def _source(top: Part, feed: str, licence: str, key: str) -> dict[str, Any]:
    metadata = top.part("pc_metadata")
    modified = top.clean(line, *MODIFIED)
    modified = modified or metadata.clean(line, "date_modified")
    runs = top.part("organization", "organisation")
    return {
        "feed": line(feed, "").value,
        "id": key,
        "modified": modified[:80],
        "licence": line(top.text("licenses", "license", "licence")[0] or licence, "licenses").value,
        "organisation_id": (runs.clean(line, "id") or top.clean(line, "organization_id", "organisation_id"))[:80],
    }


def _checked(top: Part, feed: str, today: date) -> dict[str, Any]:
    """The check that the directory made of its entry. Nobody here made it, so the directory is named."""
    found = top.clean(day, "assured_date", "date_assured", "last_assured", "last_verified")
    found = found or top.part("pc_metadata").clean(day, "date_assured")
    top.part("pc_metadata").take("date_assured")
    if found and found > today:
        sentence = "The day of its check is in the future, and was left out."
        top.reading.say(Finding("impossible-date", "assured_date", sentence, found.isoformat()))
        return {}
    return {"date": found, "by": name(feed, "").value} if found else {}


def _needs(
    top: Part, found: Sequence[Category], ours: Mapping[str, list[str]], crosswalk: Crosswalk, content: Content
) -> tuple[list[str], list[Category]]:
    """The needs that categories stand for, and the categories of which nobody has said any."""
    needs = dict.fromkeys(ours.get("needs", ()))
    unmapped = []
    for category in found:
        stands_for = crosswalk.needs_of(category)
        if stands_for is None and (stands_for := guessed(category, content.needs)):
            labels = ", ".join(content.needs[id].label for id in stands_for)
            sentence = "What it helps with was guessed from its category."
            top.reading.say(Finding("need-guessed", "attributes", sentence, str(category), labels))
        elif not stands_for and crosswalk.needs_of(category) is None:
            unmapped.append(category)
        needs |= dict.fromkeys(id for id in stands_for or () if id in content.needs)
    return [*needs], unmapped


def _fields(
    top: Part,
    ours: Mapping[str, list[str]],
    content: Content,
    today: date,
    *,
    known: Sequence[str],
    persons: Sequence[str],
) -> dict[str, Any]:
    """All fields that stand by themselves."""
    words_of_ours = content.service_words
    groups, other_groups = audiences(top, words_of_ours)
    spoken, other_languages = languages(top, words_of_ours)
    where, when_there = places(top, known=words_of_ours, today=today)
    when = times(top.parts("schedules", "regular_schedules"), at="", today=today)
    when += [time for time in when_there if time not in when]
    where += ways(top, where)

    def text(*names: str) -> str:
        value = top.clean(words, *names)
        bare, done = without_people(value, names[0], known, persons)
        top.reading.say(*done)
        return bare

    status = _status(top)
    return {
        "status": status if status != "active" else "",
        "also_known_as": [top.clean(name, "alternate_name", "alternate_names")],
        "summary": text("summary", "short_description"),
        "who_for": _who_for(top, [*groups, *ours.get("groups", ())], other_groups),
        "how_to_join": _how_to_join(top, ours.get("routes", []), content, text),
        "cost": cost(top, today=today),
        "when": when,
        "where": where,
        "area": _areas(top),
        "contact": contact(top, known=known, persons=persons),
        "languages": spoken,
        "interpreting": text("interpretation_services"),
        "bring": [part.clean(words, "document", "name") for part in top.parts("required_documents")],
        "accreditation": text("accreditations", "accreditation"),
        "funding": "; ".join(filter(None, (part.clean(words, "source") for part in top.parts("funding", "fundings")))),
        "alert": alert(top, today=today),
        "extra": {"languages": ", ".join(other_languages)} if other_languages else {},
    }


def _status(top: Part) -> str:
    text, path = top.text("status")
    if _CLOSED.fullmatch(text):
        return "closed"
    if _PAUSED.fullmatch(text):
        sentence = "It does not run at present, and comes in as paused."
        top.reading.say(Finding("temporarily-closed", path, sentence, cut(line(text, "").value)))
        return "paused"
    if text.strip().casefold() not in ("", "active", "open", "published", "approved", "live", "current"):
        top.leave("status")
    return "active"


def _who_for(top: Part, groups: list[str], others: list[str]) -> dict[str, Any]:
    eligible = top.parts("eligibilitys", "eligibilities", "eligibility")
    texts = dict.fromkeys(filter(None, [top.clean(words, "eligibility_description", "eligibility", "who_for")]))
    texts |= dict.fromkeys(filter(None, (part.clean(words, "eligibility", "description") for part in eligible)))
    low, high = top.text("minimum_age", "min_age")[0], top.text("maximum_age", "max_age")[0]
    for part in eligible:
        low, high = low or part.text("minimum_age")[0], high or part.text("maximum_age")[0]
    found = ages(low, high, "")
    top.reading.say(*found.findings)
    named = [other for other in others if not any(folded(other) == folded(text) for text in texts)]
    texts |= {", ".join(named): None} if named else {}
    return {"text": in_a_row(texts), "min_age": found.value[0], "max_age": found.value[1], "groups": groups}


def _how_to_join(top: Part, ours: Sequence[str], content: Content, text: Callable[[str], str]) -> dict[str, Any]:
    given = [top.text("attending_access"), top.text("access_type", "referral_method")]
    found, others = routes([pair for pair in given if pair[0]], content.service_words)
    if top.flag("needs_referral", "referral_required"):
        found.append("professional")
    texts = [text("application_process"), text("pc_attendingAccess_additionalInfo"), *others]
    return {"routes": [*dict.fromkeys([*found, *ours])], "text": in_a_row(texts), "wait": text("wait_time")}


def _areas(top: Part) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for part in top.parts("service_areas", "service_area"):
        called = part.clean(name, "name") or part.clean(name, "service_area")
        if line(part.text("service_area")[0], "").value.casefold() != called.casefold():
            part.leave("service_area")
        address = part.clean(web_address, "uri")
        if called and _EVERYWHERE.fullmatch(called):
            part.leave("name", "service_area", "uri")
        elif called:
            found.setdefault(called.casefold(), {"name": called, "uri": address})
        elif address:
            part.leave("uri")
    return [*found.values()]


def _description(
    top: Part, fields: dict[str, Any], found: Sequence[Category], known: Sequence[str], persons: Sequence[str]
) -> str:
    """What it is. Where nothing says so, what else is known of it; its categories or its name at the last."""
    whole = ""
    for field in ("description", "long_description", "details"):
        whole = whole or top.clean(prose, field)
    whole, done = without_people(whole, "description", known, persons)
    top.reading.say(*done)
    if not re.search(r"\w", whole):
        others = (fields.get("summary"), fields["who_for"].get("text"), fields["organisation"].get("description"))
        last = ", ".join(category.name for category in found) or fields["name"]
        whole = next(filter(None, others), "") or last
        if fields["name"]:
            sentence = "Nothing says what it is, so that what else is known of it stands for that."
            top.reading.say(Finding("no-description", "description", sentence, "", cut(whole)))
    parts = description(whole, "description")
    top.reading.say(*parts.findings)
    text, *rest = parts.value
    for count, part in enumerate(rest, 2):
        fields.setdefault("extra", {})[f"description.{count}"] = " ".join(part.split())
    return text
