"""All that may be edited of a PCN, sheet by sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rolecall.editing import fields
from rolecall.editing.cells import Field
from rolecall.editing.described import describe, folded_name, needed
from rolecall.editing.layout import Layout
from rolecall.editing.roles import of_roles
from rolecall.editing.sheet import KEY, OUT, STILL_RIGHT, TAKE_OUT, WITH_ALL, YES_NO, Cell, Heading, Row, Sheet
from rolecall.model import PCN, Service
from rolecall.model.walk import value_at
from rolecall.slugs import slug

ROOM = 20
"""Times, places, prices that a service may have in a workbook. More would be columns that nobody finds."""


def sheets_of(layout: Layout, *, room: int = 2) -> list[Sheet]:
    """The sheets in their order. Each service has room for as many times and places, or for the longest list."""
    services = of_services(layout, room=room)
    return [of_pcn(layout), of_practices(layout), of_roles(layout), services, of_people(layout), of_helplines(layout)]


def of_pcn(layout: Layout) -> Sheet:
    """What the PCN says of itself, a line for each field."""
    rows = []
    for name, path, kind in fields.PCN_FIELDS:
        what = layout.field("", PCN, path, kind, layout.raw)
        if (name, path, kind) == fields.CHECKS[0]:
            rows.append(_asked_of_all(layout))
        rows.append(
            Row(".".join(map(str, path)), {"What": name, "Your words": what, "What it is": describe(PCN, path)})
        )
    headings = [Heading("What", fixed=True), Heading("Your words"), Heading("What it is", fixed=True)]
    keys = {name.casefold(): ".".join(map(str, path)) for name, path, _ in fields.PCN_FIELDS}
    keys[STILL_RIGHT.casefold()] = STILL_RIGHT
    return Sheet(
        "Your PCN", "One row each. Leave empty what you do not want on the site.", headings, rows,
        known_by=("What",), named=lambda words: keys.get(words.get("What", "").casefold()),
    )  # fmt: skip


def _asked_of_all(layout: Layout) -> Row:
    """The line that asks of all that rests on the PCN's own check. It has the cells of that check too."""
    check: dict[str, Cell] = {name: layout.field("", PCN, path, kind, layout.raw) for name, path, kind in fields.CHECKS}
    help = "Yes, if you have checked this sheet, and all on the others that has no check of its own."
    asked = Field("", (STILL_RIGHT,), "choice", None, {"yes": YES_NO["yes"]})
    return Row(STILL_RIGHT, {**check, "What": STILL_RIGHT, "Your words": asked, "What it is": help})


def of_practices(layout: Layout) -> Sheet:
    """The surgeries, a line each."""
    rows = [Row(code, layout.entry(("practices", at), fields.PRACTICE_FIELDS)) for at, code in enumerate(layout.codes)]
    headings = layout.checked_headings(PCN, ("practices", 0), fields.PRACTICE_FIELDS)
    help = f'"{WITH_ALL}" takes people out too, where this is their only surgery.'
    headings.append(Heading(TAKE_OUT, help, choices=OUT))
    about = f"One row for each surgery. Add yours below the last. {needed(headings)}"

    def new(_: Mapping[str, str], at: int) -> Mapping[str, Cell]:
        return layout.entry(("practices", len(layout.practices) + at), fields.PRACTICE_FIELDS)

    return Sheet("Surgeries", about, headings, rows, new, known_by=("ODS code", "Name"))


def of_people(layout: Layout) -> Sheet:
    """The people who are named, a line each."""
    people: list[Mapping[str, Any]] = [*layout.raw.get("people", [])]
    rows = [
        Row(f"{at} {person['name']}", layout.entry(("people", at), fields.PERSON_FIELDS))
        for at, person in enumerate(people)
    ]
    headings = layout.checked_headings(PCN, ("people", 0), fields.PERSON_FIELDS)
    headings.append(Heading(TAKE_OUT, choices=YES_NO))
    about = f"Only people who agreed to be named. One row each. {needed(headings)}"

    def new(_: Mapping[str, str], at: int) -> Mapping[str, Cell]:
        return layout.entry(("people", len(people) + at), fields.PERSON_FIELDS)

    return Sheet("People", about, headings, rows, new)


def of_helplines(layout: Layout) -> Sheet:
    """The national helplines, a line for each, with what the PCN says in their place."""
    rows = []
    for id, line in layout.content.helplines.items():
        cells: dict[str, Cell] = {"Helpline": line.name, "National number": line.phone or line.how or ""}
        for name, path, kind in fields.HELPLINE_FIELDS:
            cells[name] = layout.field("", PCN, ("helplines", id, *path), kind, layout.raw)
        rows.append(Row(id, cells))
    headings = [Heading("Helpline", fixed=True), Heading("National number", fixed=True)]
    headings += layout.headings(PCN, ("helplines", next(iter(layout.content.helplines), "")), fields.HELPLINE_FIELDS)
    keys = {folded_name(line.name): id for id, line in layout.content.helplines.items()}
    return Sheet(
        "Helplines", "Only where a national helpline differs here.", headings, rows,
        known_by=("Helpline",), named=lambda words: keys.get(folded_name(words.get("Helpline", ""))),
    )  # fmt: skip


def of_services(layout: Layout, *, room: int = 2) -> Sheet:
    """The services, a line each."""
    most = {
        path: max([0, *(len(value_at(raw, path) or ()) for raw in layout.raws.values())])
        for path in (("when",), ("where",), ("cost", "options"), ("contact", "phones"), ("area",))
    }
    times, places, prices, phones, areas = (max(room, longest) for longest in most.values())
    groups = fields.service_groups(times, places, prices, phones, areas)
    specs = [spec for some in groups.values() for spec in some]
    group_of = {name: group for group, some in groups.items() for name, _, _ in some}
    rows = [Row(id, layout.service(id, specs)) for id in sorted(layout.raws)]
    headings = [
        replace(heading, group=group_of.get(heading.name, ""))
        for heading in layout.checked_headings(Service, (), specs)
    ]

    def new(words: Mapping[str, str], _: int) -> Mapping[str, Cell] | None:
        key = words.get(KEY, "")
        id = key if key and slug(key) == key else slug(words.get("Name", ""))
        return layout.service(id, specs) if id else None

    about = f"One row for each service or group. Add yours below the last. {needed(headings)}"
    about += " More columns are folded: click a + above the letters."
    if names := [str(layout.raws[id].get("name", id)) for id in sorted(layout.shared)]:
        some = f"{', '.join(names[:5])}{f' and {len(names) - 5} more' if len(names) > 5 else ''}"
        about += f" Other PCNs have these too: {some}. What you change in their rows counts for your PCN alone."
    return Sheet("Services", about, headings, rows, new, lambda words: slug(words.get("Name", "")))
