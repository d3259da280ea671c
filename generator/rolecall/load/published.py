"""Files that are published as they are: those beside Markdown pages, the theme's own, a PCN's pictures.

Only kinds that a website needs, never a link or what lies outside, and pictures without what is not to be seen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from rolecall import pictures
from rolecall.pictures import Unfit
from rolecall.places import Place, Problem
from rolecall.workspace import Workspace, below, shortcut

BESIDE_PAGES = (*pictures.SUFFIXES, ".pdf", ".docx", ".odt", ".xlsx", ".ods", ".pptx", ".csv", ".txt", ".ics")
"""How the names of files end that are published beside Markdown pages."""

OF_THE_THEME = (*BESIDE_PAGES, ".css", ".js", ".json", ".webmanifest", ".xml", ".woff", ".woff2")
"""The same for `theme/shell`."""

OF_A_PCN = (".svg", ".png", ".webp")
"""The same for the logo and photos beside a pcn.yml."""

_DRAWINGS = "theme/pictures"

_NOT_PUBLISHED = "shortcuts are not published"


@dataclass(frozen=True, slots=True)
class Published:
    """The files to publish by their path on the site, what is wrong with others, and which stay behind."""

    files: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PcnPicture:
    """A picture beside a pcn.yml: its bytes to publish or why it may not be, and its size."""

    data: bytes | Unfit
    size: int


def published(workspace: Workspace) -> Published:
    """The files that every site of a workspace has, beside its pages."""
    found = Published()
    for folder, kinds in (("theme/shell", OF_THE_THEME), ("content/pages", BESIDE_PAGES)):
        for name, path in workspace.each(folder).items():
            if folder == "theme/shell" and path.suffix == ".html":
                continue  # a template
            _add(found, name, path, kinds, workspace)
    return found


def names_and_links(workspace: Workspace) -> Iterator[Problem]:
    """What is wrong with the names of files to publish, and links among folders and templates."""
    yield from _linked(workspace)
    yield from _alike(workspace)


def drawings(workspace: Workspace) -> tuple[str, ...]:
    """The names of the pictures that templates put into pages."""
    names = (name.removesuffix(".svg") for name in workspace.each(_DRAWINGS, ".svg"))
    return tuple(sorted(name for name in names if "/" not in name))


def pcn_pictures(workspace: Workspace, pcn: str) -> dict[str, PcnPicture]:
    """The picture files beside a PCN's pcn.yml, by name."""
    folder = workspace.root / "content/pcns" / pcn
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in OF_A_PCN and path.name[0] != "." and (path.is_file() or path.is_symlink()):
            data = Unfit(*shortcut(path, _NOT_PUBLISHED)) if workspace.is_linked(path) else _read(path)
            found[path.name] = PcnPicture(data, len(data) if isinstance(data, bytes) else path.lstat().st_size)
    return found


def _add(found: Published, name: str, path: Path, kinds: tuple[str, ...], workspace: Workspace) -> None:
    place = Place(workspace.shown(path))
    suffix = path.suffix.lower()
    if path.is_symlink() and path.suffix == ".md" and kinds == BESIDE_PAGES:
        return  # read as a page, if it leads to a place inside
    if path.is_dir() and not path.is_symlink():
        return
    if workspace.is_linked(path):
        found.problems.append(Problem(place, *shortcut(path, _NOT_PUBLISHED), kind="unreadable"))
    elif not path.is_file():
        sentence = "this is not a file that can be published"
        found.problems.append(Problem(place, sentence, "Take it out of this folder.", kind="misplaced"))
    elif path.suffix == ".md" and kinds == BESIDE_PAGES:
        return
    elif suffix not in kinds or path.name[0] in "~#":
        known = ", ".join(kind.removeprefix(".") for kind in kinds)
        found.notes.append(Problem(place, "this file is not published", f"Files that are: {known}", kind="misplaced"))
    else:
        data = _read(path)
        if isinstance(data, Unfit):
            found.problems.append(Problem(place, data.sentence, data.fix, kind="unreadable"))
        elif name in found.files:
            sentence = f"each site has a file /{name} already"
            found.problems.append(Problem(place, sentence, "Rename it.", kind="address"))
        else:
            found.files[name] = data


def _read(path: Path) -> bytes | Unfit:
    """The bytes of a file to publish, a picture being cleaned, or why there are none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return Unfit(f"this file cannot be read: {error.strerror}", "Look at its permissions.")
    return pictures.cleaned(path.suffix, data) if path.suffix.lower() in pictures.SUFFIXES else data


def _linked(workspace: Workspace) -> Iterator[Problem]:
    """Links and things that are no files among the templates, and folders that are links to places outside."""
    for name in ("content", "content/pages", "content/pcns", "content/services", "roles", "theme", "theme/shell"):
        folder = workspace.root / name
        if folder.is_symlink() and not workspace.holds(folder):
            yield Problem(Place(name), *shortcut(folder), kind="unreadable")
    base = workspace.root / "theme"
    for path in below(base) if base.is_dir() and workspace.holds(base) else ():
        if path.is_relative_to(base / "shell") and path.suffix != ".html":
            continue  # looked at above
        if workspace.is_linked(path):
            place, wrong = Place(workspace.shown(path)), shortcut(path, "a template cannot be a shortcut")
            yield Problem(place, *wrong, kind="unreadable")
        elif not path.is_dir() and not path.is_file():
            place, sentence = Place(workspace.shown(path)), "this is not a file that can be read"
            yield Problem(place, sentence, "Take it out of this folder.", kind="unreadable")
        elif path.suffix in (".jinja", ".html", ".typ"):
            yield from _not_text(path, workspace)
        elif path.parent == workspace.root / _DRAWINGS and path.suffix == ".svg":
            data = _read(path)
            if isinstance(data, Unfit):
                yield Problem(Place(workspace.shown(path)), data.sentence, "Save it as plain SVG.", kind="unreadable")


def _not_text(path: Path, workspace: Workspace) -> Iterator[Problem]:
    try:
        path.read_bytes().decode()
    except UnicodeDecodeError as error:
        place = Place(workspace.shown(path), error.object.count(b"\n", 0, error.start) + 1)
        yield Problem(place, "this character is not UTF-8", "Save the file with the encoding UTF-8.", kind="unreadable")


def _alike(workspace: Workspace) -> Iterator[Problem]:
    """Names that are one on a computer that does not tell capitals apart."""
    first: dict[str, str] = {}
    for name, path in {**workspace.each("theme/shell"), **workspace.each("content/pages")}.items():
        other = first.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if other != name and path.suffix.lower() in OF_THE_THEME:
            sentence = f'there is also "{PurePosixPath(other).name}", and the 2 names differ only in capitals'
            yield Problem(Place(workspace.shown(path)), sentence, "Rename one of the two.", kind="repeated")
