"""The register to the folders of a workspace: new PCNs, and what changed in the others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from rolecall import tidy
from rolecall.at_once import do_all
from rolecall.exchange.names import forms
from rolecall.exchange.register.files import source_of
from rolecall.exchange.register.merge import as_practices, entries, merged, with_code
from rolecall.exchange.register.read import Register, RegisterPCN
from rolecall.exchange.register.record import Record, as_record, read_record, record_text
from rolecall.exchange.starter import pcn_yml
from rolecall.language import in_words
from rolecall.model import PCN
from rolecall.places import Place, Problem
from rolecall.site import short_name
from rolecall.slugs import slug
from rolecall.writing import NotWritten
from rolecall.yamltext import YamlFields, YamlText, place_at, read


@dataclass(frozen=True, slots=True)
class Change:
    """What an import did, or leaves to people: where, as a path or a place in a file, and a sentence."""

    where: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What is to become of one PCN: changes in words, new texts by file, what keeps it from being changed."""

    changes: Sequence[Change] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class _Present:
    """The folder of a PCN that is in the workspace, and its `pcn.yml`."""

    folder: Path
    file: str
    source: str
    top: YamlFields


def apply(register: Register, root: Path, *, today: date) -> tuple[list[Change], list[Problem]]:
    """What became of each PCN's `pcn.yml` below `root`, and what kept others from being written.

    Nothing is done for a register without PCNs: it could not be read. Nothing is changed where a file cannot be
    written.
    """
    changes: list[Change] = []
    texts: dict[str, str] = {}
    if not register.pcns:
        return changes, []
    present, taken, problems = _present(root)
    shared = Counter(_folder_name(pcn) for pcn in register.pcns)
    elsewhere = {
        practice.ods_code: f"{pcn.name} ({pcn.ods_code})" for pcn in register.pcns for practice in pcn.practices
    }
    for pcn in register.pcns:
        if pcn.ods_code in present:
            found = present[pcn.ods_code]
            done = _brought_up_to_date(pcn, found, register, elsewhere, root, today=today) if found else _Outcome()
        else:
            done = _begun(pcn, taken, is_shared=shared[_folder_name(pcn)] > 1, today=today)
        changes += done.changes
        problems += done.problems
        texts.update(done.texts)
    try:
        do_all(root, {root / file: text.encode() for file, text in texts.items()})
    except NotWritten as error:
        file = Path(str(error.filename)).relative_to(root).as_posix()
        sentence = f"this file cannot be written: {error.strerror}. Nothing was changed"
        fix = "Look at its permissions and those of its folder."
        problems.append(Problem(Place(file), sentence, fix, kind="unreadable"))
        return [], problems
    open_codes = {pcn.ods_code for pcn in register.pcns} | register.unread
    changes += [
        Change(found.file, f"the register no longer has {code} among its open PCNs. Nothing was changed here")
        for code, found in sorted(present.items())
        if found and code not in open_codes and (found.folder / "register.yml").exists()
    ]
    return changes, problems


def _present(root: Path) -> tuple[dict[str, _Present | None], dict[str, str], list[Problem]]:
    """The PCNs in a workspace by their codes, None for one that cannot be touched; and whose each folder is.

    A folder's name is in small letters here, its code empty where its `pcn.yml` has none.
    """
    present: dict[str, _Present | None] = {}
    taken: dict[str, str] = {}
    problems = []
    for path in sorted((root / "content/pcns").glob("[!.]*/pcn.yml")):
        file, id = path.relative_to(root).as_posix(), path.parent.name
        source, wrong = source_of(path, root)
        top, unreadable = read(source, file) if not wrong else (None, [])
        problems += [replace(problem, pcn=id) for problem in (*wrong, *unreadable)]
        code = top.entries.get("ods_code") if isinstance(top, YamlFields) and not unreadable else None
        if isinstance(top, YamlFields) and isinstance(code, YamlText):
            ods_code = tidy.code(code.value)
            if ods_code in present:
                problems.append(
                    Problem(
                        place_at(top, ("ods_code",)),
                        f"another pcn.yml also has the code {ods_code}, so neither was compared with the register",
                        "Each PCN has its own code.",
                        id,
                        kind="repeated",
                    )
                )
            present[ods_code] = None if ods_code in present else _Present(path.parent, file, source, top)
            taken[id.casefold()] = ods_code
        else:
            # A file that does not read may be that of a PCN in the register, which is not to be begun again.
            for claimed in re.findall(r"\bods_code: *[\"']?(U\d{5})\b", source):
                present.setdefault(claimed, None)
            taken[id.casefold()] = ""
    return present, taken, problems


def _begun(pcn: RegisterPCN, taken: Mapping[str, str], *, is_shared: bool, today: date) -> _Outcome:
    """A new PCN's files."""
    id = _folder_name(pcn)
    if is_shared or taken.get(id):
        id = with_code(id, pcn.ods_code)
    file = f"content/pcns/{id}/pcn.yml"
    if id in taken:
        sentence = f"{pcn.name} ({pcn.ods_code}) would go here, but this file does not say that it is that PCN"
        fix = f"Write ods_code: {pcn.ods_code} if it is, or rename its folder."
        return _Outcome(problems=[Problem(Place(file), sentence, fix, id, kind="conflict")])
    record = as_record(pcn)
    note = f"From the NHS register of organisations, read on {in_words(today)}. Not yet checked by the PCN."
    text = pcn_yml(pcn.name, pcn.ods_code, as_practices(record.practices), note)
    count = {0: "no surgeries", 1: "1 surgery"}.get(len(pcn.practices), f"{len(pcn.practices)} surgeries")
    texts = {file: text, f"content/pcns/{id}/register.yml": record_text(record, today=today)}
    return _Outcome([Change(file, f"new, {count}")], texts)


def _brought_up_to_date(
    pcn: RegisterPCN, found: _Present, register: Register, elsewhere: Mapping[str, str], root: Path, *, today: date
) -> _Outcome:
    """The register's changes in the files of a PCN that is there already."""
    id = found.folder.name
    file = f"content/pcns/{id}/register.yml"
    now = as_record(pcn)
    then, wrong = _last_record(found, root)
    if wrong:
        return _Outcome(problems=wrong)
    if then is None or then.ods_code != pcn.ods_code:
        return _Outcome(_compared(now, found), {file: record_text(now, today=today)})
    now = _with_unread(now, then, register.unread, elsewhere)
    if then == now:
        return _Outcome()
    result = merged(found.source, found.top, then, now, elsewhere=elsewhere)
    if result.text is None:
        sentence = "the register changed, and this file is written in a way that an import cannot change with certainty"
        fix = f"Change it by hand: {', '.join(result.done)}."
        return _Outcome(problems=[Problem(Place(found.file), sentence, fix, id, kind="unreadable")])
    texts = {found.file: result.text} if result.text != found.source else {}
    changes = [Change(found.file, sentence) for sentence in result.done]
    changes += [Change(str(place), sentence) for place, sentence in result.left]
    return _Outcome(changes, {**texts, file: record_text(now, today=today)})


def _last_record(found: _Present, root: Path) -> tuple[Record | None, list[Problem]]:
    """What the register said of a PCN at its last import, or None if there was none."""
    path = found.folder / "register.yml"
    if not path.exists():
        return None, []
    then = None
    source, wrong = source_of(path, root)
    if not wrong:
        then, wrong = read_record(source, path.relative_to(root).as_posix())
    return then, [replace(problem, pcn=found.folder.name) for problem in wrong]


def _compared(now: Record, found: _Present) -> list[Change]:
    """How a file that no import wrote differs from the register, for people to judge."""
    listed = entries(found.top)
    changes = [Change(found.file, "was not written by an import, so nothing was changed here")]
    names, called = forms(now.name), found.top.entries.get("name")
    if isinstance(called, YamlText) and called.value not in names:
        changes.append(Change(str(called.place), f'the register calls it "{names[0]}"'))
    changes += [
        Change(found.file, f"the register also has {practice.name} ({practice.ods_code}) in this PCN")
        for practice in as_practices(now.practices)
        if practice.ods_code not in listed
    ]
    changes += [
        Change(str(place_at(found.top, ("practices", at, "ods_code"))), f"{code} is not in this PCN in the register")
        for code, (at, _) in listed.items()
        if code not in now.practices
    ]
    return changes


def _with_unread(now: Record, then: Record, unread: frozenset[str], elsewhere: Mapping[str, str]) -> Record:
    """`now`, with the practices that may be missing only because their rows could not be read."""
    doubtful = {
        code: name for code, name in then.practices.items() if code not in elsewhere and {code, now.ods_code} & unread
    }
    return Record(now.ods_code, now.name, dict(sorted({**doubtful, **now.practices}.items())))


def _folder_name(pcn: RegisterPCN) -> str:
    """The PCN's short name as part of an address, or its code where the name has no letters."""
    return slug(short_name(PCN(name=pcn.name, ods_code=pcn.ods_code))) or pcn.ods_code.lower()
