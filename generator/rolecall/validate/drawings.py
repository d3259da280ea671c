"""The rule of pictures that files name for pages: each is there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from rolecall.bundled import icons
from rolecall.load import Loaded
from rolecall.places import Place, Problem
from rolecall.validate.answers import unknown


def picture_rules(picture: str, place: Place, loaded: Loaded) -> Iterator[Problem]:
    """The problem of a picture that is neither in the theme nor one of Material's."""
    if "/" not in picture:
        if picture not in loaded.drawings:
            yield unknown(place, picture, "picture", loaded.drawings)
    elif not (icons() / f"{picture}.svg").is_file():
        folder = (icons() / picture).parent
        near = get_close_matches(picture, [f"{folder.name}/{path.stem}" for path in folder.glob("*.svg")], n=1)
        fix = f'did you mean "{near[0]}"?' if near else "Pick an icon of mkdocs-material."
        yield Problem(place, f'there is no picture "{picture}"', fix, kind="unknown")
