"""The rules of texts and of short addresses: each text costs as one, and carries every sign."""

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
    odd_signs,
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
    """What is wrong with the texts of a PCN, each problem where it can be mended."""
    if pcn.text_message:
        yield from _of_words(pcn.text_message, file, ("text_message",))
    for path, name in _names(pcn) if pcn.site_url else ():  # Until the site has an address there are no texts.
        for at, sign in odd_signs(plain(name)):
            fix = instead_of(sign)
            if path[-1] != "text_name":
                fix = f"Give it a text_name without that sign: it is used in texts only. {fix}"
            yield Problem(file.at(*path), f"{called(sign)}, sign {at} of this name, cannot be in a text", fix)
    if pcn.site_url and staff:
        yield from _too_long(pcn, pcn.site_url, file, roles, (pcn.text_message,) if pcn.text_message else staff.texts)
    for short, role in pcn.short_links.items():
        if role not in roles:
            yield unknown(file.at("short_links", short), role, "role", roles)
        elif not roles[role].core:
            yield Problem(file.at("short_links", short), f'"{role}" has no page of its own', "Name a core role.")


def _shorten(pcn: PCN, role: str) -> str:
    if pcn.text_message:
        return "Write fewer words. The whole address of the page belongs to the text."
    if role in pcn.short_links.values():
        return "Use a shorter web address for the site."
    return f"Use a shorter web address, or add short_links: {{{role[:2]}: {role}}}"


def _of_words(words: str, file: YamlFile, path: Path) -> Iterator[Problem]:
    place = file.at(*path)
    for at, sign in odd_signs(words):
        yield Problem(place, f"{called(sign)}, sign {at} of this text, cannot be in a text", instead_of(sign))
    if not words.startswith("{name}"):
        yield Problem(place, "a text starts with the patient's name", "Begin with {name}")
    for slot in SLOTS[1:]:
        if slot not in words:
            what = {"{surgery}": "says who sends it", "{role}": "says who it is about", "{link}": "has the link"}[slot]
            yield Problem(place, f"a text {what}, and this has no {slot}", f"Write {slot} where it belongs.")


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
    surgeries = {at: plain(one.text_name or one.name) for at, one in enumerate(pcn.practices)}
    told = set()
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
            place, sign = file.at("text_message" if pcn.text_message else "site_url"), "sign" if over == 1 else "signs"
            yield Problem(
                place,
                f'the text about the role "{id}" needs {over} more {sign} than the {LONGEST} that cost as one text',
                _shorten(pcn, id),
            )
            return
        for at, surgery in surgeries.items():
            if (needed := rest + septets(surgery)) > LONGEST and at not in told:
                told.add(at)
                has = "text_name" if pcn.practices[at].text_name else "name"
                yield Problem(
                    file.at("practices", at, has),
                    f'with this name, the text about the role "{id}" needs {needed} of {LONGEST} signs',
                    f"Give this surgery a text_name of up to {LONGEST - rest} signs. It is used in texts only.",
                )
