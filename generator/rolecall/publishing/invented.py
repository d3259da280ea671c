"""What reads as if it came from an example, or as if it named a person: told before a site goes live, and not refused.

A trial of Rolecall has such things by right, and a program cannot know whose number is whose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolecall.exchange.incoming.cleaning.people import is_person
from rolecall.model import Checked, SignOff
from rolecall.opened import Opened
from rolecall.phones import is_invented
from rolecall.places import Path, Problem
from rolecall.yamltext import YamlFields, YamlList, YamlNode

_NUMBER = re.compile(r"(?<!\d)(?:\+44 ?|0)[\d ()]{8,15}\d")
_HOST = re.compile(r"(?i)\b(?:[\w-]+\.)*(?:example\.(?:com|org|net)|[\w-]+\.(?:example|test|invalid))\b")

_TITLE_OR_INITIAL = re.compile(r"(?:(?i:mr|mrs|ms|miss|mx|dr|prof|professor)\.?|(?:[A-Z]\.? ?)+) [^\W\d_]*[^\W\d_a-z]")


def to_look_at(opened: Opened, pcn: str) -> list[Problem]:
    """Numbers and addresses that are kept for examples, and sign-offs that name a person. Each is told once."""
    found: dict[str, Problem] = {}
    for file in (opened.loaded.pcns[pcn], *opened.loaded.services_in(pcn).values()):
        for text, problem in _invented(file.node, pcn):
            found.setdefault(text, problem)
    return [*found.values(), *persons(opened, pcn)]


def _invented(node: YamlNode, pcn: str) -> Iterator[tuple[str, Problem]]:
    if isinstance(node, YamlFields | YamlList):
        for inner in node.entries.values() if isinstance(node, YamlFields) else node.items:
            yield from _invented(inner, pcn)
        return
    for number in _NUMBER.findall(node.value):
        if is_invented(number):
            sentence = f"{number} is a number that is kept for examples, and nobody answers there"
            yield number, Problem(node.place, sentence, "Write the real one.", pcn, kind="unusual")
    for host in _HOST.findall(node.value):
        sentence = f"{host} is an address that is kept for examples, and leads nowhere"
        yield host, Problem(node.place, sentence, "Write the real one.", pcn, kind="unusual")


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
