"""Entries that come into a small workspace, again and again, as an import brings them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from rolecall.bundled import bundled
from rolecall.exchange.incoming import Entry, Finding
from rolecall.exchange.incoming.bringing import brought_in
from rolecall.exchange.incoming.report import Report, Source
from rolecall.exchange.incoming.updates import Wishes
from rolecall.load import Workspace
from rolecall.opened import open_shared
from rolecall.places import Place
from rolecall.writing import write_all
from rolecall.yamltext import plain, read

TODAY = date(2026, 11, 22)
PCN = "name: Testbury PCN\nods_code: U12345\n"
LOSSES = Wishes(accept_losses=True)
_SHARED: list[Any] = []


def entry(key: str, **fields: Any) -> Entry:
    """A service that comes in. Fields that start with `_` are those of the entry itself."""
    about = {name[1:]: fields.pop(name) for name in [*fields] if name.startswith("_")}
    about["held_back"] = tuple(Finding(kind, "", f"it is {kind}") for kind in about.pop("held_back", ()))
    full = {"name": f"Club {key}", "description": "Tea.", "organisation": {"name": "Quay Trust"}, **fields}
    full = {name: value for name, value in full.items() if value is not None}
    return Entry(Place("feed.json"), key, str(full.get("name", "")), full, **about)


def begin(root: Path) -> Path:
    """A workspace with a PCN that has nothing yet."""
    folder = root / "content/pcns/testbury"
    (folder / "services").mkdir(parents=True)
    (folder / "pcn.yml").write_text(PCN)
    return root


def take(
    root: Path,
    entries: Sequence[Entry],
    *,
    feed: str = "Council",
    whole: bool = True,
    outside: Sequence[str] = (),
    wishes: Wishes = LOSSES,
    **source: Any,
) -> Report:
    """Import, and write what changes."""
    if not _SHARED:
        _SHARED.append(open_shared(Workspace(bundled(), bundled()), today=TODAY))
    opened = replace(_SHARED[0], workspace=Workspace(root, bundled())).with_pcns(["testbury"], services=False)
    assert not opened.problems, "\n".join(map(str, opened.problems))
    about = Source(feed, "feed.json", is_whole=whole, **source)
    report, problems = brought_in(opened, "testbury", entries, about, outside=outside, wishes=wishes)
    assert report, problems
    write_all({path: text.encode() for path, text in report.arrived.texts.items()})
    return report


def services(root: Path) -> dict[str, Any]:
    """What each file of a service says, by its name."""
    folder = root / "content/pcns/testbury/services"
    return {path.stem: said_in(path) for path in sorted(folder.glob("*.yml"))}


def said_in(path: Path) -> Mapping[str, Any]:
    node, problems = read(path.read_text(), path.name)
    assert not problems
    value: Any = plain(node)
    return value
