"""A workspace to its values: which file wins, what is there, what cannot be read."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import TypeVar

from rolecall import yamltext
from rolecall.load.promised import kept_parts
from rolecall.load.published import PcnPicture, drawings, names_and_links, pcn_pictures, published
from rolecall.load.several import NEEDED, Reach, alone, is_left_out, is_whole, over, reach_of, reach_of_pcn, without
from rolecall.load.strays import LARGEST, found_in_pcn, found_in_shared
from rolecall.model import PCN, SHARED_FILES, Role, Service
from rolecall.model.walk import fields_of
from rolecall.places import SHIPPED, Kind, Place, Problem
from rolecall.workspace import CATEGORIES, Workspace, shortcut

__all__ = [
    "NEEDED",
    "Loaded",
    "PageFile",
    "PcnPicture",
    "Reach",
    "SharedServiceFile",
    "Workspace",
    "YamlFile",
    "each_service",
    "is_whole",
    "load",
    "load_pcns",
    "load_shared",
    "not_shipped",
    "pcn_pictures",
    "published",
    "without",
]

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class YamlFile:
    """One YAML file as read, the top of it being a mapping."""

    file: str
    node: yamltext.YamlFields

    def at(self, *path: str | int) -> Place:
        """The place of the value that `path` leads to."""
        return yamltext.place_at(self.node, path)

    def key(self, *path: str | int) -> Place:
        """The place of the name in front of that value."""
        return yamltext.place_at(self.node, path, of_key=True)

    def lacking(self, *path: str | int) -> Place:
        """The place of the field that lacks what `path` leads to: of its name, or of the file where that is all."""
        above = path[:-1]
        place = yamltext.place_at(self.node, above, of_key=True) if above else Place(self.file)
        return replace(place, path=path)


@dataclass(frozen=True, slots=True)
class SharedServiceFile:
    """A file in `content/services/`: all of it, what it says in a PCN without a file of its own, and its PCNs."""

    whole: YamlFile
    alone: YamlFile
    reach: Reach


@dataclass(frozen=True, slots=True)
class PageFile:
    """One Markdown file: its front matter, if any, and the lines below it, the first being `line`."""

    file: str
    front: yamltext.YamlFields | None
    markdown: str
    line: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """All that a workspace says, still text with places, by file and id."""

    shared: dict[str, YamlFile] = field(default_factory=dict)
    roles: dict[str, YamlFile] = field(default_factory=dict)
    pcns: dict[str, YamlFile] = field(default_factory=dict)
    services: dict[str, dict[str, YamlFile]] = field(default_factory=dict)
    """A PCN's own files, by PCN, then by the name of the file. `services_in` has what its site shows."""
    shared_services: dict[str, SharedServiceFile] = field(default_factory=dict)
    """Those in `content/services/`, by the name of the file."""
    unread_services: set[str] = field(default_factory=set)
    """The names of files there that cannot be read, or that lie where none is read."""
    all_pcns: tuple[str, ...] = ()
    """The ids of all PCNs of the workspace, where it has services for several."""
    categories: dict[str, YamlFile] = field(default_factory=dict)
    """By PCN: what the categories of other directories stand for, where it says so."""
    pages: dict[str, PageFile] = field(default_factory=dict)
    pictures: dict[str, dict[str, PcnPicture]] = field(default_factory=dict)
    """By PCN: the picture files beside its pcn.yml."""
    parts: dict[str, dict[str, str]] = field(default_factory=dict)
    """By PCN: the parts of web addresses under which its surgeries were published, by code."""
    drawings: tuple[str, ...] = ()
    """The names of the pictures in `theme/pictures/`."""
    published: dict[str, bytes] = field(default_factory=dict)
    """The files that every site has beside its pages, by their path on it."""
    notes: list[Problem] = field(default_factory=list)
    """Files that are neither read nor published, and need not be."""

    def ids(self, shared: str) -> dict[str, yamltext.YamlNode]:
        """What stands at the top of a shared file, by id. Empty where it cannot be read."""
        return self.shared[shared].node.entries if shared in self.shared else {}

    def shared_in(self, pcn: str) -> dict[str, SharedServiceFile]:
        """The services for several PCNs that stand in one, by id."""
        if not self.shared_services or pcn not in self.pcns:
            return {}
        of_pcn = reach_of_pcn(pcn, self.pcns[pcn].node)
        return {id: shared for id, shared in self.shared_services.items() if shared.reach.meets(of_pcn)}

    def services_in(self, pcn: str) -> dict[str, YamlFile]:
        """The services of a PCN, by id: its own, and those for several PCNs with what its own files say otherwise."""
        local = self.services.get(pcn, {})
        if not (shared := self.shared_in(pcn)):
            return local
        found = {**{id: file.alone for id, file in shared.items()}, **local}
        for id in shared.keys() & local.keys():
            if is_left_out(local[id].node):
                del found[id]
            elif not is_whole(local[id].node):
                whole = shared[id].whole
                found[id] = YamlFile(whole.file, over(whole.node, local[id].node))
        return dict(sorted(found.items()))


def not_shipped(files: Mapping[str, YamlFile | PageFile]) -> list[str]:
    """The names of those files that do not come with Rolecall."""
    return [name for name, file in files.items() if not file.file.startswith(f"{SHIPPED}/")]


def load(workspace: Workspace, only: Collection[str] | None = None) -> tuple[Loaded, list[Problem]]:
    """The values of a workspace, or of only some of its PCNs, and every file that cannot be read."""
    shared, problems = load_shared(workspace)
    loaded, more = load_pcns(workspace, shared, workspace.pcns() if only is None else only)
    return loaded, [*problems, *more]


def load_shared(workspace: Workspace) -> tuple[Loaded, list[Problem]]:
    """What all PCNs of a workspace share, and every file among it that cannot be read."""
    loaded = Loaded(drawings=drawings(workspace))
    problems = list(names_and_links(workspace))
    as_they_are = published(workspace)
    loaded.published.update(as_they_are.files)
    for found in (as_they_are, found_in_shared(workspace)):
        problems += found.problems
        loaded.notes.extend(found.notes)
    read = partial(_read, workspace, cache(workspace.holds), problems)
    for name in SHARED_FILES:
        path = workspace.find(f"content/{name}.yml") or workspace.root / f"content/{name}.yml"
        if file := read(path, _yaml):
            loaded.shared[name] = file
    for below, path in workspace.each("roles", ".yml").items():
        if "/" not in below and (file := read(path, _yaml)):  # those in folders are named above
            loaded.roles[below.removesuffix(".yml")] = file
    for below, path in workspace.each("content/pages", ".md").items():
        if page := _read(workspace, workspace.holds, problems, path, _page):
            loaded.pages[below.removesuffix(".md")] = page
    folder = workspace.root / "content/services"  # those of Rolecall's examples are nobody else's
    astray = [Path(problem.place.file) for problem in problems]
    loaded.unread_services.update(path.name.partition(".")[0] for path in astray if folder.name in path.parts)
    for name in _names_in(folder, ".yml") if workspace.holds(folder) else ():
        if not (file := read(folder / name, _yaml)):
            loaded.unread_services.add(name.removesuffix(".yml"))
        else:
            of_one = YamlFile(file.file, alone(file.node))
            loaded.shared_services[name.removesuffix(".yml")] = SharedServiceFile(file, of_one, reach_of(file.node))
    return replace(loaded, all_pcns=tuple(workspace.pcns())) if loaded.shared_services else loaded, problems


def load_pcns(
    workspace: Workspace, shared: Loaded, pcns: Collection[str], *, services: bool = True
) -> tuple[Loaded, list[Problem]]:
    """The same with some PCNs, and every file of theirs that cannot be read. Names of none are passed over.

    Without `services`, only what the PCNs themselves say.
    """
    problems: list[Problem] = []
    loaded = replace(shared, pcns={}, services={}, categories={}, pictures={}, parts={}, notes=[*shared.notes])
    holds = cache(workspace.holds)
    for pcn in sorted(pcns):
        folder = workspace.root / "content/pcns" / pcn
        if not folder.is_dir():
            continue
        read = partial(_read, workspace, holds, problems, pcn=pcn)
        astray = found_in_pcn(workspace, pcn)
        problems += astray.problems
        loaded.notes.extend(astray.notes)
        if not holds(folder):
            continue  # named above
        if not astray.pcn_is_misnamed and (file := read(folder / "pcn.yml", _yaml)):
            loaded.pcns[pcn] = file
            loaded.pictures[pcn] = pcn_pictures(workspace, pcn)
            loaded.parts[pcn] = kept_parts(workspace, pcn)
        loaded.services[pcn] = dict(each_service(workspace, pcn, problems, holds)) if services else {}
        if (folder / CATEGORIES).is_file() and (file := read(folder / CATEGORIES, _yaml)):
            loaded.categories[pcn] = file
    return loaded, problems


def each_service(
    workspace: Workspace, pcn: str, problems: list[Problem], holds: Callable[[Path], bool] | None = None
) -> Iterator[tuple[str, YamlFile]]:
    """The services of a PCN, each read when it is asked for. What cannot be read is added to `problems`."""
    folder = workspace.root / "content/pcns" / pcn / "services"
    holds = holds or cache(workspace.holds)
    for name in _names_in(folder, ".yml"):
        if file := _read(workspace, holds, problems, folder / name, _yaml, pcn=pcn):
            yield name.removesuffix(".yml"), file


def _read(
    workspace: Workspace,
    holds: Callable[[Path], bool],
    problems: list[Problem],
    path: Path,
    parse: Callable[[str, str], tuple[_Value | None, list[Problem]]],
    *,
    pcn: str = "",
) -> _Value | None:
    """What a file says. What is wrong with it is added to `problems`."""
    shown = workspace.shown(path)
    text, wrong = _text(path, holds, shown)
    value = None
    if text is not None:
        value, wrong = parse(text, shown)
    problems.extend(replace(problem, pcn=pcn) for problem in wrong)
    return value


def _names_in(folder: Path, ending: str) -> list[str]:
    """The names in a folder that end so, sorted, without what is hidden."""
    with suppress(OSError), os.scandir(folder) as found:
        return sorted(entry.name for entry in found if entry.name.endswith(ending) and entry.name[0] != ".")
    return []


def _text(path: Path, holds: Callable[[Path], bool], shown: str) -> tuple[str | None, list[Problem]]:
    """The text of a file, or why it cannot be had. Only what the workspace or the shipped files hold is read."""

    def no(
        sentence: str, fix: str, line: int = 1, column: int = 1, *, kind: Kind = "unreadable"
    ) -> tuple[None, list[Problem]]:
        return None, [Problem(Place(shown, line, column), sentence, fix, kind=kind)]

    try:
        found = os.lstat(path)
        if S_ISLNK(found.st_mode):
            found = path.resolve(strict=True).stat()
            if not holds(path):
                return no(*shortcut(path))
        elif not holds(path.parent):
            return no(*shortcut(path))
        if S_ISDIR(found.st_mode):
            fix = "Rename the folder, or move it away."
            return no("this is a folder, and a file is expected here", fix, kind="misplaced")
        if not S_ISREG(found.st_mode):
            return no("this is not a file that can be read", "Put a text file with this name here.")
        if found.st_size > LARGEST:
            return no(
                f"this file has {found.st_size / 1e6:.1f} million characters",
                "A file may have up to 1 million. Is it the right file?",
                kind="size",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        if path.is_symlink():
            return no(*shortcut(path, "that file is not there"))
        return no("this file is missing", f"Write it, or delete its folder.{_how_it_starts(path)}", kind="missing")
    except OSError as error:
        if error.errno == errno.ELOOP:
            return no(*shortcut(path, "it leads to itself"))
        return no(f"this file cannot be read: {error.strerror}", "Look at its permissions.")
    except RuntimeError:  # what Python before 3.13 says of such a link
        return no(*shortcut(path, "it leads to itself"))
    if b"\0" in data:
        return no("this is not a text file", "Save it as plain text in UTF-8.")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        return no(
            "this character is not UTF-8",
            "Save the file with the encoding UTF-8.",
            before.count("\n") + 1,
            len(before) - before.rfind("\n"),
        )
    if not text.strip():
        return no("this file is empty", f"Write it, or delete it.{_how_it_starts(path)}", kind="missing")
    return text, []


def _how_it_starts(path: Path) -> str:
    """What stands first in a file of this kind, as a sentence after another. Empty where that is not known."""
    if path.suffix == ".md":
        return " It starts with # and the title."
    model = {"pcns": PCN, "services": Service, "roles": Role}.get(
        path.parent.parent.name if path.name == "pcn.yml" else path.parent.name
    )
    needed = [field.name for field in fields_of(model).values() if field.is_needed] if model else []
    return f" It starts with {needed[0]}: and {needed[1]}:" if needed else ""


def _yaml(text: str, shown: str) -> tuple[YamlFile | None, list[Problem]]:
    node, problems = yamltext.read(text, shown)
    if isinstance(node, yamltext.YamlFields):
        return YamlFile(shown, node), problems
    if not problems:
        what = "only comments" if node is None else "a list" if isinstance(node, yamltext.YamlList) else "only text"
        example = "Social isolation: [lonely]" if shown.endswith(f"/{CATEGORIES}") else "name: Marsh Lane"
        problems = [
            Problem(
                node.place if node else Place(shown),
                f"this file holds {what}, and fields are expected",
                f"Write fields, for example {example}",
                kind="unreadable",
            )
        ]
    return None, problems


def _page(text: str, shown: str) -> tuple[PageFile | None, list[Problem]]:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not text.startswith("---\n"):
        return PageFile(shown, None, text, 1), []
    head, found, body = text[3:].partition("\n---\n")
    if not found:
        sentence = "line 1 has 3 dashes, and no second line of 3 dashes follows"
        fix = "Add a line --- above the title."
        return None, [Problem(Place(shown), sentence, fix, kind="unreadable")]
    # The newline in front keeps the line numbers those of the file.
    node, problems = yamltext.read(head + "\n", shown)
    if node is not None and not isinstance(node, yamltext.YamlFields):
        fix = "Write fields between the 3 dashes, for example reviewed: 2026-10-01"
        problems = [*problems, Problem(node.place, "fields are expected here", fix, kind="unreadable")]
    front = node if isinstance(node, yamltext.YamlFields) else None
    return PageFile(shown, front, body, head.count("\n") + 3), problems
