"""What reads as if it named a person, or were a person's mailbox: told, and not refused.

A program cannot know whose name or mailbox it is, and a person may have agreed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolecall.exchange.incoming.cleaning.people import is_person, is_personal, mailboxes_in, names_body
from rolecall.opened import Opened
from rolecall.places import Path, Problem
from rolecall.yamltext import YamlFields, YamlList, YamlNode, YamlText

_TITLE_OR_INITIAL = re.compile(r"(?:(?i:mr|mrs|ms|miss|mx|dr|prof|professor)\.?|(?:[A-Z]\.? ?)+) [^\W\d_]*[^\W\d_a-z]")


def persons(opened: Opened, pcn: str) -> Iterator[Problem]:
    """Who checked or signed off, where that names a person: of a PCN whose files have no problem."""
    for file in (opened.loaded.pcns[pcn], *opened.loaded.services_in(pcn).values()):
        for path, by in _by(file.node):
            if is_odd_checker(path, by):
                what = "team" if path[-1:] == ("checked",) else "job"
                fix = f"Write their {what}: it stays true when they leave, and these files may be public."
                place, sentence = file.at(*path, "by"), f'"{by}" reads as the name of a person'
                yield Problem(place, sentence, fix, pcn, kind="unusual")


def is_odd_checker(path: Path, by: str) -> bool:
    """Whether the check at a path names a person where a team or a job belongs."""
    return names_person(by) and not (path[-1:] == ("checked",) and names_body(by))


def _by(node: YamlNode, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Who did what, by the path of what it is."""
    if isinstance(node, YamlFields):
        for name, inner in node.entries.items():
            if name == "by" and isinstance(inner, YamlText):
                yield path, inner.value
            yield from _by(inner, (*path, name))
    elif isinstance(node, YamlList):
        for at, inner in enumerate(node.items):
            yield from _by(inner, (*path, at))


def names_person(by: str) -> bool:
    """Whether these words begin with the name of a person: Jane Smith, Dr Adeyemi, J Smith."""
    # One word is a person only by a given name. "Clinical lead" could be one by its 2 words.
    return any(map(is_person, by.split()[:2])) or bool(_TITLE_OR_INITIAL.match(by))


def mailboxes(opened: Opened, pcn: str) -> Iterator[Problem]:
    """Mailboxes in a PCN's files that may be a person's, as they go when that person leaves. Each is told once."""
    facts = opened.content.pcns[pcn]
    known = [facts.name, *(practice.name for practice in facts.practices)]
    found: dict[str, YamlText] = {}
    for file in (opened.loaded.pcns[pcn], *opened.loaded.services_in(pcn).values()):
        runs = file.node.entries.get("organisation")
        named = [file.node.entries.get("name"), runs.entries.get("name") if isinstance(runs, YamlFields) else None]
        names = [*known, *(name.value for name in named if isinstance(name, YamlText))]
        for node in _texts(file.node):
            for mailbox in mailboxes_in(node.value):
                if is_personal(mailbox, names):
                    found.setdefault(mailbox.casefold(), node)
    for mailbox, node in found.items():
        sentence = f"{mailbox} reads as the mailbox of a person, and everybody can read it here"
        fix = "Write that of a team, which stays when somebody leaves."
        yield Problem(node.place, sentence, fix, pcn, kind="unusual")


def _texts(node: YamlNode) -> Iterator[YamlText]:
    if isinstance(node, YamlFields | YamlList):
        for inner in node.entries.values() if isinstance(node, YamlFields) else node.items:
            yield from _texts(inner)
    elif "@" in node.value:
        yield node
