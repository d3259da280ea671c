"""A workspace to its values: which file wins, what is there, what cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from rolecall import yamltext
from rolecall.places import SHIPPED, Place, Problem
from rolecall.values import slug

LARGEST = 1_000_000
"""Bytes that one file of words may have. The largest that Rolecall ships has under 20,000."""

_Value = TypeVar("_Value")

PICTURES = (".svg", ".png", ".webp")

SHARED = (
    "questions", "needs", "sources", "teams", "terms", "helplines", "urgent-help", "choose", "distress",
    "service-words", "staff",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder of a PCN's own files, over the files that Rolecall ships. One path, one file: the own one wins."""

    root: Path
    shipped: Path

    def find(self, path: str) -> Path | None:
        """The file or folder that counts for `path`, or None."""
        return next((base / path for base in (self.root, self.shipped) if (base / path).exists()), None)

    def each(self, folder: str, pattern: str) -> dict[str, Path]:
        """The files in `folder` that match, by their path below it, sorted. Hidden ones are left out."""
        found: dict[str, Path] = {}
        for base in (self.shipped / folder, self.root / folder):
            for path in base.rglob(pattern) if base.is_dir() else ():
                below = path.relative_to(base)
                if not any(part.startswith(".") for part in below.parts):
                    found[below.as_posix()] = path
        return dict(sorted(found.items()))

    def pcns(self) -> list[str]:
        """The ids of this workspace's PCNs: the names of the folders in `content/pcns/`, sorted."""
        folder = self.root / "content/pcns"
        return sorted(p.name for p in folder.iterdir() if p.is_dir() and p.name[0] != ".") if folder.is_dir() else []

    def shown(self, path: Path) -> str:
        """How messages name a file: below the workspace, or marked as Rolecall's own."""
        if path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        if path.is_relative_to(self.shipped):
            return f"{SHIPPED}/{path.relative_to(self.shipped).as_posix()}"
        return str(path)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """One YAML file as read, the top of it being a mapping."""

    file: str
    node: yamltext.Mapping

    def at(self, *path: str | int) -> Place:
        """The place of the value that `path` leads to."""
        return yamltext.place_at(self.node, path)

    def key(self, *path: str | int) -> Place:
        """The place of the name in front of that value."""
        return yamltext.place_at(self.node, path, of_key=True)


@dataclass(frozen=True, slots=True)
class PageFile:
    """One Markdown file: its front matter, if any, and the lines below it, the first being `line`."""

    file: str
    front: yamltext.Mapping | None
    markdown: str
    line: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """All that a workspace says, still text with places, by file and id."""

    shared: dict[str, YamlFile] = field(default_factory=dict)
    roles: dict[str, YamlFile] = field(default_factory=dict)
    pcns: dict[str, YamlFile] = field(default_factory=dict)
    services: dict[str, dict[str, YamlFile]] = field(default_factory=dict)
    """By PCN, then by the name of the file."""
    pages: dict[str, PageFile] = field(default_factory=dict)
    pictures: dict[str, dict[str, int]] = field(default_factory=dict)
    """By PCN: the picture files beside its pcn.yml, and how many bytes each has."""

    def ids(self, shared: str) -> dict[str, yamltext.Node]:
        """What stands at the top of a shared file, by id. Empty where it cannot be read."""
        return self.shared[shared].node.entries if shared in self.shared else {}


def load(workspace: Workspace, only: Collection[str] | None = None) -> tuple[Loaded, list[Problem]]:
    """The values of a workspace, or of only some of its PCNs, and every file that cannot be read."""
    loaded, problems = Loaded(), []
    problems += [p for p in _strays(workspace) if only is None or not p.pcn or p.pcn in only]

    def read(
        path: Path, parse: Callable[[str, str], tuple[_Value | None, list[Problem]]], pcn: str = ""
    ) -> _Value | None:
        shown = workspace.shown(path)
        text, wrong = _text(path, workspace, shown)
        value = None
        if text is not None:
            value, wrong = parse(text, shown)
        problems.extend(Problem(p.place, p.sentence, p.fix, pcn) for p in wrong)
        return value

    for name in SHARED:
        path = workspace.find(f"content/{name}.yml") or workspace.root / f"content/{name}.yml"
        if file := read(path, _yaml):
            loaded.shared[name] = file
    for below, path in workspace.each("roles", "*.yml").items():
        if file := read(path, _yaml):
            loaded.roles[below.removesuffix(".yml")] = file
    for pcn in workspace.pcns():
        path = workspace.root / f"content/pcns/{pcn}/pcn.yml"
        if path.with_suffix(".yaml").exists() and not path.exists():
            continue  # told above as a stray
        if (only is None or pcn in only) and (file := read(path, _yaml, pcn)):
            loaded.pcns[pcn] = file
            beside = (p for p in path.parent.iterdir() if p.suffix in PICTURES and p.is_file() and not p.is_symlink())
            loaded.pictures[pcn] = {picture.name: picture.stat().st_size for picture in beside}
        if only is None or pcn in only:
            services = {}
            for path in sorted((workspace.root / f"content/pcns/{pcn}/services").glob("*.yml")):
                if path.name[0] != "." and (file := read(path, _yaml, pcn)):
                    services[path.stem] = file
            loaded.services[pcn] = services
    for below, path in workspace.each("content/pages", "*.md").items():
        if page := read(path, _page):
            loaded.pages[below.removesuffix(".md")] = page
    return loaded, problems


def _strays(workspace: Workspace) -> Iterator[Problem]:
    """Files that somebody meant to be read, under names that are not."""
    for folder in ("roles", "content"):
        base = workspace.root / folder
        for path in sorted(base.rglob("*.yaml")) if base.is_dir() else ():
            parts = path.relative_to(base).parts
            pcn = parts[1] if folder == "content" and parts[0] == "pcns" and len(parts) > 2 else ""
            yield Problem(
                Place(workspace.shown(path)),
                "the name of this file ends in .yaml, so it is not read",
                f"Name it {path.stem}.yml",
                pcn,
            )
    pcns = workspace.root / "content/pcns"
    for path in sorted(pcns.glob("*.yml")) if pcns.is_dir() else ():
        yield Problem(
            Place(workspace.shown(path)),
            "a PCN is a folder with a pcn.yml in it",
            f"Move this to content/pcns/{slug(path.stem) or 'my-pcn'}/pcn.yml",
        )


def _text(path: Path, workspace: Workspace, shown: str) -> tuple[str | None, list[Problem]]:
    """The text of a file, or why it cannot be had. Nothing outside the workspace or the shipped files is read."""

    def no(sentence: str, fix: str, line: int = 1, column: int = 1) -> tuple[None, list[Problem]]:
        return None, [Problem(Place(shown, line, column), sentence, fix)]

    try:
        real = path.resolve(strict=True)
        if not any(real.is_relative_to(base.resolve()) for base in (workspace.root, workspace.shipped)):
            return no("this is a link to a place outside the workspace", "Put the file itself here.")
        if not real.is_file():
            return no("this is a folder, and a file is expected here", "Rename the folder, or move it away.")
        if (size := real.stat().st_size) > LARGEST:
            return no(
                f"this file has {size / 1e6:.1f} million characters",
                "A file may have up to 1 million. Is it the right file?",
            )
        data = real.read_bytes()
    except FileNotFoundError:
        return no("this file is missing", "Write it, or remove its folder. README shows what it holds.")
    except OSError as error:
        return no(f"this file cannot be read: {error.strerror}", "Look at its permissions.")
    if b"\0" in data:
        return no("this is not a text file", "Save it as plain text in UTF-8.")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        return no(
            "this letter is not UTF-8",
            "Save the file with the encoding UTF-8.",
            before.count("\n") + 1,
            len(before) - before.rfind("\n"),
        )
    if not text.strip():
        return no("this file is empty", "Write it, or delete it. README shows what it holds.")
    return text, []


def _yaml(text: str, shown: str) -> tuple[YamlFile | None, list[Problem]]:
    node, problems = yamltext.read(text, shown)
    if isinstance(node, yamltext.Mapping):
        return YamlFile(shown, node), problems
    if not problems:
        what = "only comments" if node is None else "a list" if isinstance(node, yamltext.Sequence) else "only text"
        problems = [
            Problem(
                node.place if node else Place(shown),
                f"this file holds {what}, and fields are expected",
                "Write fields, for example name: Marsh Lane",
            )
        ]
    return None, problems


def _page(text: str, shown: str) -> tuple[PageFile | None, list[Problem]]:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not text.startswith("---\n"):
        return PageFile(shown, None, text, 1), []
    head, found, body = text[4:].partition("\n---\n")
    if not found:
        return None, [
            Problem(
                Place(shown), "3 dashes open here and do not close", "End the front matter with a line of 3 dashes."
            )
        ]
    # The newline in front keeps the line numbers those of the file.
    node, problems = yamltext.read("\n" + head + "\n", shown)
    front = node if isinstance(node, yamltext.Mapping) else None
    return PageFile(shown, front, body, head.count("\n") + 4), problems
