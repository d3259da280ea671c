"""Changes to the new texts of YAML files, and what would be wrong with these, each problem at its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rolecall.bundled import bundled
from rolecall.clashes import clashes
from rolecall.editing.changes import Merged, applied
from rolecall.editing.headings import in_headings
from rolecall.editing.layout import Layout
from rolecall.editing.promises import leading_on
from rolecall.editing.several import followed, what_differs
from rolecall.load import Loaded, Workspace, YamlFile
from rolecall.model import Content, Service
from rolecall.pages import Plan, plan
from rolecall.places import Path as Steps
from rolecall.places import Place, Problem
from rolecall.site import Site, site_of
from rolecall.templates import Words, environment, theme_folders
from rolecall.validate import validate
from rolecall.yamltext import YamlFields, composed, plain, read, updated

SERVICE_SCHEMA_LINE = "# yaml-language-server: $schema=../../../../.rolecall/schemas/service.json"
PART_SCHEMA_LINE = SERVICE_SCHEMA_LINE.replace("service.json", "service-here.json")


def layout_of(content: Content, loaded: Loaded, pcn: str, *, today: date) -> Layout:
    """The layout of a PCN as its files are now."""
    raw: Any = plain(loaded.pcns[pcn].node)
    raws: Any = {id: plain(file.node) for id, file in loaded.services_in(pcn).items()}
    shared: Any = {id: plain(loaded.shared_services[id].alone.node) for id in followed(loaded, pcn)}
    return Layout(content, pcn, raw, raws, today=today, shared=shared, parts=loaded.parts.get(pcn, {}))


def changed_files(
    found: Merged, layout: Layout, loaded: Loaded, pcn: str, root: Path, *, today: date
) -> tuple[dict[Path, str], list[Problem]]:
    """The new texts of the files that cells change, and all that is wrong with cells or would be with files."""
    after = applied(found.changes, layout.raw, layout.raws)
    workspace = Workspace(root, bundled())
    texts, files, problems = _written(after, found, layout, loaded, root)
    wrong, now = _wrong(files, loaded, pcn, found, workspace, today=today)
    if now and not problems:
        raw = after.get("", dict(layout.raw))
        site = site_of(layout.content, pcn, today=today)
        lost = leading_on(raw.get("moved") or {}, (site, plan(site, _words())), now, workspace)
        if lost and any(change.field.path[:1] == ("moved",) for change in found.changes):
            return texts, [*wrong, *_lost(lost, found)]
        if lost:
            after[""] = {**raw, "moved": {**(raw.get("moved") or {}), **lost}}
            found.follows += [f"The old address /{old} leads to /{new} now" for old, new in lost.items()]
            texts, files, problems = _written(after, found, layout, loaded, root)
            wrong, _ = _wrong(files, loaded, pcn, found, workspace, today=today)
    return texts, [*problems, *wrong]


def _lost(lost: Mapping[str, str], found: Merged) -> Iterator[Problem]:
    """The problem of a line that is taken out of the pages that moved, and whose old page nobody finds then."""
    place = next(change.place for change in found.changes if change.field.path[:1] == ("moved",))
    for old, new in lost.items():
        sentence = f"/{old} was published, and would lead nowhere"
        yield Problem(place, sentence, f"Keep a line for it, as {old}: {new}", kind="address")


def _written(
    after: Mapping[str, Any], found: Merged, layout: Layout, loaded: Loaded, root: Path
) -> tuple[dict[Path, str], dict[str, YamlFile], list[Problem]]:
    """The new texts of files, what they say then by the id of each, and what cannot be written."""
    pcn, problems = layout.pcn, [*found.problems]
    texts: dict[Path, str] = {}
    files: dict[str, YamlFile] = {}
    shared = followed(loaded, pcn)
    for id in after:
        value = after[id]
        if id in shared:
            local: Any = plain(loaded.services[pcn][id].node) if id in loaded.services[pcn] else {}
            value, emptied = what_differs(value, layout.raws[id], local=local, theirs=layout.shared[id])
            problems += (_not_emptied(field, id, shared[id], found) for field in emptied)
        file = loaded.services[pcn].get(id) if id else loaded.pcns[pcn]
        shown = file.file if file else f"content/pcns/{pcn}/services/{id}.yml"
        old = (root / shown).read_bytes().decode() if file else ""
        text = updated(old, file.node, value) if file else new_service(value, is_part=id in shared)
        node = read(text, shown)[0] if text is not None else None
        if text is None or not isinstance(node, YamlFields):
            changed = [change.place for change in found.changes if change.field.file == id or not id]
            sentence = f"{shown} is written in a way that does not let this be changed"
            problems.append(Problem(changed[0], sentence, "Change the file itself.", kind="unreadable"))
        elif text != old:
            texts[root / shown], files[id] = text, YamlFile(shown, node)
    return texts, files, problems


def _not_emptied(name: str, id: str, shared: str, found: Merged) -> Problem:
    """The problem of a field that a cell empties, and that a file for several PCNs fills in again."""
    place = next(change.place for change in found.changes if change.field.file == id and change.field.path[0] == name)
    sentence = f"this is from {shared}, for several PCNs, and cannot be emptied for one"
    return Problem(place, sentence, "Write what is so in your PCN, or have that file changed.", kind="conflict")


def new_service(value: Mapping[str, Any], *, is_part: bool = False) -> str:
    """The text of a new file of a service, or of what differs from one for several, in the order of the model."""
    line = PART_SCHEMA_LINE if is_part else SERVICE_SCHEMA_LINE
    return line + "\n" + composed({name: value[name] for name in Service.model_fields if name in value})


@cache
def _words() -> Words:
    """Titles as our templates have them. A mistake in a PCN's own template is nothing of an edit."""
    return Words(environment(theme_folders(Workspace(bundled(), bundled()))))


def _wrong(
    files: Mapping[str, YamlFile], loaded: Loaded, pcn: str, found: Merged, workspace: Workspace, *, today: date
) -> tuple[list[Problem], tuple[Site, Plan] | None]:
    """What would be wrong with the files after the change, and the site that they make where nothing is."""
    services = {**loaded.services[pcn], **{id: file for id, file in files.items() if id}}
    pcns = {pcn: files.get("", loaded.pcns[pcn])}
    after = replace(loaded, pcns={**loaded.pcns, **pcns}, services={**loaded.services, pcn: services})
    content, problems = validate(after, [], today=today)
    made: tuple[Site, Plan] | None = None
    if content and pcn in content.pcns:
        site = site_of(content, pcn, today=today)
        made = site, plan(site, _words())
        problems += clashes(*made, after.pcns[pcn], workspace)
    return [*_at_cells(problems, after, pcn, found)], made


def _at_cells(problems: Sequence[Problem], after: Loaded, pcn: str, found: Merged) -> Iterator[Problem]:
    """Each problem at the cell that it comes from."""
    services, loaded = after.services[pcn], after
    ids = {shared: id for id, shared in followed(loaded, pcn).items()}
    ids |= {file.file: id for id, file in (("", after.pcns[pcn]), *services.items())}
    odd = {problem.place for problem in found.problems}  # What such a cell says is not there yet, and not missing.
    for problem in problems:
        id = ids.get(problem.place.file)
        path = problem.place.path
        nearest = _nearest_cell(path, id, found) if id is not None else None
        if nearest is None:
            yield in_headings(_at_a_change(problem, found))
            continue
        field_path, place, heading = nearest
        if problem.kind == "missing" and place in odd:
            continue
        if problem.kind == "missing" and field_path[: len(path)] == path:
            yield Problem(place, f'there is nothing under "{heading}"', "Fill it in.", kind="missing")
        else:
            yield in_headings(replace(problem, place=replace(place, path=path), pcn=""))


def _at_a_change(problem: Problem, found: Merged) -> Problem:
    """A problem of what is not in the workbook, at a change: of a code, by which others know a surgery, or the first.

    Whoever has the workbook alone cannot look at a line of a file.
    """
    if not found.changes:  # It was wrong before, and is nothing of this workbook.
        return replace(problem, pcn="")
    known_by = (change for change in found.changes if change.takes_out or change.field.path[-1] == "ods_code")
    change = next(known_by, found.changes[0])
    name = problem.place.file.rpartition("/")[2]
    sentence = f"with this change, {name} would be wrong: {problem.sentence}"
    return replace(problem, place=replace(change.place, path=problem.place.path), sentence=sentence, pcn="")


def _nearest_cell(path: Steps, id: str, found: Merged) -> tuple[Steps, Place, str] | None:
    """The cell of the field at `path`, or of the one nearest to it: its field, place and heading."""

    def shared(other: Steps) -> int:
        return next(
            (at for at, (a, b) in enumerate(zip(path, other, strict=False)) if a != b), min(len(path), len(other))
        )

    cells = {other: cell for (file, other), cell in found.cells.items() if file == id}
    if not cells:
        return None
    changed = {change.field.path for change in found.changes if change.field.file == id}
    best = max(cells, key=lambda other: (shared(other), other in changed, -len(other)))
    return (best, *cells[best]) if id or shared(best) else None
