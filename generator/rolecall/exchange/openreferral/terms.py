"""What a record sorts itself by: categories, audiences, languages, ways in and to join, as our ids where we can."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from rolecall.exchange.incoming.cleaning import line, words
from rolecall.exchange.incoming.entry import Category, Finding
from rolecall.exchange.openreferral.part import Part
from rolecall.meanings import id_of
from rolecall.model import ServiceWords

_AUDIENCES = ("pc_targetAudience", "target_audience", "target_audiences", "audience", "audiences", "suitabilities")
_NEGATED = re.compile(r"(?i)\b(?:no|not|without|limited|partial|un\w+|isn'?t|aren'?t)\b")
_OURS = {"needs", "groups", "routes"}
"""Vocabularies of Rolecall itself, whose terms are ids."""


def categories(top: Part, needs: Collection[str] = ()) -> tuple[tuple[Category, ...], dict[str, list[str]]]:
    """The categories of a service, and ids of our own vocabularies among its terms."""
    found: dict[Category, None] = {}
    ours: dict[str, list[str]] = {}
    for part in top.parts("attributes", "service_taxonomys", "service_taxonomies", "taxonomies", "categories"):
        term = part.part("taxonomy_term", "taxonomy")
        term = term if term.value else part
        label, vocabulary = term.clean(line, "name", "label", "term"), term.text("vocabulary", "taxonomy")[0]
        term.take("term", "language", "code", "slug", "level")
        for repeated in ("term", "description"):
            if line(term.text(repeated)[0], "").value.casefold() not in ("", label.casefold()):
                term.leave(repeated)
        part.take("link_type", "link_entity")
        if label and vocabulary in _OURS and (vocabulary != "needs" or label in needs):
            ours.setdefault(vocabulary, []).append(label)
        elif label:
            found[Category(label[:120], line(vocabulary, "").value[:80])] = None
    for name in ("taxonomies", "categories", "category", "taxonomy"):
        listed, path = top.find(name)
        plain = listed if isinstance(listed, list) else [listed] if isinstance(listed, str) else []
        labels = [line(label, path).value for label in plain if isinstance(label, str)]
        if labels and len(labels) == len(plain):
            top.reading.taken.add(path)
            found |= {Category(label[:120]): None for label in labels if label}
    return tuple(found), ours


def audiences(top: Part, known: ServiceWords) -> tuple[list[str], list[str]]:
    """Ids of the groups that a service is for, and what is said of others in words."""
    groups: dict[str, None] = {}
    others: dict[str, None] = {}
    for name in _AUDIENCES:
        listed, path = top.find(name)
        items = listed if isinstance(listed, list) else [listed] if isinstance(listed, str) else []
        texts = [(item, path) for item in items if isinstance(item, str)]
        if texts:
            top.reading.taken.add(path)
        texts += [part.text("audienceType", "audience_type", "name", "label", "title") for part in top.parts(name)]
        for text, where in texts:
            label = line(text, where).value
            ids = [id for part in {label: 0, **dict.fromkeys(label.split(">"))} if (id := _group(part, known))]
            if ids:
                groups |= dict.fromkeys(ids)
                sentence = "An audience was matched with a group."
                found = ", ".join(known.groups[id] for id in dict.fromkeys(ids))
                top.reading.say(Finding("audience-mapped", where, sentence, label, found))
            others |= (
                {part: None for part in label.split(">") if part.strip() and not _group(part, known)} if label else {}
            )
    return [*groups], [*others]


def _group(text: str, known: ServiceWords) -> str:
    return id_of(text, "groups", known.groups)


def languages(top: Part, known: ServiceWords) -> tuple[list[str], list[str]]:
    """Ids of the languages that a service speaks beside English, and names of others."""
    found: dict[str, None] = {}
    others: dict[str, None] = {}
    listed, path = top.find("languages")
    texts = [item for item in (listed if isinstance(listed, list) else [listed]) if isinstance(item, str)]
    if texts:
        top.reading.taken.add(path)
        texts = [text for item in texts for text in re.split(r"[,;/]| and ", item)]
    for part in top.parts("languages"):
        code, label = part.clean(line, "code"), part.clean(line, "name", "language")
        by_code, by_label = _language(code, known), _language(label, known)
        texts += [code] if by_code or not label else re.split(r"[,;/&]| and ", label)
        part.leave(*(["code"] if label and not by_code else ["name", "language"] if by_code != by_label else []))
    for text in filter(None, (line(text, path).value for text in texts)):
        if id := _language(text, known):
            found[id] = None
        elif text.casefold() not in ("english", "en", "eng", "en-gb"):
            others[text] = None
    return [*found], [*others]


def _language(text: str, known: ServiceWords) -> str:
    short = text.casefold().partition("-")[0]
    return short if short in known.languages else id_of(text, "languages", known.languages)


def routes(texts: list[tuple[str, str]], known: ServiceWords) -> tuple[list[str], list[str]]:
    """Ids of ways to join, and what is said of others in words."""
    found: dict[str, None] = {}
    others: list[str] = []
    for text, field in texts:
        for part in re.split(r"[,;/|]", line(text, field).value):
            if id := id_of(part, "routes", known.routes):
                found[id] = None
            elif part.strip():
                others.append(part.strip())
    return [*found], others


def access_of(location: Part, known: ServiceWords) -> dict[str, Any]:
    """What a place has for people: ids, and in words what they do not say."""
    ids: dict[str, None] = {}
    notes: dict[str, None] = {}
    for part in location.parts("accessibility", "accessibility_for_disabilities", "accessibilities"):
        part.take("slug")
        labels = [line(*part.text(field)).value for field in ("accessibility", "description", "label", "name")]
        detail = line(*part.text("details")).value.rstrip(".")
        named = [label.rstrip(".") for label in dict.fromkeys(labels) if label]
        found = {label: id_of(label, "access", known.access) for label in named if not _NEGATED.search(label)}
        ids |= {id: None for id in found.values() if id}
        spoken = [label for label in named if not found.get(label)] or (named[:1] if detail else [])
        notes |= dict.fromkeys([": ".join(filter(None, [*spoken[:1], detail])), *spoken[1:]])
    kept = [note for note in notes if note and not any(note != other and note in other for other in notes)]
    text = words(". ".join(kept), location.path_of("accessibility"))
    location.reading.say(*text.findings)
    return {"access": [*ids], "access_notes": text.value}
