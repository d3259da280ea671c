"""What reads as if it came from an example: told before a site goes live, and not refused.

A trial of Rolecall has such things by right, and a program cannot know whose number is whose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolecall.opened import Opened
from rolecall.phones import is_invented
from rolecall.places import Problem
from rolecall.publishing.persons import persons
from rolecall.yamltext import YamlFields, YamlList, YamlNode

_NUMBER = re.compile(r"(?<!\d)(?:\+44 ?|0)[\d ()]{8,15}\d")
_HOST = re.compile(r"(?i)\b(?:[\w-]+\.)*(?:example\.(?:com|org|net)|[\w-]+\.(?:example|test|invalid))\b")


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
