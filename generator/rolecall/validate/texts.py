"""The rules of texts and of short addresses: each text costs as one, and carries every character."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import get_args

from rolecall.load import Loaded, YamlFile
from rolecall.meanings import titles_in
from rolecall.model import PCN, Danger, LocalRole, Practice, Role, StaffWords, availability
from rolecall.places import Path, Problem
from rolecall.texts import (
    LONGEST,
    SURGERY_SLOT,
    About,
    called,
    filled,
    instead_of,
    link_to,
    odd_characters,
    plain,
    septets,
    that_fits,
)
from rolecall.validate.answers import sourced, unknown, unknown_ids

_SLOTS = {
    "{name}": "is for the patient's name",
    "{surgery}": "says who sends it",
    "{role}": "says who it is about",
    "{link}": "leads to the page",
}
_IN_ALONE = ("{role}", "{link}")
_NATIONAL = ("{what}", "{phone}")
"""Slots of national words alone, of which another one is taken where a role has no number, say."""


def words_rules(staff: StaffWords, file: YamlFile, loaded: Loaded) -> Iterator[Problem]:
    """What is wrong with the national words for staff."""
    for at, words in enumerate(staff.texts):
        yield from _of_words(words, file, ("texts", at))
    for at, words in enumerate(staff.texts_alone):
        yield from _of_words(words, file, ("texts_alone", at), _IN_ALONE)
    for kind, danger in staff.danger.items():
        path = ("danger", kind, "helplines")
        yield from unknown_ids(file, path, danger.helplines, "helpline", loaded.ids("helplines"))
        yield from unknown_ids(file, (*path[:2], "sources"), danger.sources, "source", loaded.ids("sources"))
        yield from sourced(file, path[:2], danger)
        if not danger.text:
            place = file.lacking("danger", kind, "text")
            yield Problem(place, f'"{kind}" does not say what to do', "Add text: and what to do.", kind="missing")
    for kind in get_args(Danger):
        if kind not in staff.danger:
            sentence = f'"{kind}" has no words, so pages for staff do without it'
            yield Problem(file.lacking("danger", kind), sentence, f"Add {kind}: with title: and text:", kind="missing")


def text_rules(pcn: PCN, file: YamlFile, roles: Mapping[str, Role], staff: StaffWords | None) -> Iterator[Problem]:
    """What is wrong with the texts of a PCN, each problem where it can be fixed."""
    if pcn.text_message:
        yield from _of_words(pcn.text_message, file, ("text_message",))
        for slot in _NATIONAL:
            if slot in pcn.text_message:
                sentence = f"{slot} cannot stand in your own text message, as not every role has one"
                yield Problem(file.at("text_message"), sentence, "Take it out.", kind="wrong")
    for path, name in _names(pcn) if pcn.site_url else ():  # Until the site has an address there are no texts.
        for at, letter in odd_characters(plain(name)):
            sentence, fix = (
                f"{called(letter)}, character {at} of this name, cannot be sent in a text message",
                instead_of(letter),
            )
            if path[-1] != "text_name":
                fix = f"Give it a text_name without that character: it is used in text messages only. {fix}"
            yield Problem(file.at(*path), sentence, fix, kind="wrong")
    if pcn.site_url and staff:
        yield from _too_long(pcn, pcn.site_url, file, roles, (pcn.text_message,) if pcn.text_message else staff.texts)
    for short, role in pcn.short_links.items():
        if role not in roles:
            yield unknown(file.at("short_links", short), role, "role", roles, titles=titles_in(pcn))
        elif not roles[role].core:
            sentence = f'"{role}" has no page of its own'
            fix = f"Choose a role that has a page: {', '.join(id for id, role in roles.items() if role.core)}"
            yield Problem(file.at("short_links", short), sentence, fix, kind="address")


def _shorten(pcn: PCN, role: str) -> str:
    if pcn.text_message:
        return "Write fewer words. The web address of the page counts too."
    if role in pcn.short_links.values():
        return "Use a shorter web address for the site."
    return f"Use a shorter web address, or add short_links: {{{role[:2]}: {role}}}"


def _of_words(words: str, file: YamlFile, path: Path, slots: Collection[str] = _SLOTS) -> Iterator[Problem]:
    place = file.at(*path)
    for at, letter in odd_characters(words):
        sentence = f"{called(letter)}, character {at} of this text message, cannot be sent"
        yield Problem(place, sentence, instead_of(letter), kind="wrong")
    for slot in slots:
        if slot not in words:
            fix = f"Write {slot} where it belongs."
            sentence = f"this text message has no {slot}, which {_SLOTS[slot]}"
            yield Problem(place, sentence, fix, kind="missing")


def _names(pcn: PCN) -> Iterator[tuple[Path, str]]:
    """Every name that texts print, and where it stands."""
    yield from _names_of_roles(pcn.roles, (), {})
    for at, practice in enumerate(pcn.practices):
        name = practice.text_name or practice.name
        yield ("practices", at, "text_name" if practice.text_name else "name"), name
        yield from _names_of_roles(practice.roles, ("practices", at), pcn.roles)


def _names_of_roles(
    roles: Mapping[str, LocalRole], base: Path, above: Mapping[str, LocalRole]
) -> Iterator[tuple[Path, str]]:
    """Those of roles. `above` are the roles of the PCN, whose names in texts hold at a surgery too."""
    for id, role in roles.items():
        title = role.local_title if id not in above or not above[id].text_name else None
        if role.available and (name := role.text_name or title):
            yield (*base, "roles", id, "text_name" if role.text_name else "local_title"), name


def _too_long(
    pcn: PCN, site_url: str, file: YamlFile, roles: Mapping[str, Role], choices: tuple[str, ...]
) -> Iterator[Problem]:
    """The first text that is too long wherever it is sent, else each surgery whose name makes one too long."""
    found = set()
    for id, role in roles.items():
        for at, practice in [(None, None), *enumerate(pcn.practices)] if role.core else ():
            name = _name_of(id, role, pcn, practice)
            if name is None:
                continue
            about, surgery = About(name, "", link_to(id, site_url, pcn.short_links)), _text_name(practice)
            words = that_fits(choices, about, [surgery])
            rest = septets(filled(words, about, ""))
            if rest + septets(SURGERY_SLOT) > LONGEST:
                over = rest + septets(SURGERY_SLOT) - LONGEST
                more = "character" if over == 1 else "characters"
                needed = f"needs {over} more {more} than the {LONGEST} of one text message"
                place = file.at("text_message" if pcn.text_message else "site_url")
                yield Problem(place, f'the text message about the role "{id}" {needed}', _shorten(pcn, id), kind="size")
                return
            if practice and at is not None and (length := rest + septets(surgery)) > LONGEST and at not in found:
                found.add(at)
                yield Problem(
                    file.at("practices", at, "text_name" if practice.text_name else "name"),
                    f'with this name, the text message about the role "{id}" needs {length} of {LONGEST} characters',
                    f"Give this surgery a text_name of up to {LONGEST - rest} characters."
                    " It is used in text messages only.",
                    kind="size",
                )


def _text_name(practice: Practice | None) -> str:
    return plain(practice.text_name or practice.name) if practice else SURGERY_SLOT


def _name_of(id: str, role: Role, pcn: PCN, practice: Practice | None) -> str | None:
    """What texts call a role at a surgery, or in the PCN. None where nobody has it."""
    levels = [roles[id] for roles in (practice.roles if practice else {}, pcn.roles) if id in roles]
    if not availability(levels).available:
        return None
    names = [*(level.text_name for level in levels), *(level.local_title for level in levels), role.short_name]
    return plain(next(name for name in names if name))
