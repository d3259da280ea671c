"""What the files of a PCN say now, how a form changes them, and how a change is taken back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import RLock
from types import MappingProxyType

from rolecall.addresses import service
from rolecall.at_once import do_all, undone
from rolecall.checks.words import says_free
from rolecall.edit.beginning import begun
from rolecall.edit.changed import changes_in_words
from rolecall.edit.controls import OTHER_ROLE, Sent
from rolecall.edit.first_visit import STEPS, left
from rolecall.edit.forms import NEW, Form, filled_in, form_of, with_problems
from rolecall.edit.left_out import LeftOut, left_out, remember
from rolecall.edit.paste import Pasted, as_list, pasted
from rolecall.edit.register_here import RegisterHere
from rolecall.edit.set_aside import set_aside
from rolecall.edit.to_do import Overview, in_form, to_do
from rolecall.edit.uploads import uploads_of
from rolecall.editing.changes import Change, Merged
from rolecall.editing.edits import edits
from rolecall.editing.files import changed_files, layout_of
from rolecall.editing.given import Given
from rolecall.editing.layout import Layout
from rolecall.editing.leaving import photos_left
from rolecall.editing.sheets import ROOM, sheets_of
from rolecall.language import in_words
from rolecall.load import Loaded
from rolecall.model.walk import value_at
from rolecall.opened import Opened, open_shared, open_shipped
from rolecall.outside import broken, last_opened
from rolecall.places import Place, Problem
from rolecall.preview import Preview
from rolecall.publishing.persons import is_odd_checker
from rolecall.today import today
from rolecall.turns import alone
from rolecall.workspace import Workspace
from rolecall.writing import NotWritten

NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})

LOOK = "Look again:"
"""What stands before what may not be what somebody meant."""

KEPT = 50
"""Saves that can be taken back."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A save: what it changed, in words, and what each file said before and after. None where there was no file."""

    at: str
    """The time of day."""
    title: str
    changes: tuple[str, ...]
    before: Mapping[Path, bytes | None]
    after: Mapping[Path, bytes | None]
    page: str = ""
    """The address of the page of what is new. Empty where nothing has one."""

    @property
    def to_look_at(self) -> list[str]:
        """What was saved, and may not be what somebody meant."""
        return [change for change in self.changes if change.startswith(LOOK)]


class Desk:
    """The site of a PCN while somebody edits it. It is used by several threads, each waiting for the others."""

    def __init__(self, workspace: Workspace, pcn: str, url: str, folder: Path, *, clock: Callable[[], str]) -> None:
        self.workspace, self.pcn = workspace, pcn
        """No PCN, as its id, where none is there yet."""
        self.register = RegisterHere(workspace.root)
        self.team = ""
        """The team that checks, as somebody wrote it here where no file says."""
        self.lock = RLock()
        self.saves: list[Saved] = []
        """Newest last."""
        self._clock = clock
        self._folder = folder
        self._list: tuple[Path, str] | None = None
        """The list that was pasted, and what it is called as a source of services."""
        self._layout: tuple[Opened, Layout] | None = None
        self._pictures: dict[str, bytes] = {}
        """Those of the form that was sent last, which may have to be sent again."""
        self._preview_of: Callable[[str], Preview] = lambda id: Preview(
            workspace, id, url, folder / "site", worded=self._worded
        )
        self._preview = self._preview_of(pcn)
        self._wrong: tuple[Problem, ...] = ()
        """What was wrong with the site when it was last made."""
        self._without: Opened | None = None
        self._overview: tuple[Opened, object, Overview] | None = None

    def _worded(self, problem: Problem) -> Problem:
        """A problem as the pages tell it to somebody with forms. Of files that cannot be read, the file is told."""
        if not self.pcn or not self.is_sound():
            return problem
        return in_form(problem, self.layout(self.opened()))

    # What there is

    def site(self) -> Preview:
        """The site as the files are now, made anew where one has changed."""
        with self.lock:
            if self._preview.seen is None or self._preview.look() != self._preview.seen:
                self._wrong = self._preview.build().problems
            return self._preview

    def opened(self) -> Opened:
        """What the files say now. Forms need a PCN that is among its `pcns`: one without a problem."""
        with self.lock:
            return self._preview.opened()

    def is_sound(self) -> bool:
        """Whether the files have no problem that keeps forms from being shown."""
        return self.pcn in self.opened().pcns

    def layout(self, opened: Opened) -> Layout:
        """All that may be edited of it."""
        if self._layout is None or self._layout[0] is not opened:
            self._layout = opened, layout_of(opened.content, opened.loaded, self.pcn, today=opened.today)
        return self._layout[1]

    def form(self, kind: str, id: str) -> Form | None:
        """A form as the files are now. None where there is none at this address."""
        with self.lock:
            return form_of(kind, id, self.layout(self.opened()))

    def overview(self) -> Overview:
        """What there is to do, worked out anew where a file has changed. Nothing where the files have a problem."""
        with self.lock:
            if not self.pcn:
                return Overview()
            if self.is_sound():
                self.site()  # some mistakes only show once there are pages
            root, opened = self.workspace.root, self.opened()
            aside = tuple(set_aside(root))
            lost = tuple(left_out(root))
            state = last_opened(root), aside, lost, self._wrong
            if self._overview is None or self._overview[0] is not opened or self._overview[1] != state:
                self._overview = opened, state, self._look_over(opened, aside, lost)
            return self._overview[2]

    def is_new(self) -> bool:
        """Whether nothing is known yet but what the PCN is called."""
        return self.is_sound() and {*left(self.layout(self.opened()))} >= {*STEPS[1:]}

    def _look_over(self, opened: Opened, aside: tuple[str, ...], lost: tuple[LeftOut, ...]) -> Overview:
        if self.pcn not in opened.pcns:
            return Overview()
        layout = self.layout(opened)
        items = to_do(opened, layout, wrong=self._wrong, links=broken(opened), lost=lost, aside=aside)
        return Overview(items, bool(left(layout)), aside)

    def without_pcn(self) -> Opened:
        """What is there before the PCN is: what Rolecall ships, where the folder's own files have a mistake."""
        with self.lock:
            day = today()
            if self._without is None or self._without.today != day:
                found = open_shared(self.workspace, today=day)
                if not found.content_if_sound:
                    return open_shipped(today=day)
                self._without = found
            return self._without

    # What becomes of a form

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """What the files say stays as it is until it is saved, whatever else is at work."""
        root = self.workspace.root
        with self.lock, alone(root):
            undone(root)
            yield

    def begin(self, sent: Sent) -> Form | None:
        """Start the PCN with the name and the code that were sent. The form with what is wrong where it cannot."""
        with self._changing():
            id, form = begun(self.without_pcn(), self.workspace, sent)
            if form is None:
                self.pcn, self._preview = id, self._preview_of(id)
            return form

    def save(
        self, kind: str, id: str, sent: Sent, *, pictures: Mapping[str, bytes] = NO_PICTURES, take_out: str = ""
    ) -> tuple[Form | None, Saved | None]:
        """What becomes of the form at an address: see `save_form`."""
        with self._changing():
            wrong, saved = self.save_form(partial(form_of, kind, id), sent, pictures=pictures, take_out=take_out)
            is_empty = wrong is None and saved is None and id.endswith(NEW)
            if is_empty and (form := self.form(kind, id)):
                return with_problems(form, [_nothing_yet(form)]), None
            return wrong, saved

    def save_form(
        self,
        make: Callable[[Layout], Form | None],
        sent: Sent,
        *,
        pictures: Mapping[str, bytes] = NO_PICTURES,
        take_out: str = "",
    ) -> tuple[Form | None, Saved | None]:
        """The form with what was sent and what is wrong with it, or what was saved. Neither where nothing was changed.

        The files are read again first, so that what somebody else changed in the meantime is known.
        """
        with self._changing():
            opened = self.opened()
            layout = self.layout(opened)
            form = make(layout)
            if form is None:
                return None, None
            uploads = uploads_of(form, sent, pictures, self._pictures)
            self._pictures = dict(uploads.files)
            filled, given, conflicts = filled_in(form, uploads.sent, take_out=take_out)
            if conflicts or uploads.problems:
                return with_problems(filled, [*conflicts, *uploads.problems]), None
            loaded, folder = uploads.in_files_of(opened.loaded, self.pcn), self.workspace.root / "content/pcns"
            files = {folder / self.pcn / name: data for name, data in uploads.files.items()}
            saved, problems = self._save_lines(filled.saved_as, given, layout, loaded, files)
            return (with_problems(filled, problems), None) if problems else (None, saved)

    def save_lines(self, title: str, given: Mapping[str, Sequence[Given]]) -> tuple[Saved | None, list[Problem]]:
        """What became of lines, by sheet: a save, or what is wrong with them. Neither where they change nothing."""
        with self._changing():
            opened = self.opened()
            return self._save_lines(title, given, self.layout(opened), opened.loaded, {})

    def save_bytes(self, title: str, path: Path, data: bytes) -> tuple[Saved | None, list[Problem]]:
        """What became of a file that somebody wrote as text: a save, or why it is not written."""
        with self._changing():
            if path.read_bytes() == data:
                return None, []
            try:
                return self._write(title, [], {path: data}), []
            except NotWritten as error:
                return None, [_not_written(error)]

    def _save_lines(
        self,
        title: str,
        given: Mapping[str, Sequence[Given]],
        layout: Layout,
        loaded: Loaded,
        files: Mapping[Path, bytes],
    ) -> tuple[Saved | None, list[Problem]]:
        found = edits(sheets_of(layout, room=ROOM), given, layout, today=layout.today)
        texts, problems = changed_files(found, layout, loaded, self.pcn, self.workspace.root, today=layout.today)
        if problems:
            # Some rules only look at lines without a mistake of another kind. So that all is told at once, they see
            # what is right by itself.
            wrong = {problem.place for problem in problems}
            found.changes = [change for change in found.changes if change.place not in wrong]
            _, more = changed_files(found, layout, loaded, self.pcn, self.workspace.root, today=layout.today)
            others = (each for each in more if each.place not in wrong and each.kind != "missing")
            return None, sorted({*problems, *others})
        if not texts:
            return None, []
        changes = (*changes_in_words(found.changes, layout), *found.follows, *_to_look_at(found, layout))
        gone = dict.fromkeys(photos_left(found, layout, self.workspace.root))
        try:
            new = {path: text.encode() for path, text in texts.items()}
            return self._write(title, changes, {**files, **new, **gone}, self._page_of_new(found.changes, layout)), []
        except NotWritten as error:
            return None, [_not_written(error)]

    def _page_of_new(self, changes: Sequence[Change], layout: Layout) -> str:
        """The address of the page of the service that is new. Empty where none is, or several are."""
        new = {change.field.file for change in changes} - {"", *layout.raws}
        return f"/{service(new.pop())}" if len(new) == 1 else ""

    def _write(self, title: str, changes: Sequence[str], files: Mapping[Path, bytes | None], page: str = "") -> Saved:
        before = {path: path.read_bytes() if path.exists() else None for path in files}
        do_all(self.workspace.root, files)
        saved = Saved(self._clock(), title, tuple(changes), before, files, page)
        self.saves = [*self.saves, saved][-KEPT:]
        return saved

    # Lists that are pasted

    def paste(self, text: str) -> None:
        """Keep what was copied from a workbook until somebody adds it. What was pasted before is forgotten."""
        with self.lock:
            file = self._folder / "pasted" / "pasted.csv"
            shutil.rmtree(file.parent, ignore_errors=True)
            file.parent.mkdir(parents=True)
            as_list(text, file)
            self._list = file, f"Pasted, {in_words(self.opened().today)}, {self._clock()}"

    def pasted(self, sent: Sent) -> tuple[Pasted | None, Sequence[Problem]]:
        """What was pasted as it would come in, with what was chosen of its columns. None where it cannot be read."""
        with self.lock:
            if self._list is None:
                return None, ()
            opened, (file, name) = self.opened(), self._list
            return pasted(file, opened, self.layout(opened), self.pcn, sent, name=name)

    def add(self, found: Pasted) -> Saved:
        """Add the services that were pasted. NotWritten where that cannot be."""
        with self._changing():
            names = [outcome.entry.name for outcome in found.report.of("new", "changed")]
            title = "1 service" if len(names) == 1 else f"{len(names)} services"
            saved = self._write(title, names, found.files)
            self._list = None
            remember(self.workspace.root, _left_out(found, self.pcn))
            return saved

    def undo(self) -> tuple[Saved | None, Path | None]:
        """Take back the last save: what it was. Or the file that was changed since by somebody else, which stops it."""
        with self._changing():
            if not self.saves:
                return None, None
            last = self.saves[-1]
            for path, text in last.after.items():
                now = path.read_bytes() if path.exists() else None
                if now != text:
                    return None, path
            do_all(self.workspace.root, last.before)
            self.saves = self.saves[:-1]
            return last, None


def _left_out(found: Pasted, pcn: str) -> Iterator[LeftOut]:
    """What of the lines that come in is left out: of each line that loses something there is an example."""
    for example in found.examples:
        for each in example.lost if example.slug else ():
            why = f"{each.field}: {each.sentence}" if each.field else each.sentence
            yield LeftOut(pcn, example.slug, why, each.before)


def _to_look_at(found: Merged, layout: Layout) -> Iterator[str]:
    """What reads as a person where a job is asked, and a role that is not here with nobody in its place, in words."""
    given = {change.field.path: change.new for change in found.changes}
    for change in found.changes:
        path, name = change.field.path, str(change.new or "")
        if path[-1] == "by" and is_odd_checker(path[:-1], name):
            what = "the team" if path[-2] == "checked" else "their job"
            yield f'{LOOK} "{name}" reads as the name of a person. Write {what}, which stays when they leave'
        if path == ("cost", "text") and says_free(name) and not _has_price(found, layout, change.field.file):
            yield f"{LOOK} Cost says that it is free. Write a first price of 0, so that people who choose Free find it"
        if path[-1] == "available" and change.new == "no":
            of_role = path[:-1]
            paths = ((*of_role, name) for name in OTHER_ROLE)
            if not any(given.get(each, value_at(layout.raw, each)) for each in paths):
                title = layout.role_here(str(path[-2]))
                yield f"{LOOK} {title}: there is nobody. Choose the role to see instead, or people are sent to nobody"


def _has_price(found: Merged, layout: Layout, service: str) -> bool:
    prices = (change for change in found.changes if change.field.path[:2] == ("cost", "options"))
    new = any(change.new is not None for change in prices if change.field.file == service)
    return new or bool(value_at(layout.raws.get(service, {}), ("cost", "options")))


def _nothing_yet(form: Form) -> Problem:
    return Problem(form.controls[0].place, "nothing is written here yet", "Write what it is called.", kind="missing")


def _not_written(error: NotWritten) -> Problem:
    sentence = f"this file cannot be written: {error.strerror}. Nothing was changed"
    return Problem(
        Place(str(error.filename)), sentence, "Close it in other programs, and save again.", kind="unreadable"
    )
