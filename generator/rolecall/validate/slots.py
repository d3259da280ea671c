"""The rules of slots in national texts, such as {link-worker}."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rolecall.load import YamlFile
from rolecall.places import Path, Place, Problem
from rolecall.slots import SLOT, texts_of
from rolecall.validate.answers import unknown


def slot_rules(value: object, file: YamlFile, roles: Collection[str], base: Path = ()) -> Iterator[Problem]:
    """What is wrong with the slots in the texts of a national value, which stands at `base` in its file."""
    for path, text in texts_of(value, base):
        if "{" in text or "}" in text:
            yield from _of_text(text, file.at(*path), roles)


def _of_text(text: str, place: Place, roles: Collection[str]) -> Iterator[Problem]:
    if re.search(r"[{}]", SLOT.sub("", text)):
        sentence = "a curly bracket stands alone in this text"
        fix = "Write a slot with both, for example {link-worker}. Leave it out where you mean no slot."
        yield Problem(place, sentence, fix, kind="wrong")
        return
    for slot in SLOT.finditer(text):
        if roles and slot[1] not in roles:
            yield unknown(place, slot[1], "role", roles)
        elif article := re.search(r"\b(an?) $", text[: slot.start()], re.IGNORECASE):
            sentence = f'"{article[1]}" may not fit before {slot[0]}, which is another title in each PCN'
            yield Problem(place, sentence, f"Write the {slot[0]}", kind="wrong")
        elif re.match(r"\w", text[slot.end() :]):
            sentence = f"letters follow {slot[0]}, which is another title in each PCN"
            fix = f"Write of one person: the {slot[0]}, or they."
            yield Problem(place, sentence, fix, kind="wrong")
