"""Where there is no PCN yet: its name and code, understood as in each form, and the files that it begins with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from rolecall.at_once import do_all
from rolecall.edit.controls import Control, Sent
from rolecall.edit.first_visit import NOTHING, Offered, form_of_step
from rolecall.edit.forms import Form, filled_in, with_problems
from rolecall.editing.changes import applied
from rolecall.editing.layout import Layout
from rolecall.editing.merge import merged
from rolecall.editing.sheets import of_pcn
from rolecall.exchange.schema import schema_files
from rolecall.exchange.starter import new_pcn, start
from rolecall.model import PCN
from rolecall.model.kinds import reader_of
from rolecall.opened import Opened
from rolecall.places import Place, Problem
from rolecall.values import Name, PcnCode
from rolecall.workspace import Workspace
from rolecall.writing import NotWritten


def first_form(opened: Opened, offered: Offered = NOTHING) -> Form:
    """The form for the name and the code of a PCN that is not there yet."""
    return form_of_step("name", _nothing_yet(opened), offered=offered)


def begun(opened: Opened, workspace: Workspace, sent: Sent) -> tuple[str, Form | None]:
    """The id of the PCN whose files are written now. Or the form with what is wrong, and no file is another."""
    layout = _nothing_yet(opened)
    form, given, _ = filled_in(first_form(opened), sent)
    found = merged([of_pcn(layout)], given, layout, today=opened.today)
    values = applied(found.changes, {}, {}).get("", {})
    fields = {each.field.path[-1]: each for each in form.controls}
    name, code = (str(values.get(key, "")) for key in ("name", "ods_code"))
    wrong = [*found.problems, *_wrong(name, Name, fields["name"]), *_wrong(code, PcnCode, fields["ods_code"])]
    pcn: PCN | None = None
    if not wrong:
        pcn, sentences = new_pcn(name, code)
        wrong = [Problem(fields["name"].place, text.rstrip("."), kind="wrong") for text in sentences]
    if pcn is None:
        return "", with_problems(form, wrong)
    root = workspace.root
    try:
        id = start(root, pcn).pcn
    except FileExistsError as error:
        sentence = f"there is a folder {Path(str(error.filename)).relative_to(root).as_posix()} already"
        wrong = [Problem(fields["name"].place, sentence, "Give the PCN another name, or rename it.", kind="conflict")]
        return "", with_problems(form, wrong)
    except OSError as error:
        sentence = f"nothing can be written in this folder: {error.strerror}"
        wrong = [Problem(Place(str(root)), sentence, "Start rolecall edit in a folder of your own.", kind="unreadable")]
        return "", with_problems(form, wrong)
    _write_schemas(workspace, opened.today)
    return id, None


def _nothing_yet(opened: Opened) -> Layout:
    return Layout(opened.content, "", {}, {}, today=opened.today)


def _wrong(text: str, kind: object, control: Control) -> Iterator[Problem]:
    """Why a text is no name or code."""
    if not text:
        yield Problem(control.place, "this is needed to begin", "Fill it in.", kind="missing")
        return
    for misfit in reader_of(kind)(text)[1]:
        yield Problem(control.place, misfit.sentence, misfit.fix, kind=misfit.kind)


def _write_schemas(workspace: Workspace, today: date) -> None:
    """What helps an editor of YAML. The site needs none of it, so it is no loss where it cannot be written."""
    with suppress(NotWritten):
        do_all(workspace.root, schema_files(workspace.root / ".rolecall/schemas", workspace, today=today))
