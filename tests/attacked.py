"""A workspace that says all that the model can say, with attacks for its texts.

The model is walked, so a field that is added to it is attacked without a change here.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from conftest import ROOT
from rolecall import values
from rolecall.load import Workspace
from rolecall.model import PCN, SHARED_FILES, Role, Service
from rolecall.model.walk import example_of, fields_of, holds, value_at
from rolecall.opened import Opened, open_shared, open_workspace
from rolecall.places import Problem
from strategies.workspaces import as_yaml

TODAY = date(2026, 11, 22)
PCN_FILE = "content/pcns/riverside/pcn.yml"
OTHERS = 26
"""PCNs beside it, for what a PCN says once."""
Spot = tuple[str | int, ...]
"""A file, then the path of a value in it."""


def kinds() -> dict[str, Any]:
    """The kind of each file, by its name or by its folder with a slash."""
    shared = {
        f"content/{name}.yml": dict[str, file.model] if file.by_id else file.model  # type: ignore[name-defined]
        for name, file in SHARED_FILES.items()
    }
    return {**shared, "roles/": Role, PCN_FILE: PCN, "content/pcns/riverside/services/": Service}


def kind_of(file: str) -> Any:
    known = kinds()
    if file.endswith("/pcn.yml"):
        return PCN
    return known.get(file) or known[file[: file.rindex("/") + 1]]


def _read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)


def examples() -> dict[str, Any]:
    """What Rolecall ships and what Riverside says, by file."""
    found = {}
    for name in kinds():
        paths = sorted((ROOT / name).glob("*.yml")) if name.endswith("/") else [ROOT / name]
        found |= {path.relative_to(ROOT).as_posix(): _shorter(_read(path)) for path in paths}
    for said in found.values():
        for when in said.get("when", ()):
            when.pop("at", "")  # it names a place as that is called, which is an attack soon
    found[PCN_FILE] |= {
        "text_message": "{name}, {surgery}: {role} {link}",
        "moved": {f"gone-{at}/": "https://there.example.org/" for at in range(9)},
    }
    return found


def _shorter(value: Any) -> Any:
    """The same without most of each long list of words, which take long to read."""
    if isinstance(value, dict):
        return {key: _shorter(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_shorter(inner) for inner in (value[:9] if all(isinstance(one, str) for one in value) else value)]
    return value


def more_of(files: dict[str, Any]) -> dict[str, Any]:
    """The same with more surgeries, people, services and PCNs, so that there is room for more attacks."""
    pcn = files[PCN_FILE]
    practices = [
        {**practice, "name": f"{practice['name']} {at}", "ods_code": f"Y{80000 + 100 * at + n}"}
        for at in range(3)
        for n, practice in enumerate(pcn["practices"])
    ]
    people = [{**person, "name": f"{person['name']} {at}"} for at in range(8) for person in pcn["people"]]
    found = {
        **files,
        PCN_FILE: {**pcn, "practices": [*pcn["practices"], *practices], "people": [*pcn["people"], *people]},
    }
    for name, said in files.items():
        if "/services/" in name:
            copied = {key: value for key, value in said.items() if key != "id"}
            found[name.replace(".yml", "-2.yml")] = {**copied, "name": f"{said['name']} 2"}
    checks = {name: pcn[name] for name in ("checked", "next_check")}
    for at in range(OTHERS):
        found[f"content/pcns/other-{at}/pcn.yml"] = {"name": f"Other {at} PCN", "ods_code": f"U555{at:02}", **checks}
    return found


def fields_with_text() -> set[str]:
    """Each field of the model that people write a text in."""
    found: set[str] = set()
    left = [*kinds().values()]
    seen: set[type[BaseModel]] = set()
    while left:
        held = holds(left.pop())
        if held.inner is not None:
            left.append(held.inner)
        if held.model and held.model not in seen:
            seen.add(held.model)
            for name, there in fields_of(held.model).items():
                inner = there.kind
                while holds(inner).inner is not None:
                    inner = holds(inner).inner
                if is_text(inner):
                    found.add(f"{held.model.__name__}.{name}")
                left.append(inner)
    return found


@cache
def accepts(kind: Any, text: str) -> bool:
    """Whether a field of this kind takes a text. What it does not take, it tells as a sentence."""
    try:
        _adapter(kind).validate_python(text, context={})
    except ValidationError as error:
        assert all(found["type"] == "rolecall" for found in error.errors()), (kind, text, error)
        return False
    return True


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def is_text(kind: Any) -> bool:
    """Whether people write what they like there, or an address: neither a choice, an id, a number nor a day."""
    held = holds(kind)
    if held.type is not str or held.choices or "x-ids" in held.hints:
        return False
    return "http" in held.hints.get("pattern", "http")


ROOM = {"_line": 120, "_token": 80, "_words": 2000, "_prose": 4000}


@cache
def room(kind: Any) -> int:
    """How long a text there may be, where several fit in. 0 for addresses, numbers and the like."""
    notes = [note for note in _notes(kind) if isinstance(note, values.AfterValidator)]
    return max((ROOM.get(note.func.__name__, 0) for note in notes), default=0)


def _notes(kind: Any) -> Iterator[Any]:
    for part in get_args(kind):
        yield part
        if get_origin(part):
            yield from _notes(part)


def texts_in(kind: Any, value: Any, spot: Spot, owner: str = "") -> Iterator[tuple[Spot, str, Any]]:
    """Each text that a value holds: where it stands, which field of which model it is, and its kind."""
    held = holds(kind)
    if held.model and isinstance(value, dict):
        fields = fields_of(held.model)
        for name, inner in value.items():
            yield from texts_in(fields[name].kind, inner, (*spot, name), f"{held.model.__name__}.{name}")
    elif held.inner is not None and isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts_in(held.inner, inner, (*spot, key), owner)
    elif isinstance(value, str) and is_text(kind):
        yield spot, owner, kind


NOT_IN_SITES = {"PCN.site_url", "When.at", "LinkException.address", "LinkException.reason"}
"""Where a site is, which `test_values.py` and `test_servers.py` attack, the name of a place, which is not free, and
which links are left alone, which no page says."""

LARGE = ("roles", "practices", "people", "site_url", "text_message")
"""What only Riverside says. The other PCNs are small."""


def whole(kind: Any, value: Any, spot: Spot, added: set[Spot]) -> Any:
    """A value with each field that is not there and leads to a text. `added` learns where those are."""
    held = holds(kind)
    if held.model and isinstance(value, dict):
        found = {}
        for name, there in fields_of(held.model).items():
            at = (*spot, name)
            if held.model is PCN and at[0] != PCN_FILE and name in LARGE and name not in value:
                continue
            if name in value:
                found[name] = whole(there.kind, value[name], at, added)
            elif leads_to_text(there.kind) and f"{held.model.__name__}.{name}" not in NOT_IN_SITES:
                added.add(at)
                example = yaml.load(example_of(there.kind).replace("...", "Example"), yaml.CBaseLoader)
                found[name] = whole(there.kind, example, at, added)
        return found
    if held.inner is not None and isinstance(value, dict):
        return {key: whole(held.inner, inner, (*spot, key), added) for key, inner in value.items()}
    if held.inner is not None and isinstance(value, list):
        return [whole(held.inner, inner, (*spot, at), added) for at, inner in enumerate(value)]
    return value


def leads_to_text(kind: Any) -> bool:
    held = holds(kind)
    if held.model:
        return any(leads_to_text(there.kind) for there in fields_of(held.model).values())
    if held.inner is not None:
        return leads_to_text(held.inner)
    return is_text(kind) and (room(kind) > 0 or held.hints.get("format") in ("uri", "email"))


IN_MESSAGES = {
    *(f"StaffWords.{name}" for name in ("texts", "texts_alone")), "PCN.text_message",
    *(f"{of}.text_name" for of in ("LocalRole", "Practice")),
}  # fmt: skip
"""What goes into texts to phones. As these have 160 letters in all, only short attacks fit in."""


MESSAGE = 9
"""The characters of those attacks."""


@dataclass
class Attacked:
    """A workspace whose texts become attacks, as many as each takes, and what was refused."""

    root: Path
    files: dict[str, Any]
    attacks: Sequence[str] = ()
    texts: dict[Spot, tuple[str, Any]] = field(default_factory=dict)
    """Of each text that may be an attack, the field and its kind."""
    placed: dict[Spot, list[str]] = field(default_factory=dict)
    waiting: dict[str, list[str]] = field(default_factory=dict)
    """By field, what has not been tried in it."""
    rooms: dict[str, int] = field(default_factory=dict)
    """How much a field takes, as far as is known."""
    behind: set[str] = field(default_factory=set)
    """The fields where an attack stands behind what was there, as no text is taken without it."""
    refused: dict[tuple[str, str], Problem] = field(default_factory=dict)
    """By field and attack."""
    before: dict[Spot, Any] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    """The files that are not written as they are now."""

    def opened(self) -> Opened:
        self.write_changed()
        return open_workspace(Workspace(self.root, ROOT), today=TODAY)

    def write_changed(self) -> None:
        for name in self.changed:
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(as_yaml(self.files[name]), "utf-8")
        self.changed.clear()

    def begin(self) -> None:
        """Find the texts, and what each field may take."""
        for name, value in self.files.items():
            for spot, owner, kind in texts_in(kind_of(name), value, (name,)):
                self.texts[spot], self.before[spot], self.placed[spot] = (owner, kind), value_at(self.files, spot), []
                self.rooms[owner] = min(room(kind), MESSAGE) if owner in IN_MESSAGES else room(kind)
                fit = self.attacks_for(owner, kind)
                self.waiting.setdefault(owner, sorted(fit, key=lambda text: "{" in text))

    def attacks_for(self, owner: str, kind: Any) -> list[str]:
        """The attacks that a field of this kind takes by itself, before any rule looks at it."""
        most = 0 if owner in NOT_IN_SITES else MESSAGE if owner in IN_MESSAGES else 10_000
        fit = [text for text in self.attacks if len(text) <= most and accepts(kind, text)]
        return [text for text in fit if "://" in text] if owner == "PCN.moved" else fit  # no page here is called so

    def fill(self) -> None:
        """Put what waits where there is room. What may be a slot does not stand beside what is none."""
        for spot, (owner, _) in self.texts.items():
            queue, pack = self.waiting[owner], list[str]()
            if self.placed[spot] or not queue:
                continue
            left = self.rooms[owner] - (len(self.before[spot]) + 1 if owner in self.behind else 0)
            while queue and (not pack or (len(queue[0]) < left and ("{" in queue[0]) == ("{" in pack[0]))):
                pack.append(queue.pop(0))
                left -= len(pack[-1]) + 1
            self.write(spot, pack)

    def write(self, spot: Spot, pack: list[str]) -> None:
        self.placed[spot] = pack
        self.changed.add(str(spot[0]))
        kept = [self.before[spot]] if self.texts[spot][0] in self.behind or not pack else []
        inner = value_at(self.files, spot[:-1])
        inner[spot[-1]] = " ".join([*kept, *pack])

    def take_back(self, spot: Spot, problem: Problem) -> None:
        """Try what was refused behind what was there, then by halves. One attack alone is refused."""
        owner, pack = self.texts[spot][0], self.placed[spot]
        if problem.kind == "size" and len(pack) > 1:
            self.rooms[owner] = sum(map(len, pack)) // 2
        if owner not in self.behind and self.rooms[owner]:
            self.behind.add(owner)
            self.write(spot, pack)
        elif len(pack) > 1:
            self.waiting[owner] += pack[len(pack) // 2 :]
            self.write(spot, pack[: len(pack) // 2])
        else:
            self.refused[owner, pack[0]] = problem
            self.write(spot, [])

    def settle(self) -> Opened:
        """Fill all texts, until nothing is refused that stands there."""
        for _ in range(60):
            self.fill()
            opened = self.opened()
            if not opened.problems:
                return opened
            wrong: dict[Spot, Problem] = {}
            for problem in opened.problems:
                at = spot_of(problem)
                near = [s for s, pack in self.placed.items() if pack and (s[: len(at)] == at or at[: len(s)] == s)]
                near = near or [s for s, pack in self.placed.items() if pack and self.texts[s][0] in IN_MESSAGES]
                assert near, f"nobody attacked this: {problem}"
                for spot in [at] if at in near else near:
                    wrong.setdefault(spot, problem)
            for spot, problem in wrong.items():
                self.take_back(spot, problem)
        raise AssertionError("there is no end of problems: " + "; ".join(map(str, opened.problems[:5])))

    def next_round(self) -> bool:
        """Empty the fields for which attacks wait. Gives whether there are any."""
        left = {owner for owner, queue in self.waiting.items() if queue}
        for spot, (owner, _) in self.texts.items():
            if owner in left:
                self.write(spot, [])
        return bool(left)


def spot_of(problem: Problem) -> Spot:
    return (problem.place.file, *problem.place.path)


def prune(files: dict[str, Any], added: set[Spot], problems: list[Problem]) -> list[Problem]:
    """Take out what was added and has a problem. Gives the problems of what was not added."""
    others = []
    for problem in problems:
        spot = spot_of(problem)
        within = [one for one in added if one[: len(spot)] == spot or spot[: len(one)] == one]
        if not within:
            others.append(problem)
            continue
        above = [one for one in within if spot[: len(one)] == one]
        for one in [max(above, key=len)] if above else within:
            inner: Any = files
            for step in one[:-1]:
                inner = inner.get(step, {}) if isinstance(inner, dict) else inner[step]
            if isinstance(inner, dict):
                inner.pop(one[-1], None)
            added.discard(one)
    return others


def attacked(root: Path, attacks: Sequence[str], *, more: bool) -> Attacked:
    """A workspace in an empty folder that says all that it can, and takes as many of the attacks as fit."""
    for name in ("content/pages", "content/pcns/riverside"):
        shutil.copytree(ROOT / name, root / name)
    (root / "content/pcns/riverside/links.lock").unlink()
    added: set[Spot] = set()
    said = more_of(examples()) if more else examples()
    found = Attacked(root, {name: whole(kind_of(name), value, (name,), added) for name, value in said.items()}, attacks)
    found.changed |= {*said}
    while problems := found.opened().problems:
        found.changed |= {problem.place.file for problem in problems}
        before = len(added)
        others = prune(found.files, added, [*problems])
        assert len(added) < before, "\n".join(map(str, others))
    found.begin()
    found.settle()
    return found


def everywhere(value: Any, text: str) -> Any:
    """The same with an attack in place of each text, choice, id, number and day."""
    if isinstance(value, dict):
        return {key: everywhere(inner, text) for key, inner in value.items()}
    return [everywhere(inner, text) for inner in value] if isinstance(value, list) else text


def refusals(root: Path, attacks: Sequence[str]) -> Iterator[tuple[str, tuple[Problem, ...]]]:
    """What is told where an attack stands in each field of what a PCN says, whatever its field is for."""
    shared = open_shared(Workspace(root, ROOT), today=TODAY)
    for text in attacks:
        files = {name: everywhere(value, text) for name, value in examples().items() if "/pcns/" in name}
        Attacked(root, files, changed={*files}).write_changed()
        yield text, shared.with_pcns(["riverside"]).problems
