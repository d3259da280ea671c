"""What reads as if it came from an example, or as if it named a person: told before a site goes live, and not refused.

A trial of Rolecall has such things by right, and a program cannot know whose number is whose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolecall.exchange.incoming.cleaning.people import is_person, names_body
from rolecall.opened import Opened
from rolecall.phones import is_invented
from rolecall.places import Path, Problem
from rolecall.yamltext import YamlFields, YamlList, YamlNode, YamlText

_NUMBER = re.compile(r"(?<!\d)(?:\+44 ?|0)[\d ()]{8,15}\d")
_HOST = re.compile(r"(?i)\b(?:[\w-]+\.)*(?:example\.(?:com|org|net)|[\w-]+\.(?:example|test|invalid))\b")

_TITLE_OR_INITIAL = re.compile(r"(?:(?i:mr|mrs|ms|miss|mx|dr|prof|professor)\.?|(?:[A-Z]\.? ?)+) [^\W\d_]*[^\W\d_a-z]")


def to_look_at(opened: Opened, pcn: str) -> list[Problem]:
    """Numbers and addresses that are kept for examples, and checks that name a person. Each is told once."""
    found: dict[str, Problem] = {}
    for file in (opened.loaded.pcns[pcn], *opened.loaded.services_in(pcn).values()):
        for text, problem in _invented(file.node, pcn):
            found.setdefault(text, problem)
    return [*found.values(), *{problem.sentence: problem for problem in persons(opened, pcn)}.values()]


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
