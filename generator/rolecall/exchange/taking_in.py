"""What somebody names, a feed or a list by hand, to entries: the seam between reading and what becomes of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rolecall.editing.files import layout_of
from rolecall.exchange.directory import columns_file, read_list
from rolecall.exchange.incoming.categories import NAME, Crosswalk, added, counted, crosswalk, drafted
from rolecall.exchange.incoming.entry import Entry
from rolecall.exchange.incoming.filters import Wants
from rolecall.exchange.incoming.near import near
from rolecall.exchange.incoming.report import Source
from rolecall.exchange.openreferral.feed import Feed
from rolecall.exchange.openreferral.service import entry_of
from rolecall.exchange.tables import tables
from rolecall.opened import Opened
from rolecall.places import Place, Problem
from rolecall.yamltext import YamlFields, read


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The entries of a source, and the files beside it that say how it is read."""

    entries: Sequence[Entry]
    source: Source
    outside: Collection[str] = ()
    """The keys of entries that nobody asked for."""
    texts: Mapping[Path, str] = field(default_factory=dict)
    """Files that are new, or have more in them now: the categories of a directory, the columns of a list."""


def categories_file(opened: Opened, pcn: str) -> Path:
    """Where a PCN says which needs the categories of directories stand for."""
    return opened.workspace.root / "content/pcns" / pcn / NAME


def of_feed(
    feed: Feed, opened: Opened, *, name: str, shown: str, categories: Path, wants: Sequence[Wants] = ()
) -> tuple[TakenIn | None, list[Problem]]:
    """The entries of a feed. None where the file of `categories` cannot be read."""
    text, known, problems = _known(categories, opened.workspace.shown(categories))
    if problems:
        return None, problems
    entries = near(
        replace(
            entry_of(
                record,
                crosswalk=known,
                content=opened.content,
                feed=name,
                today=opened.today,
                licence=feed.licence,
            ),
            is_whole=record.is_whole,
        )
        for record in feed.records
    )
    source = Source(
        name,
        shown,
        feed.shape,
        feed.licence,
        feed.repeats,
        feed.unreadable,
        feed.missing,
        feed.whole,
        tuple(feed.problems),
        tuple(feed.to_know),
    )
    outside = _outside(entries, wants)
    found = counted((entry for entry in entries if entry.key not in outside), opened.content)
    after = added(text, known, found) if text else drafted(found) if found else ""
    return TakenIn(entries, source, outside, {categories: after} if after != text else {}), []


def of_list(
    file: Path, opened: Opened, pcn: str, *, name: str, columns: Path | None, wants: Sequence[Wants] = ()
) -> tuple[TakenIn | None, list[Problem]]:
    """The entries of a list by hand. None where it, or the file that says which column is which, cannot be read."""
    found, problems = tables(file, help="Give a CSV file or a workbook with a heading above each column.")
    if problems:
        return None, problems
    path = columns or columns_file(file)
    says = path.read_bytes().decode("utf-8-sig", "replace") if path.exists() else None
    layout = layout_of(opened.content, opened.loaded, pcn, today=opened.today)
    result, problems = read_list(found, layout, columns=says, columns_path=path, today=opened.today, feed=name)
    if result is None:
        return None, problems
    entries = near(result.entries)
    source = Source(name, str(file), "a list by hand", to_know=tuple(result.to_know))
    return TakenIn(entries, source, _outside(entries, wants), {path: result.draft} if result.draft else {}), []


def _outside(entries: Iterable[Entry], wants: Sequence[Wants]) -> frozenset[str]:
    return frozenset(entry.key for entry in entries if not all(wanted(entry) for wanted in wants))


def _known(path: Path, shown: str) -> tuple[str, Crosswalk, list[Problem]]:
    """The text of a file of categories, and what it says. Nothing where there is none yet."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return "", Crosswalk(), []
    except (OSError, UnicodeDecodeError):
        fix = "Save it as plain text in UTF-8."
        return "", Crosswalk(), [Problem(Place(shown), "this file cannot be read", fix, kind="unreadable")]
    node, problems = read(text, shown)
    return text, crosswalk(node if isinstance(node, YamlFields) else None), problems
