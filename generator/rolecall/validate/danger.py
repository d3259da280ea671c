"""The rules of what people type in danger: each list, help line, language and need that is named is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from rolecall.load import Loaded, YamlFile
from rolecall.model import DangerWords, Distress, UrgentHelp
from rolecall.model.danger import lists_in
from rolecall.places import SHIPPED, Path, Problem
from rolecall.validate.answers import item, unknown, unknown_ids

LIST = "list of words"


def danger_rules(
    families: Mapping[str, Distress],
    words: DangerWords | None,
    urgent_help: UrgentHelp | None,
    languages: Collection[str],
    loaded: Loaded,
) -> Iterator[Problem]:
    """What is wrong with the families of danger and the words of their patterns, beside their shape.

    `languages` are the ids of those that service-words.yml knows.
    """
    lists = words.words if words else {}
    for id, family in families.items():
        file = loaded.shared["distress"]
        yield from unknown_ids(file, (id, "helplines"), family.helplines, "helpline", loaded.ids("helplines"))
        if family.need and loaded.ids("needs") and family.need not in loaded.ids("needs"):
            yield unknown(file.at(id, "need"), family.need, "need", loaded.ids("needs"))
        # A workspace may have urgent help of its own beside our families. Boxes leave out what it does not have.
        if urgent_help and not file.key(id).file.startswith(f"{SHIPPED}/"):
            known = [line.phone for line in urgent_help.in_brief]
            yield from unknown_ids(file, (id, "urgent"), family.urgent, "line of urgent help", known)
        if not family.urgent and not family.helplines:
            sentence = "this box of urgent help has no number and no help line"
            fix = 'Add urgent: ["999"], or helplines: with ids of helplines.yml'
            yield Problem(file.key(id), sentence, fix, kind="missing")
        for name in ("certain", "likely"):
            yield from _unknown_lists(file, (id, name), getattr(family, name), lists)
        for at, other in enumerate(family.other_languages):
            path = (id, "other_languages", at)
            if languages and other.language not in languages:
                yield unknown(file.at(*path, "language"), other.language, "language", languages)
            yield from _unknown_lists(file, (*path, "patterns"), other.patterns, lists)
    if words:
        file = loaded.shared["danger-words"]
        yield from _unknown_lists(file, ("harmless",), words.harmless, lists)
        yield from _unknown_lists(file, ("calm",), words.calm, lists)
        for name, entries in words.words.items():
            yield from _unknown_lists(file, ("words", name), entries, lists)
            if name in _named_by(name, lists):
                sentence = f"the list {name} names itself, by itself or through another list"
                yield Problem(file.key("words", name), sentence, f"Delete {name} from it.", kind="conflict")


def _unknown_lists(
    file: YamlFile, path: Path, patterns: tuple[str, ...], lists: Mapping[str, object]
) -> Iterator[Problem]:
    if lists:
        for at, pattern in enumerate(patterns):
            for name in lists_in(pattern):
                if name not in lists:
                    yield unknown(item(file, path, at), name, LIST, lists)


def _named_by(name: str, lists: Mapping[str, tuple[str, ...]]) -> set[str]:
    """The lists that a list names, and those that these name."""
    found: set[str] = set()
    left = [name]
    while left:
        named = {other for entry in lists.get(left.pop(), ()) for other in lists_in(entry)} - found
        found |= named
        left += named
    return found
