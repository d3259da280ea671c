"""What somebody names, a feed or a list by hand, to entries: the seam between reading and what becomes of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rolecall.editing.files import layout_of
from rolecall.exchange.directory import columns_file, read_list
from rolecall.exchange.incoming.categories import Crosswalk, added, counted, crosswalk, drafted
from rolecall.exchange.incoming.entry import Entry
from rolecall.exchange.incoming.filters import Wants
from rolecall.exchange.incoming.near import near
from rolecall.exchange.incoming.report import Source
from rolecall.exchange.openreferral.feed import Feed
from rolecall.exchange.openreferral.service import entry_of
from rolecall.exchange.tables import tables
from rolecall.load import YamlFile
from rolecall.opened import Opened
from rolecall.places import Place, Problem
from rolecall.validate.categories import category_rules
from rolecall.workspace import CATEGORIES
from rolecall.yamltext import YamlFields, read


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The entries of a source, and the files beside it that say how it is read."""

    entries: Iterator[Entry]
    """To be read once, since there may be many."""
    source: Source
    outside: Collection[str] = ()
    """The keys of entries that nobody asked for."""
    texts: Mapping[Path, str] = field(default_factory=dict)
    """Files that are new, or have more in them now: the categories of a directory, the columns of a list."""


def categories_file(opened: Opened, pcn: str) -> Path:
    """Where a PCN says which needs the categories of directories stand for."""
    return opened.workspace.root / "content/pcns" / pcn / CATEGORIES


def of_feed(
    feed: Feed, opened: Opened, *, name: str, shown: str, categories: Path, wants: Sequence[Wants] = ()
) -> tuple[TakenIn | None, list[Problem]]:
    """The entries of a feed. None where the file of `categories` cannot be read."""
    text, known, problems = _known(categories, opened)
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
    new = _with_new(text, known, (entry for entry in entries if entry.key not in outside), opened)
    return TakenIn(_each(entries), source, outside, {categories: new} if new != text else {}), []


def of_list(
    file: Path,
    opened: Opened,
    pcn: str,
    *,
    name: str,
    columns: Path | None,
    categories: Path,
    wants: Sequence[Wants] = (),
) -> tuple[TakenIn | None, list[Problem]]:
    """The entries of a list by hand. None where it, or the file that says which column is which, cannot be read."""
    found, problems = tables(file, help="Give a CSV file or a workbook with a heading above each column.")
    if problems:
        return None, problems
    path = columns or columns_file(file)
    says = path.read_bytes().decode("utf-8-sig", "replace") if path.exists() else None
    text, known, problems = _known(categories, opened)
    if problems:
        return None, problems
    layout = layout_of(opened.content, opened.loaded, pcn, today=opened.today)
    result, problems = read_list(
        found, layout, columns=says, columns_path=path, today=opened.today, feed=name, crosswalk=known
    )
    if result is None:
        return None, problems
    entries = near(result.entries)
    source = Source(name, str(file), "a list by hand", to_know=tuple(result.to_know))
    outside = _outside(entries, wants)
    new = _with_new(text, known, (entry for entry in entries if entry.key not in outside), opened)
    texts = {path: result.draft} if result.draft else {}
    return TakenIn(_each(entries), source, outside, texts | ({categories: new} if new != text else {})), []


def _each(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries in their order. None is kept once it was given."""
    left = [*entries]
    del entries
    left.reverse()
    while left:
        yield left.pop()


def _outside(entries: Iterable[Entry], wants: Sequence[Wants]) -> frozenset[str]:
    return frozenset(entry.key for entry in entries if not all(wanted(entry) for wanted in wants))


def _with_new(text: str, known: Crosswalk, entries: Iterable[Entry], opened: Opened) -> str:
    """The text of a file of categories with those of entries that it does not have yet."""
    found = counted(entries, opened.content)
    return added(text, known, found) if text else drafted(found, opened.content.needs) if found else ""


def _known(path: Path, opened: Opened) -> tuple[str, Crosswalk, list[Problem]]:
    """The text of a file of categories, and what it says. Nothing where there is none yet."""
    shown = opened.workspace.shown(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return "", Crosswalk(), []
    except (OSError, UnicodeDecodeError):
        fix = "Save it as plain text in UTF-8."
        return "", Crosswalk(), [Problem(Place(shown), "this file cannot be read", fix, kind="unreadable")]
    node, problems = read(text, shown)
    if isinstance(node, YamlFields):
        problems += category_rules(YamlFile(shown, node), opened.loaded)
    return text, crosswalk(node if isinstance(node, YamlFields) else None), problems
