"""Files that lie where Rolecall reads, under names or in folders that it does not read.

Where somebody meant a file to be read, that is a problem with the name to use. Anything else is worth a note.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from rolecall.load.published import OF_A_PCN
from rolecall.model import SHARED_FILES
from rolecall.places import Kind, Place, Problem
from rolecall.slugs import is_slug, slug
from rolecall.workspace import CATEGORIES, IMPORTED, LOCK, SOURCES, Workspace, below, shortcut

_FOLDERS = ("pages", "pcns", "services")
_BESIDE_PCN_YML = (LOCK, IMPORTED, "register.yml", CATEGORIES)
_BACKUP = re.compile(
    r"(~\$|#).*|.*(~|\.(bak|backup|orig|old|save|sav|te?mp|sw[a-z]|rej|copy|part|crdownload|\d+|columns\.ya?ml))",
    re.IGNORECASE,
)
"""Names of copies that programs leave behind, and of what `import services` keeps beside a list."""
_YAML = re.compile(r"(.*?)\.ya?ml\b.*", re.IGNORECASE)
_MARKDOWN = re.compile(r"(.*?)\.(md|mdown|markdown)(\.txt)?\s*", re.IGNORECASE)

_NO_LETTERS = "a-name-in-letters"
"""What stands for the right name of a file whose name has none of the letters a to z."""

LARGEST = 1_000_000
"""Bytes that one file of words may have. The largest that Rolecall ships has under 20,000."""


@dataclass(slots=True)
class Found:
    """What lies astray: problems where somebody meant it to be read, notes elsewhere."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    pcn_is_misnamed: bool = False
    """There is no pcn.yml, and what was meant to be it is among the problems."""


def found_in_shared(workspace: Workspace) -> Found:
    """What lies astray in `content/` and its folders and in `roles/`, but for the PCNs' own folders."""
    tell = _Teller(workspace)
    root, content = workspace.root, workspace.root / "content"
    for path in tell.within(root):
        if path.is_dir() and path.name.lower() in SOURCES and path.name not in SOURCES:
            tell.wrong(path, "this folder is not read", f"Name it {path.name.lower()}")
    for path in tell.within(content):
        if path.is_dir():
            if path.name not in _FOLDERS:
                tell.folder(path, _FOLDERS, "Folders here are pages, pcns and services.")
        elif path.name not in {f"{name}.yml" for name in SHARED_FILES}:
            _shared_file(path, tell)
    for path in tell.within(content / "pcns"):
        if path.is_dir():
            continue
        if stem := _meant(path):
            to = f"content/pcns/{'my-pcn' if stem in ('pcn', _NO_LETTERS) else stem}/pcn.yml"
            tell.wrong(path, "a PCN is a folder with a pcn.yml in it", f"Move this to {to}")
        else:
            tell.note(path)
    for path in tell.within(root / "roles", deep=True):
        if path.parent != root / "roles" or path.suffix != ".yml":
            tell.meant_for(path, root / "roles")
    for path in tell.within(content / "pages", deep=True):
        match = _MARKDOWN.fullmatch(path.name)
        if match and path.suffix != ".md" and not path.is_dir():
            tell.name(path, path.with_name(f"{match[1]}.md"))
    _services(content / "services", tell)
    return tell.found


def found_in_pcn(workspace: Workspace, pcn: str) -> Found:
    """What lies astray in the folder of one PCN."""
    tell = _Teller(workspace, pcn)
    folder = workspace.root / "content/pcns" / pcn
    if not workspace.holds(folder):
        tell.wrong(folder, *shortcut(folder), kind="unreadable")
        return tell.found
    services = folder / "services"
    misnamed = False
    seen: dict[str, str] = {}
    for path in tell.within(folder):
        other = seen.setdefault(_without_capitals(path.name), path.name)
        is_picture = path.suffix in OF_A_PCN and not path.is_dir()
        if path.name == "pcn.yml":
            continue  # read, with all that can be wrong with it
        if not workspace.holds(path) and not is_picture:
            tell.wrong(path, *shortcut(path), kind="unreadable")
        elif path == services and path.is_dir():
            continue
        elif path.is_dir():
            tell.folder(path, ("services",), f"Move the files of services to {workspace.shown(services)}")
        elif not path.is_file():
            tell.wrong(path, "this is not a file that can be read", "Take it out of this folder.", kind="unreadable")
        elif path.name in _BESIDE_PCN_YML:
            if workspace.is_linked(path):
                tell.wrong(path, *shortcut(path, "Rolecall needs the file itself"), kind="unreadable")
        elif is_picture:
            if other != path.name:
                sentence = f'there is also "{other}", and the 2 names differ only in capitals'
                tell.wrong(path, sentence, "Rename one of the two.", kind="repeated")
        elif get_close_matches(_meant(path), ("pcn",)):
            tell.name(path, folder / "pcn.yml")
            misnamed = True
        else:
            tell.meant_for(path, services)
    _services(services, tell)
    tell.found.pcn_is_misnamed = misnamed and not (folder / "pcn.yml").exists()
    return tell.found


def _services(folder: Path, tell: _Teller) -> None:
    """Tell of files in a folder of services that are not read, or whose names cannot be part of a web address."""
    for path in tell.within(folder, deep=True):
        if path.parent != folder or path.suffix != ".yml":
            tell.meant_for(path, folder)
        elif not is_slug(path.stem):
            sentence = f'the name "{path.stem}" cannot be part of a web address'
            tell.name(path, path.with_name(f"{_meant(path)}.yml"), sentence, kind="address")


def _shared_file(path: Path, tell: _Teller) -> None:
    """Tell of a file in `content/` that is none of those that every PCN shares."""
    stem = _meant(path)
    if not stem:
        tell.note(path)
    elif f"{stem}.yml" == CATEGORIES:
        tell.wrong(
            path, "each PCN has its own file with this name", "Move it to the folder of your PCN, beside pcn.yml"
        )
    elif near := get_close_matches(stem, SHARED_FILES, n=1, cutoff=0.6):
        tell.name(path, path.with_name(f"{near[0]}.yml"))
    else:
        fix = f"Files here are {', '.join(f'{name}.yml' for name in SHARED_FILES)}."
        tell.wrong(path, "Rolecall does not read a file with this name", fix)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Puts what is found into words."""

    workspace: Workspace
    pcn: str = ""
    found: Found = field(default_factory=Found)

    def within(self, folder: Path, *, deep: bool = False) -> list[Path]:
        """What lies in a folder of the workspace, sorted, without what is hidden. Deep: files in its folders too."""
        if not folder.is_dir() or not self.workspace.holds(folder):
            return []
        if deep:
            return [path for path in below(folder) if not path.is_dir() or path.is_symlink()]
        return sorted(path for path in folder.iterdir() if path.name[0] != ".")

    def wrong(self, path: Path, sentence: str, fix: str, *, kind: Kind = "misplaced") -> None:
        place = Place(self.workspace.shown(path))
        self.found.problems.append(Problem(place, sentence, fix, self.pcn, kind=kind))

    def note(self, path: Path) -> None:
        place = Place(self.workspace.shown(path))
        self.found.notes.append(Problem(place, "Rolecall does not read this", pcn=self.pcn, kind="misplaced"))

    def name(self, path: Path, right: Path, sentence: str = "", *, kind: Kind = "misplaced") -> None:
        """Tell of a file that would be read under another name."""
        if not sentence and path.suffix == right.suffix:
            sentence = "Rolecall does not read a file with this name"
        elif not sentence:
            ends = f"ends in {path.suffix}" if path.suffix.strip(". ") else f"does not end in {right.suffix}"
            ends = "ends in a space" if path.name.endswith(" ") else ends
            sentence = f"the name of this file {ends}, so it is not read"
        fix = _name_in_letters(right.parent) if right.stem == _NO_LETTERS else f"Name it {right.name}"
        if right.exists() and not right.samefile(path):
            fix = f"There is a {right.name} already. Delete one of the two, or give this another name."
        self.wrong(path, sentence, fix, kind=kind)

    def meant_for(self, path: Path, folder: Path) -> None:
        """Tell of a file that lies outside the folder where it would be read, or in it under another ending."""
        stem = _meant(path)
        if not stem:
            self.note(path)
        elif path.parent == folder:
            self.name(path, folder / f"{stem}.yml")
        else:
            fix = f"Move it to {self.workspace.shown(folder / f'{stem}.yml')}"
            if stem == _NO_LETTERS:
                fix = f"Move it to {self.workspace.shown(folder)}. {_name_in_letters(folder)}"
            self.wrong(path, "Rolecall does not read this file in this folder", fix)

    def folder(self, path: Path, known: Iterable[str], fix: str) -> None:
        """Tell of a folder that is not read: a problem where YAML is in it, or its name is nearly one that is read."""
        if near := get_close_matches(path.name.lower(), known, n=1, cutoff=0.75):
            self.wrong(path, "this folder is not read", f"Name it {near[0]}")
        elif any(_meant(inner) for inner in self.within(path, deep=True)):
            self.wrong(path, "this folder is not read", fix)
        else:
            self.note(path)


def _meant(path: Path) -> str:
    """The name, without its ending, under which a file would be read, where it looks as if it was meant to be."""
    if _BACKUP.fullmatch(path.name):
        return ""
    if match := _YAML.fullmatch(path.name):
        return slug(match[1]) or _NO_LETTERS
    with suppress(OSError, UnicodeDecodeError):
        is_short = path.is_file() and not path.is_symlink() and path.stat().st_size <= LARGEST
        if is_short and re.search(r"(?m)^name:", path.read_bytes().decode()):
            return slug(path.stem) or _NO_LETTERS
    return ""


def _name_in_letters(folder: Path) -> str:
    """What to do about a file whose name has none of the letters a to z."""
    example = "link-worker.yml" if folder.name == "roles" else "lunch-club.yml"
    return f"Give it a name with the letters a to z, for example {example}"


def _without_capitals(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
