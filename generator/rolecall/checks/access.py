"""What makes a site hard to see or to use: a PCN's colour, and its photos."""

from __future__ import annotations

from collections.abc import Iterator

from rolecall import colours
from rolecall.checks.photos import not_square
from rolecall.checks.subject import Subject
from rolecall.places import Problem


def of_pcn(subject: Subject) -> Iterator[Problem]:
    """What is hard to see of what a PCN chose."""
    pcn, file = subject.pcn, subject.file
    if pcn.colour and (ratio := colours.contrast(pcn.colour, colours.WHITE)) < colours.EASY:
        sentence = f"white words on {pcn.colour} are hard to read for some people: the contrast is {ratio:.1f} to 1"
        fix = f'"{colours.darker(pcn.colour)}" is the nearest darker colour with {colours.EASY} to 1.'
        yield Problem(file.at("colour"), sentence, fix, kind="unusual")
    yield from not_square(pcn, file, subject.loaded.pictures.get(subject.id, {}))
