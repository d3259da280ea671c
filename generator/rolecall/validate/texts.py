"""The rules of texts and of short addresses: each text costs as one, and carries every character."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rolecall.load import YamlFile
from rolecall.model import PCN, Role, StaffWords
from rolecall.places import Path, Problem
from rolecall.texts import (
    LONGEST,
    SURGERY_SLOT,
    called,
    filled,
    instead_of,
    links_to,
    odd_characters,
    plain,
    septets,
    that_fits,
)
from rolecall.validate.answers import unknown

SLOTS = ("{name}", "{surgery}", "{role}", "{link}")


def words_rules(staff: StaffWords, file: YamlFile) -> Iterator[Problem]:
    """What is wrong with the national words for texts."""
    for at, words in enumerate(staff.texts):
        yield from _of_words(words, file, ("texts", at))


def text_rules(pcn: PCN, file: YamlFile, roles: Mapping[str, Role], staff: StaffWords | None) -> Iterator[Problem]:
    """What is wrong with the texts of a PCN, each problem where it can be fixed."""
    if pcn.text_message:
        yield from _of_words(pcn.text_message, file, ("text_message",))
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
            yield unknown(file.at("short_links", short), role, "role", roles)
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


def _of_words(words: str, file: YamlFile, path: Path) -> Iterator[Problem]:
    place = file.at(*path)
    for at, letter in odd_characters(words):
        sentence = f"{called(letter)}, character {at} of this text message, cannot be sent"
        yield Problem(place, sentence, instead_of(letter), kind="wrong")
    if not words.startswith("{name}"):
        yield Problem(
            place, "this text message does not start with the patient's name", "Begin with {name}", kind="missing"
        )
    for slot in SLOTS[1:]:
        if slot not in words:
            what = {"{surgery}": "says who sends it", "{role}": "says who it is about", "{link}": "leads to the page"}[
                slot
            ]
            fix = f"Write {slot} where it belongs."
            yield Problem(place, f"this text message has no {slot}, which {what}", fix, kind="missing")


def _names(pcn: PCN) -> Iterator[tuple[Path, str]]:
    """Every name that texts print, and where it stands."""
    for id, role in pcn.roles.items():
        if role.available and (name := role.text_name or role.local_title):
            yield ("roles", id, "text_name" if role.text_name else "local_title"), name
    for at, practice in enumerate(pcn.practices):
        name = practice.text_name or practice.name
        yield ("practices", at, "text_name" if practice.text_name else "name"), name


def _too_long(
    pcn: PCN, site_url: str, file: YamlFile, roles: Mapping[str, Role], choices: tuple[str, ...]
) -> Iterator[Problem]:
    surgeries = {at: plain(practice.text_name or practice.name) for at, practice in enumerate(pcn.practices)}
    found = set()
    for id, role in roles.items():
        local = pcn.roles.get(id)
        if not role.core or (local and not local.available):
            continue
        name = plain((local and (local.text_name or local.local_title)) or role.short_name)
        links = links_to(id, site_url, pcn.short_links)
        words, link = that_fits(choices, role=name, links=links, surgeries=[*surgeries.values()])
        rest = septets(filled(words, role=name, link=link, surgery=""))
        if rest + septets(SURGERY_SLOT) > LONGEST:
            over = rest + septets(SURGERY_SLOT) - LONGEST
            place = file.at("text_message" if pcn.text_message else "site_url")
            needed = (
                f"needs {over} more {'character' if over == 1 else 'characters'} than the {LONGEST} of one text message"
            )
            yield Problem(place, f'the text message about the role "{id}" {needed}', _shorten(pcn, id), kind="size")
            return
        for at, surgery in surgeries.items():
            if (length := rest + septets(surgery)) > LONGEST and at not in found:
                found.add(at)
                has = "text_name" if pcn.practices[at].text_name else "name"
                yield Problem(
                    file.at("practices", at, has),
                    f'with this name, the text message about the role "{id}" needs {length} of {LONGEST} characters',
                    f"Give this surgery a text_name of up to {LONGEST - rest} characters."
                    " It is used in text messages only.",
                    kind="size",
                )
