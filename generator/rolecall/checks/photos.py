"""Photos of people of which pages show only the middle, as they are far from square."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rolecall.load import PcnPicture, YamlFile
from rolecall.model import PCN
from rolecall.pictures.photos import size
from rolecall.places import Problem

MOST = 1.6
"""How many times as long as the other a side may be. Photos of cameras have up to 1.5."""


def not_square(pcn: PCN, file: YamlFile, pictures: Mapping[str, PcnPicture]) -> Iterator[Problem]:
    """A note for each photo that is very long or wide."""
    for at, person in enumerate(pcn.people):
        found = pictures.get(person.photo or "")
        sides = size(found.data) if found and isinstance(found.data, bytes) else None
        if sides and max(sides) > MOST * min(sides):
            wide = f"this photo is {sides[0]} by {sides[1]} points, and the page shows a square from its middle"
            fix = "Cut it to a square around the face, 160 by 160 points."
            yield Problem(file.at("people", at, "photo"), wide, fix, kind="unusual")
