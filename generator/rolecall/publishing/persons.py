"""What reads as if it named a person, or were a person's mailbox: told, and not refused.

A program cannot know whose name or mailbox it is, and a person may have agreed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolecall.exchange.incoming.cleaning.people import is_person, is_personal, mailboxes_in
from rolecall.model import Checked, SignOff
from rolecall.opened import Opened
from rolecall.places import Path, Problem
from rolecall.yamltext import YamlFields, YamlList, YamlNode, YamlText

_TITLE_OR_INITIAL = re.compile(r"(?:(?i:mr|mrs|ms|miss|mx|dr|prof|professor)\.?|(?:[A-Z]\.? ?)+) [^\W\d_]*[^\W\d_a-z]")


def persons(opened: Opened, pcn: str) -> Iterator[Problem]:
    """Sign-offs that name a person, of a PCN whose files have no problem."""
    facts, file = opened.content.pcns[pcn], opened.loaded.pcns[pcn]
    given: dict[Path, Checked | None] = {("urgent_help_checked",): facts.urgent_help_checked}
    given |= {("sign_off", name): getattr(facts.sign_off, name) for name in SignOff.model_fields if facts.sign_off}
    if facts.accessibility:
        given["accessibility", "tested"] = facts.accessibility.tested
    for path, checked in given.items():
        if checked and names_person(checked.by):
            sentence = f'"{checked.by}" reads as the name of a person'
            fix = "Write their job: it stays true when they leave, and these files may be public."
            yield Problem(file.at(*path, "by"), sentence, fix, pcn, kind="unusual")


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
