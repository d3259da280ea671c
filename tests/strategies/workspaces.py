"""Whole workspaces, as the files that somebody would have."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from strategies import local, pages, services, shared
from strategies.drawn import World
from strategies.pictures import PICTURES

DAYS = [date(2026, 11, 22)] * 3 + [date(2028, 2, 29), date(2026, 12, 31), date(2098, 1, 1)]

SPOILT = [b"", b"a: [", b"- a\n", b"name: Caf\xe9\n", b"\0", b"a: &x b\n", b"# nothing\n", b"name: a\nname: b\n"]


@dataclass(frozen=True, repr=False)
class Drawn:
    """A workspace: what its files say, whether it takes the shared files that Rolecall ships, and the day."""

    files: dict[str, Any]
    """By path: bytes, text, or the value of a YAML file."""
    over_shipped: bool
    today: date
    slips: int
    """As in `World`."""

    def __repr__(self) -> str:
        over = "over what Rolecall ships" if self.over_shipped else "with shared files of its own"
        return f"a workspace {over}, on {self.today}: {', '.join(sorted(self.files))}"

    @property
    def pcns(self) -> list[str]:
        """The ids of its PCNs."""
        return sorted({path.split("/")[2] for path in self.files if path.startswith("content/pcns/")})

    def write(self, root: Path) -> None:
        """Write the files below an empty folder."""
        shutil.rmtree(root, ignore_errors=True)
        (root / "content/pages").mkdir(parents=True)
        for name, said in self.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = said if isinstance(said, str | bytes) else as_yaml(said)
            path.write_bytes(data.encode() if isinstance(data, str) else data)


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def as_yaml(said: Any) -> str:
    """A value as a YAML file."""
    text: str = yaml.dump(said, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
    return text


@st.composite
def workspaces(draw: st.DrawFn) -> Drawn:
    """Any workspace. Most are without a slip, so that they ought to be accepted. The others have slips in one part."""
    slips = draw(st.sampled_from([0, 0, 0, 0, 400, 400, 30]))
    part = draw(st.sampled_from(["shared", "pages", "a PCN", "a PCN", "a PCN"])) if slips else ""
    sound = World(draw(st.sampled_from(DAYS)))
    over_shipped = draw(st.sampled_from([False, False, False, True]))
    base = shared.files_over_shipped if over_shipped else shared.drawn_files
    world, said = draw(base(replace(sound, slips=slips if part == "shared" else 0)))
    questions = shared.asked(said.get("content/questions.yml") or shared.shipped("content/questions.yml"))
    sound = local.with_core(replace(world, slips=0), [id for id in world.ids["roles"] if _is_core(id, said)])
    careless = replace(sound, slips=slips)
    files: dict[str, Any] = {**said}
    beside = draw(pages.pages(careless if part == "pages" else sound))
    files |= {f"content/pages/{name}": text for name, text in beside.items()}
    names = draw(st.lists(st.sampled_from(["a", "b-2", "marsh-lane"]), min_size=1, max_size=2, unique=True))
    for at, id in enumerate(names):
        files |= draw(_pcn(careless if part == "a PCN" and at == 0 else sound, questions, id, at))
    if draw(st.booleans()):
        files |= draw(_for_several(careless if part == "shared" else sound, files, names))
    if slips and draw(st.integers(0, 7)) == 3:
        name = draw(st.sampled_from(sorted(files)))
        files[name] = draw(st.sampled_from(SPOILT))
    return Drawn(files, over_shipped, world.today, slips)


def _is_core(id: str, said: dict[str, Any]) -> bool:
    role = said.get(f"roles/{id}.yml") or shared.shipped(f"roles/{id}.yml")
    return str(role.get("core", "no")).lower() in ("yes", "true")


@st.composite
def _for_several(draw: st.DrawFn, world: World, files: dict[str, Any], pcns: list[str]) -> dict[str, Any]:
    """The files of services for several PCNs, and of what differs of them in each."""
    found: dict[str, Any] = {}
    names = {id: str(files[f"content/pcns/{id}/pcn.yml"].get("name", id)) for id in pcns}
    for name, (service, stands_in) in draw(services.for_several(world, names)).items():
        found[f"content/services/{name}.yml"] = service
        for pcn in stands_in:
            path = f"content/pcns/{pcn}/services/{name}.yml"
            if path not in files and draw(st.booleans()):
                found[path] = draw(services.what_differs(world))
    return found


@st.composite
def _pcn(draw: st.DrawFn, world: World, questions: dict[str, Any], id: str, at: int) -> dict[str, Any]:
    """The files of one PCN."""
    folder = f"content/pcns/{id}"
    pcn = draw(local.pcns(world, questions, at))
    own = draw(services.services_of(world, checked="checked" in pcn))
    there = ["roles/", "services/", "surgeries", *(f"{id}/" for id in world.ids["core"])]
    there += [f"services/{name}/" for name in own if re.fullmatch("[a-z0-9-]+", name)]
    if moved := draw(local.moves(world, there)):
        pcn["moved"] = moved
    files: dict[str, Any] = {f"{folder}/pcn.yml": pcn}
    files |= {f"{folder}/services/{name}.yml": said for name, said in own.items()}
    files |= {f"{folder}/{name}": PICTURES[Path(name).suffix] for name in (*local.PICTURES, "icon.svg")}
    lines = world.mostly(st.sampled_from(["", "# said\n/roles/\n/services/\n/\n"]), ["/gone/\n", "x y\n"])
    if lock := draw(lines):
        files[f"{folder}/links.lock"] = lock
    if world.slips and draw(st.integers(0, 9)) == 3:
        strays = ["services/tea.yml.txt", "services/Tea.YML", "services/tea.yaml", "pcn.yaml", ".hidden.yml"]
        files[f"{folder}/{draw(st.sampled_from(strays))}"] = "name: Tea\n"
    if world.slips and draw(st.integers(0, 19)) == 3:
        files[f"{folder}/links.lock"] = b"/caf\xe9/\n"
    return files
