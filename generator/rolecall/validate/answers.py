"""The rules that national and local answers share: ids that exist, answers that fit their question."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from rolecall.load import Loaded, YamlFile
from rolecall.meanings import called_like, usual
from rolecall.model import Answer, DoneByOthers, Elsewhere, Facts, Need, Question, StaffDanger, Term
from rolecall.places import Path, Place, Problem
from rolecall.validate.shapes import which_is_meant
from rolecall.yamltext import YamlList, YamlText, node_at

LONGEST_SHORT = 30
"""Characters that the short words of an answer may have, so that 4 people stand side by side."""

_NO_TITLES: Mapping[str, Iterable[str]] = MappingProxyType({})

SURGERY = "surgery"
_CODE = re.compile(r"[A-Z][0-9]{5}")
"""What `unknown` is given for a practice. People know a surgery by its name, and files by its code."""


_KINDS = {"way to join": "routes", "kind of access": "access", "group": "groups", "language": "languages"}
"""What people usually say for ids, by what the things with these ids are called."""


def unknown(
    place: Place, word: str, what: str, known: Iterable[str], *, titles: Mapping[str, Iterable[str]] = _NO_TITLES
) -> Problem:
    """The problem of an id that does not exist. Where `known` has more than ids, its words tell which one is meant.

    `titles` are names that the things have here, by their ids.
    """
    sentence = f'there is no {what} called "{word}"'
    if what == SURGERY:
        sentence = f'no surgery of this PCN has the code "{word}"'
    others = {id: tuple(words) for id, words in (*usual(_KINDS.get(what, "")).items(), *titles.items())}
    things = {id: _named(value) for id, value in known.items()} if isinstance(known, Mapping) else known
    called = called_like(things, others)
    if what == SURGERY and _CODE.fullmatch(word):
        # Codes that look alike are of surgeries that have nothing to do with each other.
        there = ", ".join(f"{id} ({label})" for id, label in called.labels.items())
        fix = f"If that surgery is not in this PCN any more, take its code out here. There are: {there}"
        return Problem(place, sentence, fix, kind="unknown")
    return Problem(place, sentence, which_is_meant(word, called, heading="There are"), kind="unknown")


MOST_HELPED = 100
"""Ids that do not exist of which it is said what may be meant. To find that takes 10 ms for a need."""


def unknown_too(place: Place, word: str, what: str) -> Problem:
    """The problem of an id that does not exist, after many of them."""
    return Problem(place, f'there is no {what} called "{word}"', "Put those above right first.", kind="unknown")


def _named(value: object) -> object:
    return value.node if isinstance(value, YamlFile) else value


def item(file: YamlFile, path: Path, at: int) -> Place:
    """The place of an item of the list at `path`, where what stands in it twice counts once."""
    return _item(file, path, _firsts(file, path), at)


def _firsts(file: YamlFile, path: Path) -> list[int]:
    """Where in the list at `path` each of its texts stands first."""
    node = node_at(file.node, path)
    firsts: dict[str, int] = {}
    for at, text in enumerate(node.items if isinstance(node, YamlList) else ()):
        if isinstance(text, YamlText):
            firsts.setdefault(text.value.strip().casefold(), at)
    return [*firsts.values()]


def _item(file: YamlFile, path: Path, firsts: list[int], at: int) -> Place:
    return file.at(*path, firsts[at] if at < len(firsts) else at)


def unknown_ids(
    file: YamlFile, path: Path, ids: Iterable[str], what: str, known: Collection[str], *,
    titles: Mapping[str, Iterable[str]] = _NO_TITLES,
) -> Iterator[Problem]:  # fmt: skip
    """Each of the `ids` listed at `path` that is not known. Nothing where what is known could not be read."""
    odd = [(at, id) for at, id in enumerate(ids) if known and id not in known]
    firsts = _firsts(file, path) if odd else []
    for at, id in odd[:MOST_HELPED]:
        yield unknown(_item(file, path, firsts, at), id, what, known, titles=titles)
    for at, id in odd[MOST_HELPED:]:
        yield unknown_too(_item(file, path, firsts, at), id, what)


def sourced(
    file: YamlFile, path: Path, fact: Facts | Need | Term | DoneByOthers | Elsewhere | StaffDanger
) -> Iterator[Problem]:
    """The problem of a national fact that has no source and does not say that it is assumed."""
    if not fact.sources and not fact.assumed:
        name = next(step for step in reversed(path) if isinstance(step, str))
        sentence, fix = f'"{name}" has no source', "Add sources: [...] with ids of sources.yml, or assumed: yes"
        yield Problem(file.lacking(*path, "sources"), sentence, fix, kind="missing")


def national(file: YamlFile, path: Path, fact: Facts, loaded: Loaded) -> Iterator[Problem]:
    """What is wrong with where a national fact comes from."""
    yield from unknown_ids(file, (*path, "sources"), fact.sources, "source", loaded.ids("sources"))
    yield from sourced(file, path, fact)
    if fact.checked or fact.next_check:
        yield Problem(
            file.key(*path),
            f'"{path[-1]}" has a local check, and this answer is national',
            "Delete checked and next_check here. The role has reviewed and next_review.",
            kind="conflict",
        )


def not_a_question(file: YamlFile, path: Path, questions: Mapping[str, Question]) -> Problem:
    """The problem of an answer at `path` to something that is not answered there, or not asked at all."""
    place, key = file.key(*path), str(path[-1])
    if key in questions:
        names = "also_known_as: [Community connector]"
        if path[0] != "answers":  # A PCN has a title of its own for the role, in place of further ones.
            names = "local_title: Community connector"
        home = {"reach": "reach: {text: ...}", "self_refer": "reach: {self_refer: yes}", "also_known_as": names}
        goes = home[questions[key].from_]
        fix = f"Move it under {goes.partition(':')[0]}: {goes}"
        return Problem(place, f'"{key}" does not go under answers', fix, kind="misplaced")
    answered = [id for id, question in questions.items() if question.from_ == "answers"]
    return unknown(place, key, "question", answered)


def fits(answer: Answer, question: Question, file: YamlFile, path: Path) -> Iterator[Problem]:
    """What an answer lacks, or has too much, for the kind of its question."""
    id = question.id
    if answer.short and len(answer.short) > LONGEST_SHORT:
        sentence = f"these short words have {len(answer.short)} characters, and there is room for {LONGEST_SHORT}"
        fix = "Write 1 to 4 words here. The sentence goes under text."
        yield Problem(file.at(*path, "short"), sentence, fix, kind="size")
    if question.kind in ("list", "steps"):
        if not answer.list:
            fix = "Write list: and the lines below it, each after a hyphen."
            yield Problem(file.lacking(*path, "list"), f'"{id}" needs a list', fix, kind="missing")
        if answer.answer:
            sentence, fix = f'"{id}" is not a yes-or-no question', "Delete answer, and write a list."
            yield Problem(file.key(*path, "answer"), sentence, fix, kind="misplaced")
        return
    if answer.list:
        sentence = f'"{id}" needs a sentence, not a list'
        yield Problem(file.key(*path, "list"), sentence, "Write text: and a sentence.", kind="misplaced")
    if question.kind == "choice" and not answer.answer:
        sentence = f'"{id}" is a yes-or-no question, and its answer is missing'
        fix = "Add answer: and then yes, usually, sometimes, not-usually, no or ask"
        yield Problem(file.lacking(*path, "answer"), sentence, fix, kind="missing")
    if question.kind == "text":
        if answer.answer:
            sentence = f'"{id}" is not a yes-or-no question'
            yield Problem(file.key(*path, "answer"), sentence, "Write text: and a sentence.", kind="misplaced")
        elif not answer.text and not answer.list:
            yield Problem(
                file.lacking(*path, "text"), f'"{id}" has no text', "Add text: and a sentence.", kind="missing"
            )
