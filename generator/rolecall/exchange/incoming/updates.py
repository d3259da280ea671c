"""Entries that come in, and the services that are here: the new texts of files, and what became of each entry.

Each entry becomes exactly one thing. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

from rolecall.editing.files import new_service
from rolecall.exchange.incoming.entry import Entry
from rolecall.exchange.incoming.leaves import as_text, in_order, leaves
from rolecall.exchange.incoming.merge import Difference, merged
from rolecall.exchange.incoming.present import Present, new_slugs
from rolecall.exchange.incoming.remembered import (
    Remembered,
    digest_of,
    key_of,
    lock_of,
    lock_text,
    name_of,
    with_key,
)
from rolecall.load import YamlFile
from rolecall.places import Problem
from rolecall.validate import Judge
from rolecall.yamltext import YamlFields, plain, read, updated

Became = Literal["new", "changed", "same", "held", "outside", "already", "taken-out", "unfit", "repeated"]
"""What an entry can become. The first 3 came in."""

CAME_IN: tuple[Became, ...] = ("new", "changed", "same")

CLOSED = frozenset({"closed"})
"""Why an entry is held back, if its service has ended."""

PRIVATE = frozenset({"refuge", "confidential-address"})
"""Why it is held back, if nobody may read where the service is. One that is here leaves the site at once."""


SECRET_PARTS = {("address-left-out", "where"): frozenset({"where", "extra"})}
"""The kind and field of findings after which parts of a service leave the site at once, whoever wrote them."""

PERSONAL = frozenset({"person-left-out", "person-in-text", "personal-email-left-out", "personal-mailbox"})
"""Findings after which what is here may name somebody. It is not repeated in a report."""

PUBLIC = frozenset({"name", "status", "needs", "checked", "source"})
"""Fields in which no person is named, so that a change of them can be read whatever else was left out."""

HIDDEN = "(not shown here, as it may be private)"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one entry."""

    entry: Entry
    """Without its fields, since there may be many: those that came in are in its file."""
    became: Became
    slug: str = ""
    """The name of its file. Empty where it has none."""
    changes: tuple[Difference, ...] = ()
    conflicts: tuple[Difference, ...] = ()
    why: str = ""
    """In a sentence, where its findings do not say it."""
    needs_a_look: bool = False
    """Whether a person has to mend something before it can come in."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A service that is here, and no longer in its source."""

    slug: str
    name: str
    became: Literal["paused", "paused before", "closed", "left"]
    """Closed: before, by the PCN, or since nobody may read of it, and it stays so. Left: the PCN chose its status."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of each entry and of those that are gone, and the new text of each file that is another one then."""

    outcomes: tuple[Outcome, ...]
    gone: tuple[Gone, ...] = ()
    texts: Mapping[Path, str] = field(default_factory=dict)
    too_many_gone: bool = False
    """Whether so much is gone at once that the source is likely to be broken. Somebody has to say that it is right."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who imports has chosen."""

    keep_mine: bool = False
    accept_losses: bool = False


NO_WISHES = Wishes()


@dataclass(slots=True)
class _Import:
    """An import as it goes on: what it read, and what it has gathered."""

    services: Present
    remembered: dict[str, Mapping[str, str]]
    """Of each service, by the name of its file. It grows."""
    judge: Judge
    feed: str
    wishes: Wishes
    by_key: Mapping[str, str]
    """The name under which a service is remembered, by its key."""
    texts: dict[Path, str] = field(default_factory=dict)

    def slug_of(self, key: str) -> str:
        """The file of the service with this key. Empty where there is none."""
        slug = self.by_key.get(key, "")
        if slug in self.services.feeds and self.services.keys.get(slug, key) == key:
            return slug
        return self.services.by_key.get(key, "")

    def last(self, slug: str, key: str) -> Mapping[str, str] | None:
        """What is remembered of a service, also under the name that its file had then. None where nothing is."""
        return self.remembered.get(slug) or self.remembered.get(self.by_key.get(key, ""))

    def remember(self, slug: str, key: str, values: Mapping[str, str]) -> None:
        if (before := self.by_key.get(key, slug)) != slug and before not in self.services.feeds:
            self.remembered.pop(before, None)
        self.remembered[slug] = with_key(values, key)


def updated_with(
    entries: Iterable[Entry],
    services: Present,
    remembered: Remembered,
    judge: Judge,
    *,
    feed: str,
    whole: bool,
    outside: Collection[str] = (),
    wishes: Wishes = NO_WISHES,
) -> Arrived:
    """What becomes of all entries of a feed. `whole`: it was read to its end, so that what is not in it is gone.

    `outside` has the keys of entries that nobody asked for: they do not come in, and are updated where they are here.
    """
    run = _Import(services, dict(remembered.services), judge, feed, wishes, remembered.by_key())
    outcomes: dict[int, Outcome] = {}
    new: dict[str, tuple[int, Entry, dict[str, Any]]] = {}
    seen: set[str] = set()
    for at, entry in enumerate(entries):
        key, about = key_of(feed, _id(entry)), replace(entry, fields={})
        if key in seen:
            outcomes[at] = Outcome(about, "repeated")
        elif slug := run.slug_of(key):
            found = _held_here(run, about, slug, key) if entry.held_back else _again(run, entry, slug, key)
            outcomes[at] = replace(found, entry=about)
        elif entry.held_back:
            outcomes[at] = Outcome(about, "held")
        elif key in run.by_key:
            why = f"you took it out. To have it again, delete the lines of {run.by_key[key]} in imported.lock"
            outcomes[at] = Outcome(about, "taken-out", why=why)
        elif entry.key in outside:
            outcomes[at] = Outcome(about, "outside")
        elif other := services.like(entry.fields):
            outcomes[at] = Outcome(about, "already", other, why=_already(services, other))
        else:
            fields = _fields(entry, feed)
            new[key] = at, replace(about, is_judged=_is_judged(entry, fields)), fields
        seen.add(key)
    slugs = new_slugs([(key, fields) for key, (_, _, fields) in new.items()], {*services.taken, *run.remembered})
    for key in [*new]:
        at, about, fields = new.pop(key)
        outcomes[at] = _first_time(run, about, slugs[key], key, fields)
    gone, too_many = _gone(run, seen) if whole else ((), False)
    if too_many:
        return Arrived(tuple(outcomes[at] for at in sorted(outcomes)), gone, too_many_gone=True)
    after, lock = Remembered(run.remembered), lock_of(services.folder)
    if after.services != remembered.services or (after.services and not lock.exists()):
        run.texts[lock] = lock_text(after)  # last: where the writing is cut off, what was not written is done again
    return Arrived(tuple(outcomes[at] for at in sorted(outcomes)), gone, run.texts)


def _id(entry: Entry) -> str:
    """What the file keeps of the id of an entry: all of it, or its beginning and a digest."""
    id = " ".join("".join(c for c in entry.key if c.isprintable()).split()) or "-"
    return (
        id if len(id) <= 80 else f"{id[:60]}-{blake2b(entry.key.encode(errors='replace'), digest_size=8).hexdigest()}"
    )


def _fields(entry: Entry, feed: str) -> dict[str, Any]:
    """What the file of an entry is to say, in the order of the model."""
    source = {**entry.fields.get("source", {}), "feed": feed, "id": _id(entry)}
    fields = as_text({**entry.fields, "source": source, "id": None})  # the file's name is ours to give
    if fields.get("status") == "active":
        del fields["status"]
    if "description" in fields:
        fields["description"] = fields["description"].rstrip() + "\n"
    fields.setdefault("needs", [])
    return in_order(fields)


def _is_judged(entry: Entry, fields: Mapping[str, Any]) -> bool:
    """Whether `sound` has judged all that the file of an entry is to say. No rule looks at how a description ends."""
    same = {"description": entry.fields.get("description")}
    return entry.is_judged and {**fields, **same} == entry.fields


def _first_time(run: _Import, entry: Entry, slug: str, key: str, fields: dict[str, Any]) -> Outcome:
    text = new_service(fields)
    if wrong := _wrong(run, slug, text, but=fields if entry.is_judged else None):
        return Outcome(entry, "unfit", why=wrong, needs_a_look=True)
    run.texts[run.services.file(slug)] = text
    run.remember(slug, key, {name_of(steps): digest_of(value, key) for steps, value in leaves(fields).items()})
    return Outcome(entry, "new", slug)


def _again(run: _Import, entry: Entry, slug: str, key: str) -> Outcome:
    """An entry whose service is here."""
    ours, theirs = run.services.fields(slug), _fields(entry, run.feed)
    last, keep_mine = run.last(slug, key), run.wishes.keep_mine
    secret = frozenset[str]().union(*(SECRET_PARTS.get((done.kind, done.field), ()) for done in entry.repaired))
    done = merged(ours, theirs, last, key, is_whole=entry.is_whole, private=secret, keep_mine=keep_mine)
    if done.changes and all(found.steps[0] == "source" for found in done.changes):
        # It was saved there again, and nothing in it is another way: that would be news for nobody.
        before = {name: (last or {}).get(name, "") for name in (name_of(found.steps) for found in done.changes)}
        kept = {name: digest for name, digest in (done.remembered | before).items() if digest}
        done = replace(done, fields=ours, remembered=kept, changes=())
    if wrong := _changed(run, slug, done.fields, done.changes):
        return Outcome(entry, "unfit", slug, why=wrong, needs_a_look=True)
    run.remember(slug, key, done.remembered)
    hides = bool(secret) or any(finding.kind in PERSONAL for finding in entry.repaired)
    changes = tuple(_hidden(found) if hides and found.steps[0] not in PUBLIC else found for found in done.changes)
    return Outcome(entry, "changed" if done.changes else "same", slug, changes, done.conflicts)


def _hidden(found: Difference) -> Difference:
    """A change without what was here before."""
    return replace(found, ours=None if found.ours is None else HIDDEN)


def _held_here(run: _Import, entry: Entry, slug: str, key: str) -> Outcome:
    """An entry that is held back now, and is here. Closed or private, it leaves the site. Otherwise it stays."""
    kinds = {finding.kind for finding in entry.held_back}
    if not kinds & (CLOSED | PRIVATE):
        return Outcome(entry, "held", slug, why="it stays here as it was")
    ours, last = run.services.fields(slug), run.last(slug, key)
    if kinds & PRIVATE and "status" not in (last or {}):
        # Whoever set another status could not know that nobody may read where it is.
        last = {**(last or {}), **_as_it_is(ours, key)}
    done = merged(ours, {"status": "closed"}, last, key, only=("status",), keep_mine=run.wishes.keep_mine)
    if wrong := _changed(run, slug, done.fields, done.changes):
        return Outcome(entry, "held", slug, why=wrong, needs_a_look=True)
    if last is not None:
        run.remember(slug, key, done.remembered)
    is_closed = done.fields.get("status") == "closed"
    why = "it is closed here now, and its page shows no details" if is_closed else "you chose its status, so it stays"
    return Outcome(entry, "held", slug, done.changes, done.conflicts, why, needs_a_look=not is_closed)


def _as_it_is(ours: Mapping[str, Any], key: str) -> dict[str, str]:
    """The status of a service as if it had been imported."""
    status = leaves(ours).get(("status",))
    return {"status": digest_of(status, key)} if status else {}


def _changed(run: _Import, slug: str, fields: dict[str, Any], changes: tuple[Difference, ...]) -> str:
    """Take the new text of a file. Gives what keeps it from being changed, if anything does."""
    if not changes:
        return ""
    text = updated(*run.services.read(slug), fields)
    if text is None:
        return "its file is written in a way that does not let this be changed. Change the file itself"
    if wrong := _wrong(run, slug, text):
        return wrong
    run.texts[run.services.file(slug)] = text
    return ""


def _wrong(run: _Import, slug: str, text: str, *, but: Mapping[str, Any] | None = None) -> str:
    """The first thing that `rolecall check` says of a text, if any. `but` are fields of which it says nothing."""
    shown = run.services.shown(slug)
    node, problems = read(text, shown)
    if not problems and isinstance(node, YamlFields) and (but is None or plain(node) != but):
        _, problems = run.judge(slug, YamlFile(shown, node))
    return _in_words(problems[0]) if problems else ""


def _in_words(problem: Problem) -> str:
    """What is wrong, and in which field."""
    where = name_of(tuple(map(str, problem.place.path)))
    return f"{where}: {problem.sentence}" if where else problem.sentence


def _already(services: Present, slug: str) -> str:
    """Why an entry is left out that is here from elsewhere."""
    feed = services.feeds.get(slug)
    whose = f"it came from {feed}" if feed else "you wrote it yourselves"
    if slug in services.shared:
        whose = "which you have with other PCNs"
    return f"you have it already: {slug}.yml, {whose}"


def _gone(run: _Import, seen: Collection[str]) -> tuple[tuple[Gone, ...], bool]:
    """What is here of the source and is not in it any more: paused, unless the PCN chose the status itself."""
    gone, paused = [], []
    still = 0
    for key in run.services.keys_of(run.feed):
        slug = run.slug_of(key)
        if key in seen:
            still += 1
            continue
        ours, last = run.services.fields(slug), run.last(slug, key)
        name = str(ours.get("name", slug))
        if ours.get("status") == "closed":  # paused, its page would show again what is private
            gone.append(Gone(slug, name, "closed"))
            continue
        done = merged(ours, {"status": "paused"}, last, key, only=("status",), keep_mine=run.wishes.keep_mine)
        if done.changes and not _changed(run, slug, done.fields, done.changes):
            run.remember(slug, key, done.remembered)
            paused.append(slug)
            gone.append(Gone(slug, name, "paused"))
        else:
            was = digest_of("paused", key) in (last or {}).get("status", "").split()
            gone.append(Gone(slug, name, "paused before" if was and ours.get("status") == "paused" else "left"))
    too_many = 4 * len(paused) > len(paused) + still and (len(paused) > 2 or not still)
    return tuple(gone), bool(paused) and too_many and not run.wishes.accept_losses
