"""Pictures that come with a form: made small, and named by whom or what they show."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rolecall.edit.controls import Sent
from rolecall.edit.forms import Form
from rolecall.load import Loaded, PcnPicture
from rolecall.pictures import Unfit
from rolecall.pictures.photos import logo, photo
from rolecall.places import Problem
from rolecall.slugs import slug
from rolecall.validate.local import LARGEST_LOGO, LARGEST_PHOTO

SIDE = 160
"""Pixels of a photo: it is shown half as wide, and phones have 2 of theirs for each."""

LOGO = (640, 192)
"""Pixels of a logo at most, wide and high."""


@dataclass(frozen=True, slots=True)
class Uploads:
    """Pictures as they are to lie beside a pcn.yml, by name, and what is wrong with those that cannot."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    sent: Sent
    """What the form says with their names in it."""

    def in_files_of(self, loaded: Loaded, pcn: str) -> Loaded:
        """The files as if the pictures were there."""
        new = {name: PcnPicture(data, len(data)) for name, data in self.files.items()}
        return replace(loaded, pictures={**loaded.pictures, pcn: {**loaded.pictures.get(pcn, {}), **new}})


def uploads_of(form: Form, sent: Sent, given: Mapping[str, bytes], kept: Mapping[str, bytes]) -> Uploads:
    """The pictures that were sent with a form, by the name of the field that each is for.

    `kept` are those that came when something else was wrong: the form then names them, and does not send them again.
    """
    files, problems, values = dict[str, bytes](), list[Problem](), dict(sent.values)
    shown = next((sent.text(each.name) for each in form.controls if each.heading == "Name"), "")
    for each in form.controls:
        if not each.takes_picture:
            continue
        data, before = given.get(each.name), sent.text(each.name)
        if not data:
            files |= {before: kept[before]} if before in kept else {}
            continue
        if each.field.path[-1] == "photo":
            made = photo(data, side=SIDE, largest=LARGEST_PHOTO)
        else:
            made = logo(data, width=LOGO[0], height=LOGO[1], largest=LARGEST_LOGO)
        if isinstance(made, Unfit):
            problems.append(Problem(each.place, made.sentence, made.fix, kind="unreadable"))
            continue
        # Browsers keep a picture by its name, so another one has another.
        name = f"{slug(shown) or each.field.path[-1]}-{hashlib.sha256(made).hexdigest()[:6]}.webp"
        files[name], values[each.name] = made, [name]
    return Uploads(files, tuple(problems), Sent(values))
