"""What lies beside a PCN's `pcn.yml` and goes with it: photos of people, categories, what imports remember."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rolecall.joining.outcome import Outcome
from rolecall.joining.pair import Pair
from rolecall.joining.written import changed
from rolecall.load import PcnPicture, Workspace, pcn_pictures
from rolecall.places import Place, Problem
from rolecall.workspace import CATEGORIES, IMPORTED
from rolecall.yamltext import plain, read


@dataclass(slots=True)
class Beside:
    """Files of one PCN that are to lie beside the `pcn.yml` of another."""

    workspace: Workspace
    id: str
    to: str
    pictures: dict[str, PcnPicture] = field(default_factory=dict)

    def finish(self, services: Mapping[str, str], out: Outcome) -> None:
        """Put them among the files: photos, categories, and what imports brought, by the new names of services."""
        self.take_along(out)
        self._categories(out)
        if brought := self._read(self.id, IMPORTED):
            before = self._read(self.to, IMPORTED)
            lines = [line for line in brought.splitlines() if line.strip() and (not before or line[0] != "#")]
            known = {*before.splitlines()}
            lines = [line for line in (_renamed(line, services) for line in lines) if line not in known]
            start = before if not before or before.endswith("\n") else f"{before}\n"
            out.files[self._file(self.to, IMPORTED)] = (start + "".join(f"{line}\n" for line in lines)).encode()

    def take_along(self, out: Outcome) -> None:
        """Put the photos of people among the files."""
        for name, picture in self.pictures.items():
            assert isinstance(picture.data, bytes), "it is sound"
            out.files[self._file(self.to, name)] = picture.data

    def _categories(self, out: Outcome) -> None:
        mine, theirs = self._read(self.id, CATEGORIES), self._read(self.to, CATEGORIES)
        if not mine:
            return
        file = self._file(self.to, CATEGORIES)
        if not theirs:
            out.files[file] = mine.encode()
            return
        known, there = plain(read(mine, "")[0]), plain(read(theirs, file)[0])
        assert isinstance(known, dict) and isinstance(there, dict), "both were read"
        new = {name: needs for name, needs in known.items() if name not in there}
        if new:
            out.files[file] = changed(theirs, {**there, **new}, file)[0].encode()
        for name, needs in known.items():
            if name not in new and needs != there[name]:
                sentence = f'the category "{name}" stands for {needs} in {self.id}, and for {there[name]} in {self.to}'
                fix = f"The next import goes by {self.to}. Change it if that is not right."
                out.decide.append(Problem(Place(file), sentence, fix, kind="conflict"))

    def _read(self, pcn: str, name: str) -> str:
        path = self.workspace.root / self._file(pcn, name)
        return path.read_bytes().decode("utf-8-sig") if path.is_file() else ""

    @staticmethod
    def _file(pcn: str, name: str) -> str:
        return f"content/pcns/{pcn}/{name}"


def beside(pair: Pair, people: dict[int, dict[str, Any]]) -> Beside:
    """What goes with people: their photos, under other names where theirs are taken there. `people` name them then."""
    workspace = pair.opened.workspace
    found = Beside(workspace, pair.id, pair.to)
    mine, theirs = pcn_pictures(workspace, pair.id), {**pcn_pictures(workspace, pair.to)}
    for person in people.values():
        name = person.get("photo")
        if not name or name not in mine:
            continue
        new, at = name, Path(name)
        if name in theirs and theirs[name].data != mine[name].data:
            new = f"{at.stem}-{pair.id}{at.suffix}"
        person["photo"] = new
        found.pictures[new] = theirs[new] = mine[name]
    return found


def _renamed(line: str, services: Mapping[str, str]) -> str:
    name, space, rest = line.partition(" ")
    return f"{services.get(name, name)}{space}{rest}" if name != "#" else line
