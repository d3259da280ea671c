"""Where files lie: a PCN's own over those that Rolecall ships, and which of them are links."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rolecall.places import SHIPPED

SOURCES = ("content", "roles", "theme")
"""The folders of a workspace in which people write."""

LOCK = "links.lock"
"""The file beside `pcn.yml` with the addresses that a PCN has given out."""

IMPORTED = "imported.lock"
"""The file beside `pcn.yml` with what imports of services brought."""


def shortcut(path: Path, but: str = "it leads out of the folder of your site") -> tuple[str, str]:
    """What is wrong with a file or folder that is a link, and what to do."""
    what = "folder" if path.is_dir() else "file"
    return f"this is a shortcut (a link to another {what}), and {but}", f"Put the {what} itself here."


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder of a PCN's own files, over the files that Rolecall ships. One path, one file: the own one wins."""

    root: Path
    shipped: Path

    def find(self, path: str) -> Path | None:
        """The file or folder that counts for `path`, or None."""
        return next((base / path for base in (self.root, self.shipped) if (base / path).exists()), None)

    def each(self, folder: str, ending: str = "") -> dict[str, Path]:
        """The files below `folder` with names that end so, by their path in it, sorted, links and folders included.

        Hidden ones are left out, linked folders are not entered, and nothing outside is looked at.
        """
        found: dict[str, Path] = {}
        for base in (self.shipped / folder, self.root / folder):
            for path in below(base) if self.holds(base) else ():
                if path.name.endswith(ending):
                    found[path.relative_to(base).as_posix()] = path
        return dict(sorted(found.items()))

    def pcns(self) -> list[str]:
        """The ids of this workspace's PCNs: the names of the folders in `content/pcns/`, sorted."""
        folder = self.root / "content/pcns"
        return sorted(p.name for p in folder.iterdir() if p.is_dir() and p.name[0] != ".") if folder.is_dir() else []

    def holds(self, path: Path) -> bool:
        """Whether a path, followed through all links, is in the workspace or among the shipped files."""
        return any(_real(path).is_relative_to(_real(base)) for base in (self.root, self.shipped))

    def is_linked(self, path: Path) -> bool:
        """Whether a file is a link, or lies behind one.

        A folder that is a link to the shipped one of the same name changes nothing.
        """
        base = self.root if path.is_relative_to(self.root) else self.shipped
        way = path.relative_to(base)
        steps = [path, *(base / step for step in way.parents)][:-1]
        if path.is_symlink() or not any(step.is_symlink() for step in steps):
            return path.is_symlink()
        return _real(path) not in {_real(self.root) / way, _real(self.shipped) / way}

    def shown(self, path: Path) -> str:
        """How messages name a file: below the workspace, or marked as Rolecall's own."""
        for base, mark in ((self.root, ""), (self.shipped, f"{SHIPPED}/")):
            above, shown = f"{base.as_posix()}/", f"{path.as_posix()}/"
            if shown.startswith(above):
                return mark + (shown[len(above) : -1] or ".")
        return str(path)


def _real(path: Path) -> Path:
    """Where a path leads. One that leads to itself stays: `Path.resolve` raises there in some versions of Python."""
    return Path(os.path.realpath(path))


def below(folder: Path) -> Iterator[Path]:
    """Whatever is in a folder and the folders in it, sorted. Hidden things are left out, and links are not followed."""
    for at, folders, files in os.walk(folder):
        shown = sorted(name for name in [*folders, *files] if name[0] != ".")
        folders[:] = [name for name in shown if name in folders and not Path(at, name).is_symlink()]
        yield from (Path(at, name) for name in shown)
