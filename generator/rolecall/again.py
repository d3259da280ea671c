"""What of a site's last build stays: the files that would be made of the same once more."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rolecall.inputs import digest_of
from rolecall.links import ids_of
from rolecall.model.facts import Model
from rolecall.pages import File, Frame, Page, Plan
from rolecall.record import Left, Seen


@dataclass(frozen=True, slots=True)
class Last:
    """The last site of a PCN."""

    folder: Path
    left: Left
    looks: str
    """The digest of what makes pages of data, as it is now: templates, theme and code."""

    def stays(self, made_of: Mapping[str, str]) -> dict[str, Seen]:
        """The files that were made of the same, by path."""
        there = self.left.files
        return {
            name: there[name] for name, digest in made_of.items() if name in there and there[name].made_of == digest
        }

    def is_kept_by(self, files: SiteFiles) -> bool:
        """Whether each file and each part of a page is still there, so that no link of a file that stays is dead."""
        there = self.left.files
        changed = (name for name in files.new if name in there and name.endswith(".html"))
        return there.keys() <= files.keys() and all(
            ids_of(_read(self.folder / name, there[name])) <= ids_of(files.new[name]) for name in changed
        )


class Changed(Exception):
    """A file of the last site is not what it was any more: another build may have put its own there."""


class SiteFiles(Mapping[str, bytes]):
    """The files of a site by path: those made now, and those of the last site that stay. Changed if such a one went."""

    def __init__(self, new: dict[str, bytes], stay: Mapping[str, Seen], folder: Path | None = None) -> None:
        self.new, self.stay, self.folder = new, stay, folder

    def __getitem__(self, name: str) -> bytes:
        if name in self.new:
            return self.new[name]
        assert self.folder or name not in self.stay
        return _read(Path(f"{self.folder}/{name}"), self.stay[name])

    def __iter__(self) -> Iterator[str]:
        yield from self.new
        yield from self.stay

    def __len__(self) -> int:
        return len(self.new) + len(self.stay)

    def __contains__(self, name: object) -> bool:
        return name in self.new or name in self.stay


def _read(path: Path, seen: Seen) -> bytes:
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if not seen.is_still(str(path)):
        raise Changed(str(path))
    return data


def made_of(plan: Plan, looks: str) -> dict[str, str]:
    """By path, the digest of all that each file of a plan is made of: the same gives the same bytes."""
    around = digest_of(looks, _as_bytes(plan.frame))
    return {part.file: digest_of(around, _as_bytes(part)) for part in plan.parts}


def _as_bytes(part: Page | File | Frame) -> bytes:
    """A value as bytes. Equal bytes mean equal values, and nearly always the other way round."""
    memory = io.BytesIO()
    pickler = pickle.Pickler(memory, protocol=5)
    pickler.fast = True  # A text that stands twice in memory is written as one that stands there once.
    pickler.dispatch_table = _models()
    pickler.dump(part)
    return memory.getvalue()


@cache
def _models() -> dict[type, Any]:
    """How each model is written: by its fields alone, in their order."""

    def below(model: type[Model]) -> Iterator[type[Model]]:
        yield model
        for child in model.__subclasses__():
            yield from below(child)

    return dict.fromkeys(below(Model), _fields)


def _fields(model: Model) -> tuple[type, tuple[Any, ...]]:
    return type(model), tuple(map(model.__dict__.get, type(model).model_fields))
